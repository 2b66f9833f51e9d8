"""A warehouse at hand: DuckDB stays loaded between two openings, and nothing else does.

What an opening itself promises is in test_opening; here each is one of several with the same engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

from lead_pipeline.errors import WarehouseError, WarehouseUnreadable
from lead_pipeline.warehouse.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lead_pipeline.warehouse.database import Warehouse


@pytest.fixture
def at_hand(warehouse: Warehouse) -> Iterator[Warehouse]:
    """It holds a table of three rows."""
    with warehouse.at_hand() as opened:
        with opened.open("a test") as connection:
            connection.execute("create table t as from range(3) as numbers(i)")
        yield opened


def count(warehouse: Warehouse) -> int:
    with warehouse.open("a test", read_only=True) as connection:
        return int(connection.execute("select count(*) from t").fetchall()[0][0])


def test_between_two_openings_anybody_may_have_the_file(warehouse: Warehouse, at_hand: Warehouse) -> None:
    with duckdb.connect(str(warehouse.path)) as somebody:
        somebody.execute("insert into t values (3)")
    assert count(at_hand) == 4
    assert not warehouse.path.with_name("warehouse.duckdb.wal").exists()


def test_what_was_committed_is_there_and_what_was_not_is_gone(warehouse: Warehouse, at_hand: Warehouse) -> None:
    def fail() -> None:
        with at_hand.open("a test") as connection:
            connection.execute("insert into t values (3)")
            connection.begin()
            connection.execute("insert into t values (4)")
            raise BrokenPipeError

    for more in (4, 5):
        with pytest.raises(BrokenPipeError):
            fail()
        assert count(at_hand) == count(warehouse) == more


def test_nothing_of_one_opening_is_seen_in_the_next(at_hand: Warehouse) -> None:
    with at_hand.open("a test") as connection:
        connection.execute("create temp table passing as select 1 as one; begin; insert into t values (3)")
    assert count(at_hand) == 3
    with at_hand.open("a test") as connection, pytest.raises(duckdb.CatalogException, match="passing"):
        connection.execute("from passing")


def test_who_only_reads_cannot_write(at_hand: Warehouse) -> None:
    with (
        at_hand.open("a test", read_only=True) as connection,
        pytest.raises(duckdb.InvalidInputException, match="read-only"),
    ):
        connection.execute("insert into t values (3)")
    assert count(at_hand) == 3


def test_a_connection_ends_with_its_opening(at_hand: Warehouse) -> None:
    with at_hand.open("a test") as connection:
        pass
    with pytest.raises(duckdb.ConnectionException):
        connection.execute("select 1")


def test_an_engine_that_broke_is_not_used_again(warehouse: Warehouse, at_hand: Warehouse) -> None:
    whole = warehouse.path.read_bytes()
    warehouse.path.write_bytes(whole[:20_000])
    for _ in range(2):
        with pytest.raises(WarehouseUnreadable), at_hand.open("a test"):
            pass
    warehouse.path.write_bytes(whole)
    assert count(at_hand) == 3


def test_too_little_memory_for_one_opening_is_enough_for_the_next(warehouse: Warehouse, at_hand: Warehouse) -> None:
    with pytest.raises(WarehouseError, match="LEAD_PIPELINE_MEMORY"), at_hand.open("a test") as connection:
        connection.execute("set memory_limit = '8MB'; select list(md5(range::varchar)) from range(1000000)").fetchall()
    with at_hand.open("a test") as connection:
        limit = connection.execute("select current_setting('memory_limit')").fetchall()
    with warehouse.open("a test") as connection:
        assert connection.execute("select current_setting('memory_limit')").fetchall() == limit


def test_duckdb_is_loaded_once_and_given_back_at_the_end(warehouse: Warehouse) -> None:
    with warehouse.at_hand() as opened:
        engine = opened.engine
        assert engine is not None
        with opened.open("a test"):
            pass
        loaded = engine._idle
        with opened.open("a test", read_only=True):
            pass
        assert engine._idle is loaded
        assert loaded is not None
    with pytest.raises(duckdb.ConnectionException):
        loaded.execute("select 1")


def test_an_engine_that_was_never_used_has_nothing_to_give_back() -> None:
    Engine().close()
