"""Marts as dbt leaves them, small and by hand, to be published; and what a published copy says of itself.

Each build writes its number into every row, so that rows of two builds in one copy would show.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from lead_pipeline.warehouse.publish import publish
from lead_pipeline.warehouse.publish_ledger import SHAPES

if TYPE_CHECKING:
    from lead_pipeline.warehouse.database import Warehouse
    from lead_pipeline.warehouse.publish import Published

TABLES = {"order", "items", *(shape.name for shape in SHAPES)}
BUILD = """
create schema if not exists marts;
create or replace table marts."order" (build bigint not null, id bigint, state varchar, spent decimal(12, 2));
insert into marts."order" select {build}, range, md5(range::varchar), range / 7 from range({orders});
comment on table marts."order" is 'One row an order; it''s "quoted".';
comment on column marts."order".spent is 'What was spent, in €.';
comment on column marts."order".id is '';
create or replace table marts.items as select {build} as build, range as id, ['a', 'b'] as tags from range({items});
comment on table marts.items is 'One row an item.';
"""


def build(warehouse: Warehouse, number: int = 1, orders: int = 100) -> None:
    """Make the marts, in place of those of the build before; the higher the number, the more rows."""
    with warehouse.open("a build") as connection:
        connection.execute(BUILD.format(build=number, orders=orders + number, items=10 * number))


def published(warehouse: Warehouse, number: int = 1) -> Published:
    """Build the marts and publish them."""
    build(warehouse, number)
    return publish(warehouse, published_by="a test")


def ask(path: Path, query: str) -> list[tuple[Any, ...]]:
    """The answer of a published database to a query, over a connection of its own."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(query).fetchall()


def builds(warehouse: Warehouse) -> set[int]:
    """The build in the published database and that in the Parquet files. Each must open, and be of one build."""
    path = warehouse.published_path
    for table, rows in ask(path, "select * from published_tables"):
        assert ask(path, f'select count(*) from "{table}"') == [(rows,)]
    files = path.with_name("parquet").resolve()
    assert {file.stem for file in files.iterdir()} == TABLES
    in_database = ask(path, 'select build from "order" union select build from items')
    in_files = ask(path, f"select build from '{files}/order.parquet' union select build from '{files}/items.parquet'")
    assert len(in_database) == len(in_files) == 1
    return {in_database[0][0], in_files[0][0]}


def rubbish(warehouse: Warehouse) -> list[str]:
    """What is in the published folder beside the two names, the Parquet files behind one and those before them."""
    folder = warehouse.published_path.parent
    there = {path.name for path in folder.iterdir()} - {
        "warehouse.duckdb",
        "parquet",
        (folder / "parquet").readlink().name,
    }
    before = sorted(name for name in there if name.startswith(".parquet-"))
    return sorted(there - set(before[:1]))
