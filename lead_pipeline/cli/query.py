"""`lead-pipeline query`: one SQL query on the published database, or on the warehouse while nothing is published."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb
import typer

from lead_pipeline import settings
from lead_pipeline.cli.printing import say, show_json, show_relation, tell
from lead_pipeline.errors import QueryRefused
from lead_pipeline.warehouse.publish_read import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lead_pipeline.warehouse.database import Warehouse

_LIST_TABLES = 'Tables are listed by: lead-pipeline query "show all tables".'
_ONLY_MARTS = "The published copy holds the marts; --warehouse reads what else there is: raw rows, quarantine, ledger."


def query(
    sql: str = typer.Argument(..., metavar="SQL", help="A query, such as: select count(*) from raw_flowmaticx.leads"),
    as_json: bool = typer.Option(False, "--json", help="Rows as a JSON list."),
    of_warehouse: bool = typer.Option(
        False, "--warehouse", help="Read the warehouse itself: raw rows, quarantine, ledger too. Syncs wait meanwhile."
    ),
) -> None:
    """Run one SQL query, reading only: on the published copy, or on the warehouse while nothing is published."""
    warehouse = settings.load().warehouse
    is_published = warehouse.published_path.exists() and not of_warehouse
    with _readable(warehouse, is_published=is_published) as connection:
        try:
            if not as_json:
                tell(_what_is_read(warehouse, connection, is_published=is_published))
            relation = connection.sql(sql)
            if relation is None:
                say("Done.")
            elif as_json:
                names = relation.columns
                show_json([dict(zip(names, row, strict=True)) for row in relation.fetchall()])
            else:
                show_relation(relation)
        except duckdb.Error as error:
            hint = f"{_LIST_TABLES} {_ONLY_MARTS}" if is_published else _LIST_TABLES
            raise QueryRefused(f"DuckDB refuses the query: {error}", cure=hint) from error


@contextmanager
def _readable(warehouse: Warehouse, *, is_published: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    if is_published:
        with opened(warehouse, warehouse.published_path) as connection:
            yield connection
    else:
        with warehouse.open("a query", read_only=True) as connection:
            yield connection


def _what_is_read(warehouse: Warehouse, connection: duckdb.DuckDBPyConnection, *, is_published: bool) -> str:
    if not is_published:
        return f"Reading the warehouse, {warehouse.path}."
    (published_at,) = connection.execute("select published_at from published").fetchall()[0]
    return f"Reading the copy published {published_at:%Y-%m-%d %H:%M} UTC; --warehouse reads the warehouse itself."
