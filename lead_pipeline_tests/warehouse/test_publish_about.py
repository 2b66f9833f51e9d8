"""What a published copy tells about itself: when, which tables, from which runs, with which proofs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import duckdb

from lead_pipeline import __version__
from lead_pipeline.warehouse import ledger
from lead_pipeline.warehouse.ledger import RunRecord
from lead_pipeline_tests.warehouse.publish_shop import ask, published
from lead_pipeline_tests.warehouse.shop import ITEMS, ORDERS, Landing, bad, walk

if TYPE_CHECKING:
    from pathlib import Path

    from lead_pipeline_tests.warehouse.shop import Shop

NINE, TEN, ELEVEN = (datetime(2026, 6, 1, hour) for hour in (9, 10, 11))  # noqa: DTZ001 - as the warehouse keeps it


def run(shop: Shop, run_id: str, account: str, began: datetime, status: str | None = "ok") -> None:
    """A run of an account, ended in the hour it began unless it has no status yet."""
    with shop.warehouse.open("a test") as connection:
        ledger.start_run(connection, RunRecord(run_id, "shop", account, "sync", "1.2"), began)
        if status is not None:
            ending = began.replace(minute=30)
            ledger.end_run(connection, run_id, status=status, exit_code=0, detail="secret", now=ending)


def row(path: Path, query: str) -> dict[str, Any]:
    """The only row that a query finds."""
    with duckdb.connect(str(path), read_only=True) as connection:
        found = connection.execute(query)
        names = [column[0] for column in found.description or ()]
        (values,) = found.fetchall()
    return dict(zip(names, values, strict=True))


def test_it_tells_when_it_was_made_and_by_what(shop: Shop) -> None:
    done = published(shop.warehouse)
    told = row(done.path, "select * from published")
    assert told["published_at"] == done.published_at
    assert (told["published_by"], told["version"]) == ("a test", __version__)
    assert (told["duckdb_version"], told["storage_version"]) == (f"v{duckdb.__version__}", "v1.0.0")
    assert told["tables"] == 2
    assert ask(done.path, "select * from published_tables order by 1") == [("items", 10), ("order", 101)]


def test_before_any_run_it_says_that_nothing_is_proven(shop: Shop) -> None:
    told = row(published(shop.warehouse).path, "select * from published")
    assert (told["synced_at"], told["lists_proven"], told["lists_unproven"], told["rows_set_aside"]) == (None, 0, 0, 0)


def test_it_tells_the_newest_run_of_each_account(shop: Shop) -> None:
    run(shop, "r1", "ann", NINE)
    run(shop, "r2", "bob", TEN)
    run(shop, "r3", "ann", ELEVEN, "failed")
    path = published(shop.warehouse).path
    columns = "account, run_id, status, started_at, ended_at, last_ok_at"
    assert ask(path, f"select {columns} from published_runs order by 1") == [
        ("ann", "r3", "failed", ELEVEN, ELEVEN.replace(minute=30), NINE.replace(minute=30)),
        ("bob", "r2", "ok", TEN, TEN.replace(minute=30), TEN.replace(minute=30)),
    ]
    assert row(path, "select synced_at from published") == {"synced_at": NINE.replace(minute=30)}


def test_an_account_that_never_ended_well_leaves_the_time_open(shop: Shop) -> None:
    run(shop, "r1", "ann", NINE)
    run(shop, "r2", "bob", TEN, "unproven")
    assert row(published(shop.warehouse).path, "select synced_at from published") == {"synced_at": None}


def test_it_tells_what_is_held_of_each_endpoint_and_how_well_that_is_proven(shop: Shop) -> None:
    shop.land(Landing([{"id": 1, "order_id": 5}, {"id": 2, "order_id": 5}], [bad("3")], walks=[walk(6)]))
    shop.land(Landing([{"id": 1, "order_id": 5}], walks=[walk(5, may_delete=True), walk(7, "failed")], run="r2"))
    shop.land(Landing([{"id": 9, "state": "NEW"}], walks=[walk(verdict="unproven")], endpoint=ORDERS, account="bob"))
    run(shop, "r2", "ann", NINE, None)
    path = published(shop.warehouse).path
    items = row(path, "select * from published_endpoints where endpoint = 'items'")
    assert (items["system"], items["account"]) == ("shop", "ann")
    assert (items["run_id"], items["run_status"], items["run_ended_at"]) == ("r2", "running", None)
    assert (items["rows_held"], items["rows_deleted"], items["rows_set_aside"]) == (1, 1, 1)
    assert (items["lists_proven"], items["lists_unproven"]) == (2, 1)
    ((first, last),) = shop.ask(
        "select min(walked_at), max(walked_at) from ops.positions where endpoint = ?", ITEMS.name
    )
    assert (items["oldest_proof_at"], items["walked_at"]) == (first, last)
    orders = row(path, "select * from published_endpoints where endpoint = 'orders'")
    assert (orders["account"], orders["run_status"], orders["rows_held"], orders["lists_proven"]) == ("bob", None, 1, 0)
    told = row(path, "select * from published")
    assert (told["lists_proven"], told["lists_unproven"], told["rows_set_aside"]) == (2, 2, 1)


def test_all_of_it_is_described(shop: Shop) -> None:
    path = published(shop.warehouse).path
    bare = (
        "select table_name from duckdb_tables() where comment is null union all "
        "select column_name from duckdb_columns() where starts_with(table_name, 'published') and comment is null"
    )
    assert ask(path, bare) == []


def test_an_error_that_a_run_met_is_not_published(shop: Shop) -> None:
    run(shop, "r1", "ann", NINE, "failed")
    path = published(shop.warehouse).path
    assert ask(path, "select run_id from published_runs") == [("r1",)]
    assert b"secret" not in path.read_bytes()
