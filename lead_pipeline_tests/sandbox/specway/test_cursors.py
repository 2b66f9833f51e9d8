"""The cursors of GET /executions: to the end, while rows come and go, and when they are too old.

What a page of them shows is in test_reading.
"""

from __future__ import annotations

import pytest

from lead_pipeline_tests.sandbox.one_system import OneSystem
from lead_pipeline_tests.sandbox.specway.conftest import follow, ids


def test_the_meta_of_a_page_has_the_cursor_of_the_next(specway: OneSystem) -> None:
    first = specway.body("/executions", limit=50)
    assert list(first["meta"]) == ["next_cursor", "has_more"]
    assert first["meta"]["has_more"] is True
    second = specway.body("/executions", limit=50, cursor=first["meta"]["next_cursor"])
    assert ids(first["data"] + second["data"]) == ids(specway.truth()["executions"])[:100]


@pytest.mark.parametrize("limit", [7, 20, 100])
def test_at_the_end_there_is_no_cursor(specway: OneSystem, limit: int) -> None:
    assert ids(follow(specway, limit)) == ids(specway.truth()["executions"])


def test_an_empty_cursor_is_the_beginning(specway: OneSystem) -> None:
    assert specway.data("/executions", cursor="") == specway.data("/executions")


def test_page_numbers_mean_nothing_here(specway: OneSystem) -> None:
    assert specway.data("/executions", page=2) == specway.data("/executions")


def test_what_comes_in_at_the_head_moves_nothing(specway: OneSystem) -> None:
    before = ids(specway.truth()["executions"])
    cursor = specway.body("/executions")["meta"]["next_cursor"]
    specway.edit("add_rows", resource="executions", count=30)
    assert ids(specway.data("/executions", cursor=cursor)) == before[20:40]
    specway.arm("insert_row", "executions", at="head")
    assert ids(specway.data("/executions", cursor=cursor)) == before[20:40]


def test_a_cursor_whose_row_is_gone_loses_nothing(specway: OneSystem) -> None:
    before = ids(specway.truth()["executions"])
    cursor = specway.body("/executions")["meta"]["next_cursor"]
    specway.edit("delete_rows", resource="executions", keys=before[18:20])
    assert ids(specway.data("/executions", cursor=cursor)) == before[20:40]


def test_an_old_cursor_is_400(specway: OneSystem) -> None:
    cursor = specway.body("/executions")["meta"]["next_cursor"]
    specway.sandbox.clock.advance(601)
    answer = specway.get("/executions", None, cursor=cursor)
    assert (answer.status_code, answer.json()["error"]["details"]) == (400, {"cursor": "expired, start over"})


def test_a_short_or_smaller_page_goes_on_where_it_stopped(specway: OneSystem) -> None:
    everything = ids(specway.truth()["executions"])
    specway.arm("short_page", "executions", times=None, rows=9)
    assert ids(follow(specway)) == everything
    specway.control("DELETE", "/faults")
    specway.arm("limit_lowered", "executions", times=None, limit=30)
    assert ids(follow(specway)) == everything


def test_an_empty_page_gives_the_cursor_once_more(specway: OneSystem) -> None:
    everything = ids(specway.truth()["executions"])
    cursor = specway.body("/executions")["meta"]["next_cursor"]
    specway.arm("empty_page", "executions")
    empty = specway.body("/executions", cursor=cursor)
    assert (empty["data"], empty["meta"]["has_more"]) == ([], True)
    assert ids(specway.data("/executions", cursor=empty["meta"]["next_cursor"])) == everything[20:40]


def test_an_empty_first_page_has_more_and_no_cursor(specway: OneSystem) -> None:
    specway.arm("empty_page", "executions")
    assert specway.body("/executions")["meta"] == {"next_cursor": None, "has_more": True}


def test_endless_cursors_bring_ever_new_rows(specway: OneSystem) -> None:
    specway.arm("endless", "executions", times=None)
    seen = ids(follow(specway, limit=100, most_pages=8))
    assert len(set(seen)) == len(seen) == 800
    assert seen[:300] == ids(specway.truth()["executions"])


def test_a_repeated_page_leads_round_in_a_circle(specway: OneSystem) -> None:
    specway.arm("repeated_page", "executions", times=None)
    pages = follow(specway, limit=50, most_pages=4)
    assert ids(pages) == ids(specway.truth()["executions"])[:50] * 4
