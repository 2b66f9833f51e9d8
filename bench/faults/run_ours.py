"""Ours: the installed `lead-pipeline sync` into a fresh home, and what it then holds."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import duckdb

from bench.faults.account import COMMAND, KEY

if TYPE_CHECKING:
    from pathlib import Path


def command(base_url: str, folder: Path) -> tuple[list[str], dict[str, str]]:
    """What to run, in which environment."""
    environment = os.environ | {
        "LEAD_PIPELINE_HOME": str(folder),
        "LEAD_PIPELINE_RETRY_SECONDS": "0.05",
        "FLOWMATICX_API_KEY": KEY,
        "FLOWMATICX_BASE_URL": base_url,
        "FLOWMATICX_REQUESTS_PER_MINUTE": "0",
    }
    return [COMMAND, "sync"], environment


def landed(folder: Path, table: str) -> list[dict[str, Any]]:
    """The rows that are not marked as deleted."""
    path = folder / "warehouse.duckdb"
    if not path.exists():
        return []
    with duckdb.connect(str(path), read_only=True) as connection:
        known = connection.execute("select table_name from duckdb_tables() where schema_name = 'raw_flowmaticx'")
        if table not in {row[0] for row in known.fetchall()}:
            return []
        result = connection.execute(f"select * from raw_flowmaticx.{table} where _deleted_at is null")  # noqa: S608
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def quarantined(folder: Path) -> dict[str, set[str]]:
    """The keys of the records that are set aside, by table."""
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
        return {
            table: {row[0] for row in connection.execute(f"select key from quarantine.flowmaticx_{table}").fetchall()}  # noqa: S608
            for table in ("jobs", "leads")
        }
