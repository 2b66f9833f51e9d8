"""A running FlowMaestro and someone who calls it; its clock stands at one moment in May."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lead_pipeline_tests.sandbox.one_system import OneSystem, calling

KEY = "fm_live_0123456789abcdef0123456789abcdef"


@pytest.fixture
def maestro() -> Iterator[OneSystem]:
    with calling("flowmaestro", {"X-API-Key": KEY}) as system:
        yield system


@pytest.fixture
def limited() -> Iterator[OneSystem]:
    with calling("flowmaestro", {"X-API-Key": KEY}, requests_per_minute=None) as system:
        yield system


def walk(maestro: OneSystem, path: str, per_page: int = 100, **query: object) -> list[dict[str, Any]]:
    """Page to the end as the document says: until there is no next page."""
    rows: list[dict[str, Any]] = []
    for page in range(1, 100):
        body = maestro.body(path, page=page, per_page=per_page, **query)
        rows += body["data"]
        if not body["pagination"]["has_next"]:
            break
    return rows
