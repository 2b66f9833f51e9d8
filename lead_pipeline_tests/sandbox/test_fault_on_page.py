"""Faults in what a page says: rows, total, limit. The rows behind it stay.

What truly changes them is in test_fault_on_change.
"""

from __future__ import annotations

from typing import Any

import pytest

from lead_pipeline_tests.sandbox.conftest import Caller

ROUTE = "flowmaticx/leads"


def page(caller: Caller, **query: object) -> dict[str, Any]:
    return caller.data("/leads", **{"billable_only": "false", "limit": 100, **query})


def spoiled(caller: Caller, kind: str, offset: int = 100, **params: object) -> dict[str, Any]:
    caller.sandbox.faults.arm(kind, ROUTE, **params)  # type: ignore[arg-type]  # params are the kind's
    return page(caller, offset=offset)


def ids(page: dict[str, Any]) -> list[int]:
    return [row["id"] for row in page["leads"]]


def test_an_empty_page_keeps_the_true_total(caller: Caller) -> None:
    assert spoiled(caller, "empty_page") == {"leads": [], "total": 450, "limit": 100, "offset": 100}


def test_a_short_page_does_not_say_so(caller: Caller) -> None:
    answer = spoiled(caller, "short_page", rows=30)
    assert (len(answer["leads"]), answer["limit"], answer["total"]) == (30, 100, 450)
    assert ids(answer) == ids(page(caller, offset=100))[:30]


def test_a_repeated_page_claims_the_offset_that_was_asked_for(caller: Caller) -> None:
    answer = spoiled(caller, "repeated_page")
    assert (ids(answer), answer["offset"]) == (ids(page(caller, offset=0)), 100)


def test_an_ignored_offset_is_said_to_be_0(caller: Caller) -> None:
    answer = spoiled(caller, "offset_ignored")
    assert (ids(answer), answer["offset"]) == (ids(page(caller, offset=0)), 0)


def test_a_lowered_limit_is_said(caller: Caller) -> None:
    answer = spoiled(caller, "limit_lowered", limit=20)
    assert (len(answer["leads"]), answer["limit"], answer["offset"]) == (20, 20, 100)
    assert spoiled(caller, "limit_lowered", limit=500)["limit"] == 100


@pytest.mark.parametrize(("delta", "total"), [(-50, 400), (7, 457), (-900, 0)])
def test_a_total_may_be_off(caller: Caller, delta: int, total: int) -> None:
    assert spoiled(caller, "total_off", delta=delta)["total"] == total


def test_a_total_may_be_null_or_text(caller: Caller) -> None:
    assert spoiled(caller, "total_null")["total"] is None
    assert spoiled(caller, "total_string")["total"] == "450"


def test_a_total_may_move(caller: Caller) -> None:
    caller.sandbox.faults.arm("total_moving", ROUTE, times=None, step=-2)
    assert [page(caller, offset=offset)["total"] for offset in (0, 100, 200)] == [448, 446, 444]


def test_repeated_ids_stand_in_place_of_the_last_rows(caller: Caller) -> None:
    true = ids(page(caller, offset=100))
    assert ids(spoiled(caller, "repeated_ids", rows=2)) == true[:-2] + true[:2]


def test_reordered_rows_come_from_the_other_end(caller: Caller) -> None:
    everything = [row["id"] for row in caller.all_leads()]
    assert ids(spoiled(caller, "reordered", offset=100)) == everything[::-1][100:200]
    assert ids(spoiled(caller, "reordered", offset=400)) == everything[::-1][400:]
    assert ids(spoiled(caller, "reordered", offset=500)) == []


def test_reordered_rows_may_be_rotated(caller: Caller) -> None:
    everything = [row["id"] for row in caller.all_leads()]
    assert ids(spoiled(caller, "reordered", offset=0, order="rotated", by=5)) == everything[5:105]


def test_endless_pages_are_full_of_made_up_rows(caller: Caller) -> None:
    caller.sandbox.faults.arm("endless", ROUTE, times=None)
    pages = [page(caller, offset=offset) for offset in range(0, 1000, 100)]
    assert all(len(one["leads"]) == 100 and one["total"] > one["offset"] + 100 for one in pages)
    seen = [lead_id for one in pages for lead_id in ids(one)]
    assert len(set(seen)) == len(seen) == 1000
    true = {row["id"] for row in caller.sandbox.flowmaticx.leads()}
    assert len(true) == 450
    assert not true & set(seen[450:])


def test_endless_pages_may_be_the_last_page_again(caller: Caller) -> None:
    caller.sandbox.faults.arm("endless", ROUTE, times=None, rows="last_page", total="null")
    pages = [page(caller, offset=offset) for offset in (400, 450, 500, 5000)]
    assert ids(pages[0]) == ids(pages[1]) == ids(pages[2]) == ids(pages[3])
    assert len(ids(pages[0])) == 50
    assert pages[0]["total"] is None


def test_jobs_have_pages_too(caller: Caller) -> None:
    caller.sandbox.faults.arm("endless", "flowmaticx/jobs", total="true")
    answer = caller.data("/jobs", limit=100)
    assert len(answer["jobs"]) == 100 > answer["total"]
    caller.sandbox.faults.arm("short_page", "flowmaticx/jobs", rows=1)
    assert len(caller.data("/jobs")["jobs"]) == 1
