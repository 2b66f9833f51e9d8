"""The dbt sources of a system, written from its declaration, so that a column is described in one place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lead_pipeline.marts.project import PROJECT
from lead_pipeline.warehouse.tables import OWN_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lead_pipeline.spec.source import Endpoint, Source


def entries_file(source: Source) -> Path:
    """Where they are kept."""
    return PROJECT / "models" / "staging" / source.name / f"_{source.name}__sources.yml"


def source_entries(source: Source) -> str:
    """The whole file."""
    lines = [
        f"# Written by `make docs` from lead_pipeline/sources/{source.name}; change it there.",
        "sources:",
        f"  - name: {source.name}",
        f"    schema: raw_{source.name}",
        f"    description: {_quoted(f'{source.title}, as it was read: the last known state of every row.')}",
        "    tables:",
        *(line for endpoint in source.endpoints for line in _table(endpoint)),
    ]
    return "\n".join(lines) + "\n"


def _table(endpoint: Endpoint) -> Iterator[str]:
    yield f"      - name: {endpoint.name}"
    yield f"        description: {_quoted(endpoint.description)}"
    yield "        columns:"
    account, *own = OWN_COLUMNS.items()
    yield from _column("account", *account[1])
    for column in endpoint.table.columns:
        yield from _column(column.name, column.sql_type, column.description)
    for name, (sql_type, told) in own:
        yield from _column(name, sql_type, told)


def _column(name: str, sql_type: str, told: str) -> Iterator[str]:
    yield f"          - name: {name}"
    yield f"            data_type: {sql_type.removesuffix(' NOT NULL').lower()}"
    yield f"            description: {_quoted(told)}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON text is a YAML text too
