"""A running Specway and someone who calls it; its clock stands at one moment in May."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lead_pipeline_tests.sandbox.one_system import OneSystem, calling

KEY = "a-key-without-any-prefix"


@pytest.fixture
def specway() -> Iterator[OneSystem]:
    with calling("specway", {"Authorization": f"Bearer {KEY}"}) as system:
        yield system


@pytest.fixture
def limited() -> Iterator[OneSystem]:
    with calling("specway", {"Authorization": f"Bearer {KEY}"}, requests_per_minute=None) as system:
        yield system


def ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


def walk(specway: OneSystem, path: str, limit: int = 100, **query: object) -> list[dict[str, Any]]:
    """Page on until as many rows are there as the total says, or a page is empty."""
    rows: list[dict[str, Any]] = []
    for page in range(1, 100):
        body = specway.body(path, page=page, limit=limit, **query)
        rows += body["data"]
        if len(rows) >= body["meta"]["total"] or not body["data"]:
            break
    return rows


def follow(specway: OneSystem, limit: int = 100, most_pages: int = 100) -> list[dict[str, Any]]:
    """Follow the cursors of the list of executions to its end."""
    body = specway.body("/executions", limit=limit)
    rows: list[dict[str, Any]] = body["data"]
    for _ in range(most_pages - 1):
        if not body["meta"]["has_more"]:
            break
        body = specway.body("/executions", limit=limit, cursor=body["meta"]["next_cursor"])
        rows += body["data"]
    return rows
