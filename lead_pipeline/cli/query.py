"""`lead-pipeline query`: one SQL query on the published database, or on the warehouse while nothing is published."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb
import typer

from lead_pipeline import settings
from lead_pipeline.cli.printing import say, show_json
from lead_pipeline.errors import QueryRefused, WarehouseError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lead_pipeline.warehouse.database import Warehouse


def query(
    sql: str = typer.Argument(..., metavar="SQL", help="A query, such as: select count(*) from raw_flowmaticx.leads"),
    as_json: bool = typer.Option(False, "--json", help="Rows as a JSON list."),
) -> None:
    """Run one SQL query, reading only."""
    warehouse = settings.load().warehouse
    with _readable(warehouse) as connection:
        try:
            relation = connection.sql(sql)
            if relation is None:
                say("Done.")
            elif as_json:
                names = relation.columns
                show_json([dict(zip(names, row, strict=True)) for row in relation.fetchall()])
            else:
                relation.show(max_rows=1000)
        except duckdb.Error as error:
            hint = 'Tables are listed by: lead-pipeline query "show all tables".'
            raise QueryRefused(f"DuckDB refuses the query: {error}", cure=hint) from error


@contextmanager
def _readable(warehouse: Warehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    if warehouse.published_path.exists():
        with duckdb.connect(str(warehouse.published_path), read_only=True) as connection:
            yield connection
    elif warehouse.path.exists():
        with warehouse.open("a query", read_only=True) as connection:
            yield connection
    else:
        raise WarehouseError(f"There is no warehouse in {warehouse.home} yet.", cure="Run `lead-pipeline sync` first.")
