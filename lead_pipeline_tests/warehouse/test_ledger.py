"""The ledger: what each landing did, the proof of each walk, and where each list stands for the next run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lead_pipeline.warehouse import ledger
from lead_pipeline.warehouse.batch import DriftRecord, utc_now
from lead_pipeline.warehouse.ledger import Position, RunRecord
from lead_pipeline.warehouse.tables import make_tables
from lead_pipeline_tests.warehouse.shop import ORDERS, SHOP, Landing, bad, walk

if TYPE_CHECKING:
    from lead_pipeline_tests.warehouse.shop import Shop

DRIFT = DriftRecord("new field", "colour", "str", 3)


def positions(shop: Shop, account: str = "ann") -> dict[str, Position]:
    with shop.warehouse.open("a test") as connection:
        return ledger.positions(connection, "shop", account, "items")


def test_a_landing_is_kept_with_what_it_did(shop: Shop) -> None:
    shop.land(Landing([{"id": 1}, {"id": 2, "order_id": 5}]))
    shop.land(Landing([{"id": 1, "name": "box"}, {"id": 3}], [bad("4")], walks=[walk(5, may_delete=True)], run="r2"))
    assert shop.ask("select * exclude landed_at from ops.landings order by landed_at") == [
        ("r1", "shop", "ann", "items", 0, 2, 0, 0, 0, 0),
        ("r2", "shop", "ann", "items", 1, 1, 1, 0, 1, 1),
    ]


def test_a_walk_is_kept_with_its_proof(shop: Shop) -> None:
    words: dict[str, Any] = {
        "pages": 2,
        "passes": 1,
        "shifts": 3,
        "rows_read": 104,
        "distinct_rows": 101,
        "first_total": 100,
    }
    costs: dict[str, Any] = {
        "last_total": 101,
        "requests": 5,
        "retries": 2,
        "rate_limited": 1,
        "waited_seconds": 1.5,
        "bytes": 999,
    }
    shop.land(Landing(walks=[walk(5, **words, **costs), walk(None, "unproven")]))
    assert shop.ask("select * exclude (ended_at, request_id) from ops.walks order by parent nulls last") == [
        ("r1", "shop", "ann", "items", "5", "proven", "because", 2, 1, 3, 104, 101, 100, 101, 5, 2, 1, 1.5, 999),
        ("r1", "shop", "ann", "items", None, "unproven", "because", 0, 0, 0, 0, 0, None, None, 0, 0, 0, 0.0, 0),
    ]


def test_a_position_is_the_newest_proof_of_a_list(shop: Shop) -> None:
    shop.land(Landing(walks=[walk(5, fingerprint="a", distinct_rows=3), walk(6, fingerprint="b"), walk(None)]))
    shop.land(Landing(walks=[walk(5, fingerprint="z")], account="bob"))
    shop.land(Landing(walks=[walk(5, "unproven", fingerprint="c", distinct_rows=4)], run="r2"))
    found = positions(shop)
    assert {parent: (at.fingerprint, at.verdict) for parent, at in found.items()} == {
        "5": ("c", "unproven"),
        "6": ("b", "proven"),
        "": (None, "proven"),
    }
    assert found["5"].walked_at > found["6"].walked_at
    assert shop.ask("select count(*) from ops.positions") == [(4,)]


def test_two_walks_of_one_list_in_one_landing_make_one_position(shop: Shop) -> None:
    for _ in range(2):
        shop.land(Landing(walks=[walk(5, fingerprint="a"), walk(6), walk(5, fingerprint="b"), walk(None), walk(None)]))
    assert {parent: at.fingerprint for parent, at in positions(shop).items()} == {"5": "b", "6": None, "": None}
    assert shop.ask("select count(*) from ops.positions") == [(3,)]


def test_a_walk_that_is_no_position_moves_none(shop: Shop) -> None:
    shop.land(Landing(walks=[walk(5, fingerprint="a")]))
    shop.land(Landing(walks=[walk(5, fingerprint="b", is_position=False), walk(6, is_position=False)]))
    assert {parent: at.fingerprint for parent, at in positions(shop).items()} == {"5": "a"}


def test_a_list_grows_shorter_only_by_a_walk_that_may_say_so(shop: Shop) -> None:
    for later, rows in [
        (walk(5, distinct_rows=50), 50),
        (walk(5, "failed"), 50),
        (walk(5, "unproven", distinct_rows=2), 50),
        (walk(5, distinct_rows=49), 50),
        (walk(5, distinct_rows=51), 51),
        (walk(5, distinct_rows=49, may_delete=True), 49),
    ]:
        shop.land(Landing(walks=[later]))
        assert (positions(shop)["5"].distinct_rows, positions(shop)["5"].verdict) == (rows, later.verdict)


def test_a_drift_is_kept_once_with_how_often_it_was_seen(shop: Shop) -> None:
    assert shop.land(Landing(drift=[DRIFT, DriftRecord("new field", "colour", "int", 1)])).new_drift == 2
    assert shop.land(Landing(drift=[DRIFT], run="r2")).new_drift == 0
    assert shop.land(Landing(drift=[DRIFT], account="bob")).new_drift == 1
    query = "select account, detail, records, last_seen_at > first_seen_at, run_id from ops.drift order by all"
    assert shop.ask(query) == [
        ("ann", "int", 1, False, "r1"),
        ("ann", "str", 6, True, "r2"),
        ("bob", "str", 3, False, "r1"),
    ]


def test_a_drift_may_have_any_name(shop: Shop) -> None:
    drift = [DriftRecord("new field", name, name, 1) for name in ("", "a\x00b", "it's", "🦆")]
    assert shop.land(Landing(drift=drift)).new_drift == 4
    assert shop.land(Landing(drift=drift)).new_drift == 0
    assert shop.ask("select field, detail, records from ops.drift order by field") == [
        (each.field, each.detail, 2) for each in drift
    ]


def test_a_run_is_kept_from_its_start_to_its_end(shop: Shop) -> None:
    with shop.warehouse.open("a test") as connection:
        make_tables(connection, SHOP)
        ledger.start_run(connection, RunRecord("r1", "shop", "ann", "sync", "1.0"), utc_now())
        ledger.end_run(connection, "r1", status="ok", exit_code=0, detail="well", now=utc_now())
    query = "select * exclude (process, started_at, ended_at), ended_at >= started_at from ops.runs"
    assert shop.ask(query) == [("r1", "shop", "ann", "sync", "1.0", "ok", 0, "well", True)]


def test_a_run_still_open_when_its_account_starts_anew_was_cut_off(shop: Shop) -> None:
    with shop.warehouse.open("a test") as connection:
        make_tables(connection, SHOP)
        for run, account in (("r1", "ann"), ("r2", "bob"), ("r3", "ann")):
            ledger.start_run(connection, RunRecord(run, "shop", account, "sync", "1.0"), utc_now())
    assert shop.ask("select run_id, status, ended_at is null from ops.runs order by run_id") == [
        ("r1", "cut off", False),
        ("r2", "running", True),
        ("r3", "running", True),
    ]


def test_endpoints_do_not_share_positions(shop: Shop) -> None:
    shop.land(Landing(walks=[walk(None)], endpoint=ORDERS))
    assert positions(shop) == {}
