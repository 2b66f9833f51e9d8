"""What becomes of dates and times: UTC without a zone, exact to the microsecond, over all years that there are.

A number of seconds, or what only looks like a date, is never taken for one.
"""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from lead_pipeline.validate.chunk import Chunk
from lead_pipeline_tests.validate.things import SORTER, landed, reasons, thing


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-02-03T08:00:00Z", "2026-02-03T08:00:00"),
        ("2026-02-03t08:00:00z", "2026-02-03T08:00:00"),
        ("2026-02-03T08:00:00", "2026-02-03T08:00:00"),
        ("2026-02-03 08:00:00", "2026-02-03T08:00:00"),
        ("2026-02-03T08:00:00+05:30", "2026-02-03T02:30:00"),
        ("2026-02-03T08:00:00-0100", "2026-02-03T09:00:00"),
        ("2026-02-03T23:30:00-02:00", "2026-02-04T01:30:00"),
        ("2026-02-03T08:00:00.123Z", "2026-02-03T08:00:00.123000"),
        ("2026-02-03T08:00:00.123456Z", "2026-02-03T08:00:00.123456"),
        ("2026-02-03T08:00:00.123456789Z", "2026-02-03T08:00:00.123456"),
        ("2026-02-03", "2026-02-03T00:00:00"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00"),
        ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999"),
        ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59"),
        ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00"),
    ],
    ids=repr,
)
def test_an_instant_lands_in_utc(text: str, instant: str) -> None:
    assert landed("made_at", text) == datetime.fromisoformat(instant)


@pytest.mark.parametrize(
    "value",
    [
        1770105600,
        1770105600.5,
        "1770105600",
        "1711110100123",  # Python's own parser takes these milliseconds for the year 1711
        "20260203",
        "2026-W06-2",
        "2026-2-3T8:00:00Z",
        "2026-02-30T00:00:00Z",
        "2023-02-29T00:00:00Z",
        "2026-02-03T24:00:01Z",
        "2026-02-03T08:00:60Z",
        "0000-01-01T00:00:00Z",
        "+2026-02-03T08:00:00Z",
        "10000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+05:00",
        "9999-12-31T23:59:59-05:00",
        "03.02.2026",
        "tomorrow",
        "",
        True,
        {"seconds": 1},
    ],
    ids=repr,
)
def test_what_is_no_date_is_never_taken_for_one(value: object) -> None:
    assert reasons(thing(madeAt=value)) == [["made_at: not an ISO date and time"]]


def test_no_instant_is_none() -> None:
    assert landed("made_at", None) is None


def test_a_bad_date_on_a_later_page_costs_its_own_record_only() -> None:
    pages = [[thing(id=1), thing(id=2)], [thing(id=3), thing(id=4, madeAt="soon"), thing(id=5)]]
    done = SORTER.sort([Chunk(json.dumps(page).encode()) for page in pages])
    assert done.aside["key"].to_list() == ["4"]
    assert done.good["id"].to_list() == [1, 2, 3, 5]
