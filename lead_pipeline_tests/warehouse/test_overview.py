"""The overview tells how accounts stand from what landings left; the queries must say the same as the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.warehouse import ledger, overview
from lead_pipeline.warehouse.batch import DriftRecord, utc_now
from lead_pipeline.warehouse.ledger import RunRecord
from lead_pipeline.warehouse.tables import make_tables
from lead_pipeline_tests.warehouse.shop import BALANCE, ITEMS, SHOP, Landing, bad, walk

if TYPE_CHECKING:
    from lead_pipeline.warehouse.database import Warehouse
    from lead_pipeline_tests.warehouse.shop import Shop


def test_a_source_is_made_with_its_first_sync(warehouse: Warehouse) -> None:
    with warehouse.open("a test") as connection:
        assert not overview.is_made(connection, SHOP)
        make_tables(connection, SHOP)
        assert overview.is_made(connection, SHOP)


def test_the_newest_run_of_each_account_is_told(shop: Shop) -> None:
    with shop.warehouse.open("a test") as connection:
        make_tables(connection, SHOP)
        for run, account in (("r1", "ann"), ("r2", "bob"), ("r3", "ann")):
            ledger.start_run(connection, RunRecord(run, "shop", account, "sync", "1.0"), utc_now())
        told = overview.last_runs(connection)
    assert [(line.account, line.run_id) for line in told] == [("ann", "r3"), ("bob", "r2")]


def test_an_endpoint_tells_what_it_holds_and_how_well_that_is_proven(shop: Shop) -> None:
    shop.land(Landing([{"id": 1, "order_id": 5}, {"id": 2, "order_id": 5}], [bad("3")], walks=[walk(6)]))
    shop.land(Landing([{"id": 1, "order_id": 5}], walks=[walk(5, may_delete=True), walk(7, "failed")]))
    with shop.warehouse.open("a test") as connection:
        ann = overview.endpoint_line(connection, SHOP, ITEMS, "ann")
        bob = overview.endpoint_line(connection, SHOP, ITEMS, "bob")
        balance = overview.endpoint_line(connection, SHOP, BALANCE, "ann")
    assert (ann.rows, ann.deleted, ann.aside, ann.lists_proven, ann.lists_unproven) == (1, 1, 1, 2, 1)
    assert ann.oldest_proof == shop.ask("select walked_at from ops.positions where parent = '6'")[0][0]
    assert (bob.rows, bob.lists_proven, bob.oldest_proof) == (0, 0, None)
    assert (balance.rows, balance.lists_unproven) == (0, 0)


def test_lists_that_are_not_proven_are_told_with_the_reason(shop: Shop) -> None:
    shop.land(Landing(walks=[walk(5), walk(6, "failed"), walk(None, "unproven")]))
    with shop.warehouse.open("a test") as connection:
        told = overview.unproven(connection)
    assert [(line.parent, line.verdict, line.reason) for line in told] == [
        ("", "unproven", "because"),
        ("6", "failed", "because"),
    ]


def test_a_drift_is_told_over_all_accounts(shop: Shop) -> None:
    for account in ("ann", "bob"):
        shop.land(Landing(drift=[DriftRecord("new field", "colour", "str", 2)], account=account))
    with shop.warehouse.open("a test") as connection:
        (told,) = overview.drifts(connection)
    assert (told.field, told.records, told.first_seen_at < told.last_seen_at) == ("colour", 4, True)
