"""What the API counts and is not held is missing, unless it is explained, set aside, or not to be known yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from lead_pipeline.sources import SOURCES
from lead_pipeline.warehouse.batch import WalkRecord
from lead_pipeline_tests.quality.judging import judge, told
from lead_pipeline_tests.warehouse.shop import ORDERS, Landing, bad, walk

if TYPE_CHECKING:
    from lead_pipeline_tests.ingest.rig import Rig
    from lead_pipeline_tests.warehouse.shop import Shop

FLOWMATICX = SOURCES["flowmaticx"]
LEADS = FLOWMATICX.endpoint("leads")


def rows(*numbers: int, order: int = 5) -> list[dict[str, Any]]:
    return [{"id": number, "order_id": order} for number in numbers]


def orders(shop: Shop, *, items: int | None = 3, state: str = "DONE", run: str = "r1") -> None:
    """One order that counts so many items."""
    shop.land(
        Landing([{"id": 5, "state": state, "items": items}], endpoint=ORDERS, walks=[walk(last_total=1)], run=run)
    )


def of_order(shop: Shop, verdict: str, distinct: int = 0) -> WalkRecord:
    """A walk over the items of that order as it is now."""
    ((changed,),) = shop.ask("select _changed_at::varchar from raw_shop.orders")
    return WalkRecord(parent=5, verdict=verdict, reason="because", distinct_rows=distinct, fingerprint=changed)


@pytest.mark.parametrize(("total", "missing"), [(2, 0), (3, 0), (7, 4), (None, 0)])
def test_a_plain_list_is_held_against_its_newest_total(shop: Shop, total: int | None, missing: int) -> None:
    good = [{"id": number, "state": "DONE"} for number in (1, 2)]
    shop.land(Landing(good, [bad("3"), bad("2")], endpoint=ORDERS, walks=[walk(None, "unproven", last_total=total)]))
    verdict = judge(shop, "complete", ORDERS)
    assert (verdict.facts["received"], verdict.facts["missing"]) == (3, missing)
    assert told(verdict) == ("warn" if missing else "ok")


def test_rows_that_are_no_longer_in_the_table_are_missing(shop: Shop) -> None:
    good = [{"id": number, "state": "DONE"} for number in (1, 2, 3)]
    shop.land(Landing(good, endpoint=ORDERS, walks=[walk(last_total=3)]))
    assert judge(shop, "complete", ORDERS).passed
    with shop.warehouse.open("a test") as connection:
        connection.execute("delete from raw_shop.orders where id = 2")
    verdict = judge(shop, "complete", ORDERS)
    assert (told(verdict), "1 row that the API counts is not held (ann 1)." in verdict.told) == ("warn", True)


def test_children_that_their_parent_counts_and_no_proven_list_denies_are_missing(shop: Shop) -> None:
    orders(shop)
    shop.land(Landing(rows(1), [bad("2", order_id=5)], walks=[of_order(shop, "unproven")]))
    verdict = judge(shop, "complete")
    assert (told(verdict), verdict.facts["missing"], verdict.facts["received"]) == ("warn", 1, 2)


def test_where_a_proven_list_shows_fewer_than_its_parent_counts_the_list_is_believed(shop: Shop) -> None:
    orders(shop)
    shop.land(Landing(rows(1, 2), walks=[of_order(shop, "proven", distinct=2)]))
    verdict = judge(shop, "complete")
    assert (told(verdict), verdict.facts["counted_but_not_shown"]) == ("ok", 1)


@pytest.mark.parametrize(("items", "state"), [(None, "DONE"), (3, "OPEN")], ids=["counts none", "not final"])
def test_nobody_misses_children_whose_number_is_not_known_yet(shop: Shop, items: int | None, state: str) -> None:
    orders(shop, items=items, state=state)
    shop.land(Landing(rows(1), walks=[of_order(shop, "unproven")]))
    assert told(judge(shop, "complete")) == "ok"


def test_children_of_a_parent_that_was_never_read_are_missing(shop: Shop) -> None:
    orders(shop)
    shop.land(Landing(rows(9, order=6), walks=[walk(6)]))
    assert judge(shop, "complete").facts["missing"] == 3


def test_a_count_of_the_whole_list_that_is_higher_warns_until_a_whole_reading_explains_it(shop: Shop) -> None:
    orders(shop, items=2)
    shop.land(Landing(rows(1, 2), walks=[of_order(shop, "proven", distinct=2)]))
    census = walk(None, "unproven", last_total=7, distinct_rows=2, is_position=False)
    shop.land(Landing(walks=[census], run="r2"))
    assert judge(shop, "complete").facts["missing"] == 5
    whole = walk(None, last_total=7, distinct_rows=2, fingerprint="gap 5")
    shop.land(Landing(walks=[whole], run="r2"))
    verdict = judge(shop, "complete")
    assert (told(verdict), verdict.facts["missing"], verdict.facts["explained"]) == ("ok", 0, 5)
    assert "A gap of 5 was looked into" in verdict.told


def test_rows_that_came_or_went_after_the_count_are_no_gap(shop: Shop) -> None:
    orders(shop, items=2)
    shop.land(Landing(rows(1, 2), walks=[of_order(shop, "proven", distinct=2)]))
    shop.land(Landing(walks=[walk(None, last_total=2, distinct_rows=2, is_position=False)], run="r2"))
    gone = replace(of_order(shop, "proven", distinct=1), may_delete=True)
    assert shop.land(Landing(rows(1), walks=[gone], run="r3")).deleted == 1
    assert judge(shop, "complete").facts["missing"] == 0


def test_a_walk_that_broke_off_misses_nothing_that_is_held(shop: Shop) -> None:
    orders(shop, items=2)
    shop.land(Landing(rows(1, 2), walks=[of_order(shop, "proven", distinct=2)]))
    shop.land(Landing(walks=[walk(None, "failed", last_total=3, distinct_rows=1)], run="r2"))
    assert judge(shop, "complete").facts["missing"] == 1


def test_each_account_is_told(shop: Shop) -> None:
    for account, total in (("ann", 1), ("bob", 4)):
        good = [{"id": 1, "state": "DONE"}]
        shop.land(Landing(good, endpoint=ORDERS, walks=[walk(last_total=total)], account=account))
    assert judge(shop, "complete", ORDERS).facts["accounts"] == "bob 3"


def test_a_gap_that_a_real_sync_remembers_is_explained(rig: Rig) -> None:
    rig.sync()
    rig.faults.arm("total_off", "flowmaticx/leads", times=None, where={"limit": "1"}, delta=5)
    rig.sync()
    rig.faults.clear()
    assert told(judge(rig, "complete", LEADS, FLOWMATICX)) == "ok"


def test_a_total_that_is_always_too_high_warns(rig: Rig) -> None:
    for route in ("flowmaticx/jobs", "flowmaticx/leads"):
        rig.faults.arm("total_off", route, times=None, delta=5)
    assert rig.sync().exit_code == 3
    verdict = judge(rig, "complete", FLOWMATICX.endpoint("jobs"), FLOWMATICX)
    assert (told(verdict), verdict.facts["missing"]) == ("warn", 5)
    assert told(judge(rig, "proven", LEADS, FLOWMATICX)) == "warn"
