"""One landing is one transaction: all of it is there afterwards, or nothing of it, wherever it broke or was killed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb
import pytest

from lead_pipeline.errors import WarehouseError
from lead_pipeline.warehouse.batch import DriftRecord
from lead_pipeline.warehouse.landing import transaction
from lead_pipeline_tests.under_fire.matrix.process import PROCESS
from lead_pipeline_tests.under_fire.promise import keeps
from lead_pipeline_tests.warehouse.another_process import running
from lead_pipeline_tests.warehouse.shop import BALANCE, Landing, bad, walk

if TYPE_CHECKING:
    from lead_pipeline_tests.warehouse.shop import Shop

TABLES = (
    "raw_shop.items", "raw_shop.balance", "quarantine.shop_items", "ops.walks", "ops.landings", "ops.positions",
    "ops.drift",
)  # fmt: skip
ALL = Landing(
    [{"id": 1, "name": "new"}, {"id": 2}],
    [bad("3")],
    walks=[walk(5, may_delete=True), walk(None)],
    drift=[DriftRecord("new field", "colour", "str", 1)],
)
KILLED_IN_THE_MIDDLE = """
import sys
from pathlib import Path
from lead_pipeline.warehouse.database import Warehouse
from lead_pipeline.warehouse.landing import transaction
warehouse = Warehouse(Path(sys.argv[1])).open("a sync")
connection = warehouse.__enter__()
landing = transaction(connection)
landing.__enter__()
connection.execute("update raw_shop.items set name = 'half'")
"""


def everything(shop: Shop) -> dict[str, list[tuple[object, ...]]]:
    with shop.warehouse.open("a test", read_only=True) as connection:
        return {table: connection.execute(f"select * from {table} order by all").fetchall() for table in TABLES}


@pytest.mark.parametrize(
    "bad_row",
    [
        replace(ALL, drift=[*ALL.drift, DriftRecord("new field", "size", "int", 2**70)]),
        replace(ALL, walks=[walk(5, may_delete=True, requests="many")]),
        replace(ALL, aside=[bad("3") | {"record": None}]),
        replace(ALL, good=[*ALL.good, {"id": 7, "_extra": "{no json"}]),
        replace(ALL, endpoint=BALANCE, good=[{"amount": None}], aside=[bad("3") | {"reasons": None}], seen=[]),
    ],
    ids=["drift", "walk", "aside", "extra", "history"],
)
def test_an_error_anywhere_leaves_nothing(shop: Shop, bad_row: Landing) -> None:
    shop.land(Landing([{"id": 1, "order_id": 5, "name": "old"}], [bad("2")], walks=[walk(5)]))
    before = everything(shop)
    with pytest.raises((duckdb.Error, OverflowError, TypeError)):
        shop.land(bad_row)
    assert everything(shop) == before


def test_the_same_without_the_bad_row_does_land(shop: Shop) -> None:
    shop.land(ALL)
    assert [len(rows) for rows in everything(shop).values()] == [2, 0, 1, 2, 1, 2, 1]


@keeps(PROCESS, "killed between writing and commit")
def test_a_process_killed_in_the_middle_leaves_nothing(shop: Shop) -> None:
    shop.land(Landing([{"id": 1, "name": "old"}]))
    with running(KILLED_IN_THE_MIDDLE, str(shop.warehouse.home)) as other:
        other.kill()
        other.wait()
        assert shop.ask("select name from raw_shop.items") == [("old",)]


def test_an_error_that_ended_the_transaction_itself_is_the_one_told(shop: Shop) -> None:
    def end_and_fail() -> None:
        with shop.warehouse.open("a test") as connection, transaction(connection):
            connection.execute("rollback")
            raise duckdb.FatalException("the first")

    with pytest.raises(WarehouseError, match="the first"):
        end_and_fail()
