"""A list counts as proven when its newest walk is, and its parent has not changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lead_pipeline.warehouse.batch import WalkRecord
from lead_pipeline_tests.quality.judging import judge, told
from lead_pipeline_tests.warehouse.shop import ORDERS, Landing, bad, walk

if TYPE_CHECKING:
    from lead_pipeline.quality.verdict import Verdict
    from lead_pipeline_tests.warehouse.shop import Shop


def order(number: int, **fields: Any) -> dict[str, Any]:
    return {"id": number, "state": "DONE", **fields}


@pytest.fixture
def ordered(shop: Shop) -> Shop:
    """Three orders, their list proven."""
    shop.land(Landing([order(5), order(6), order(7)], endpoint=ORDERS, walks=[walk(last_total=3)]))
    return shop


def read(shop: Shop, *parents: int, verdict: str = "proven", reason: str = "because", run: str = "r1") -> None:
    """Walk the items of these orders as they are now."""
    changed = dict(shop.ask("select id, _changed_at::varchar from raw_shop.orders"))
    walks = [
        WalkRecord(parent=parent, verdict=verdict, reason=reason, fingerprint=changed.get(parent, "set aside"))
        for parent in parents
    ]
    shop.land(Landing([{"id": parent, "order_id": parent} for parent in parents], walks=walks, run=run))


def numbers(verdict: Verdict) -> tuple[object, object]:
    return verdict.facts["lists"], verdict.facts["not_proven"]


def test_lists_that_are_all_proven_pass(ordered: Shop) -> None:
    read(ordered, 5, 6, 7)
    verdict = judge(ordered, "proven")
    assert (told(verdict), numbers(verdict)) == ("ok", (3, 0))


def test_a_list_that_was_not_read_is_not_proven(ordered: Shop) -> None:
    read(ordered, 5)
    verdict = judge(ordered, "proven")
    assert (told(verdict), numbers(verdict)) == ("warn", (3, 2))
    assert "2 of 3 lists not proven (ann 2): 2 not read yet." in verdict.told


def test_the_commonest_reasons_are_told_whatever_their_numbers(ordered: Shop) -> None:
    read(ordered, 5)
    read(ordered, 6, verdict="unproven", reason="the list ends after 40 rows, its total says 43")
    read(ordered, 7, verdict="unproven", reason="the list ends after 8 rows, its total says 9")
    assert "2 unproven: the list ends after … rows, its total says …" in judge(ordered, "proven").told


def test_only_the_newest_walk_of_a_list_counts(ordered: Shop) -> None:
    read(ordered, 5, 6, 7, verdict="failed")
    read(ordered, 5, 6, run="r2")
    assert numbers(judge(ordered, "proven")) == (3, 1)
    read(ordered, 7, run="r3")
    assert told(judge(ordered, "proven")) == "ok"


def test_a_list_whose_parent_changed_since_is_not_current(ordered: Shop) -> None:
    read(ordered, 5, 6, 7)
    ordered.land(Landing([order(5, items=9)], endpoint=ORDERS, walks=[walk(last_total=3)], run="r2"))
    assert "(ann 1): 1 its orders row changed since it was read" in judge(ordered, "proven").told
    read(ordered, 5, run="r2")
    assert told(judge(ordered, "proven")) == "ok"


def test_each_account_has_its_own_lists(ordered: Shop) -> None:
    read(ordered, 5, 6, 7)
    ordered.land(Landing([order(5)], endpoint=ORDERS, walks=[walk(last_total=1)], account="bob"))
    verdict = judge(ordered, "proven")
    assert (numbers(verdict), verdict.facts["accounts"]) == ((4, 1), "bob 1")


def test_a_parent_that_is_set_aside_has_a_list_too(ordered: Shop) -> None:
    ordered.land(Landing((), [bad("8")], endpoint=ORDERS, run="r2"))
    read(ordered, 5, 6, 7)
    assert numbers(judge(ordered, "proven")) == (4, 1)
    read(ordered, 8)
    assert told(judge(ordered, "proven")) == "ok"


def test_the_list_of_a_parent_that_is_gone_need_not_be_read(ordered: Shop) -> None:
    read(ordered, 5, 6)
    ordered.land(
        Landing([order(5), order(6)], endpoint=ORDERS, walks=[walk(last_total=2, may_delete=True)], run="r2"),
    )
    assert numbers(judge(ordered, "proven")) == (2, 0)


def test_a_whole_reading_that_proved_nothing_is_settled_by_a_later_count(ordered: Shop) -> None:
    read(ordered, 5, 6, 7)
    ordered.land(Landing(walks=[walk(None, "unproven", last_total=4, distinct_rows=3)], run="r2"))
    assert numbers(judge(ordered, "proven")) == (4, 1)
    ordered.land(Landing(walks=[walk(None, last_total=3, distinct_rows=3, is_position=False)], run="r3"))
    assert numbers(judge(ordered, "proven")) == (4, 0)


def test_a_list_without_parents_is_one_list(ordered: Shop) -> None:
    assert numbers(judge(ordered, "proven", ORDERS)) == (1, 0)
    ordered.land(Landing(endpoint=ORDERS, walks=[walk(None, "failed")], run="r2"))
    assert "1 of 1 list not proven (ann 1): 1 failed: because." in judge(ordered, "proven", ORDERS).told
