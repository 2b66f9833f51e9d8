"""Tables come from the declaration: columns, types, comments. What is there already is kept, whatever is added.

A newer version declares more; an older one may run beside it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandera.polars as pa
import pytest

from lead_pipeline.spec.table import Table, column
from lead_pipeline.warehouse.tables import OWN_COLUMNS, make_tables
from lead_pipeline_tests.warehouse.shop import BALANCE, ITEMS, ORDERS, SHOP, Items, Landing, Shop

if TYPE_CHECKING:
    from lead_pipeline.spec.source import Source
    from lead_pipeline.warehouse.database import Warehouse


class MoreItems(Items):
    """What a newer version declares."""

    colour: str = column("What colour it has.", null=True)
    weight: float = column("What it weighs.")


def shop_with(model: type[pa.DataFrameModel]) -> Source:
    return replace(SHOP, endpoints=(ORDERS, replace(ITEMS, table=Table(model, key=("id",))), BALANCE))


def make(warehouse: Warehouse, source: Source = SHOP) -> None:
    with warehouse.open("a test") as connection:
        make_tables(connection, source)


@pytest.fixture
def shop(warehouse: Warehouse) -> Shop:
    """A shop that has no tables yet."""
    return Shop(warehouse)


def columns(shop: Shop, table: str) -> dict[str, tuple[str, str | None, bool]]:
    found = shop.ask(
        "select column_name, data_type, comment, is_nullable from duckdb_columns() where table_name = ?", table
    )
    return {name: (data_type, comment, nullable) for name, data_type, comment, nullable in found}


def test_every_column_has_its_type_and_its_comment(shop: Shop) -> None:
    make(shop.warehouse)
    found = columns(shop, "items")
    assert list(found) == ["account", "id", "order_id", "name", "price", "is_open", "made_at", *list(OWN_COLUMNS)[1:]]
    assert found["name"] == ("VARCHAR", "What the item's called.", True)
    assert [found[name][0] for name in ("id", "price", "is_open", "made_at", "_extra")] == [
        "BIGINT", "DOUBLE", "BOOLEAN", "TIMESTAMP", "JSON",
    ]  # fmt: skip
    assert all(comment for _, comment, _ in found.values())
    assert not found["account"][2]


def test_the_table_tells_what_it_is(shop: Shop) -> None:
    make(shop.warehouse)
    assert shop.ask("select comment from duckdb_tables() where table_name = 'items'") == [("It's all.",)]


def test_the_quarantine_has_the_columns_that_tie_its_records(shop: Shop) -> None:
    make(shop.warehouse)
    assert "order_id" in columns(shop, "shop_items")
    assert "order_id" not in columns(shop, "shop_orders")


def test_making_again_changes_nothing(shop: Shop) -> None:
    shop.land(Landing(good=[{"id": 1, "name": "box"}]))
    before = columns(shop, "items"), shop.warehouse.path.read_bytes()
    make(shop.warehouse)
    assert (columns(shop, "items"), shop.warehouse.path.read_bytes()) == before


def test_a_column_declared_later_is_added_and_no_row_is_lost(shop: Shop) -> None:
    shop.land(Landing(good=[{"id": 1, "name": "box"}]))
    make(shop.warehouse, shop_with(MoreItems))
    assert columns(shop, "items")["colour"] == ("VARCHAR", "What colour it has.", True)
    assert shop.ask("select id, name, colour, weight from raw_shop.items") == [(1, "box", None, None)]


def test_a_column_declared_no_more_stays_with_its_values(shop: Shop) -> None:
    newer = shop_with(MoreItems)
    new_items = newer.endpoint("items")
    shop.land(Landing([{"id": 1, "colour": "red", "weight": 1.0}], endpoint=new_items, source=newer, seen=[]))
    shop.land(Landing([{"id": 1, "name": "box"}, {"id": 2, "name": "bag"}]))
    assert shop.ask("select id, name, colour from raw_shop.items order by id") == [(1, "box", "red"), (2, "bag", None)]


def test_a_comment_that_changed_is_brought_up_to_date(shop: Shop) -> None:
    class Renamed(Items):
        name: str = column("What people call it.", null=True)

    make(shop.warehouse)
    make(shop.warehouse, shop_with(Renamed))
    assert columns(shop, "items")["name"][1] == "What people call it."


def test_tables_are_made_all_or_none(shop: Shop) -> None:
    broken = replace(SHOP, endpoints=(ORDERS, replace(BALANCE, name="no table; at all")))
    with pytest.raises(Exception, match="syntax error"):
        make(shop.warehouse, broken)
    assert shop.ask("select table_name from duckdb_tables()") == []
    make(shop.warehouse)
    assert columns(shop, "items")["name"][1] == "What the item's called."


def test_ledger_columns_may_stand_in_any_order(shop: Shop) -> None:
    """As they do where a newer version put one of its own in the middle."""
    make(shop.warehouse)
    with shop.warehouse.open("a test") as connection:
        for table in ("landings", "positions", "drift", "walks"):
            for name in ("run_id", "system"):
                connection.execute(f"alter table ops.{table} drop column {name}")
    shop.land(Landing(good=[{"id": 1}]))
    assert shop.ask("select system, account, run_id, rows_new from ops.landings") == [("shop", "ann", "r1", 1)]
