"""What an answer that is cut off shows of its days, by the order of its rows alone."""

from __future__ import annotations

import json
from datetime import date

import pytest

from lead_pipeline.extract.shown_days import Shown, days_of, shown_of
from lead_pipeline.extract.spans import Span

SPAN = Span(date(2026, 3, 1), None)


def march(*days: int) -> list[date | None]:
    return [date(2026, 3, day) for day in days]


def test_oldest_first_all_but_the_last_day_are_whole() -> None:
    whole, rest = Span(date(2026, 3, 1), date(2026, 3, 4)), Span(date(2026, 3, 5), None)
    assert shown_of(SPAN, march(2, 2, 4, 5, 5)) == Shown(whole, 3, rest, is_head=True)


def test_newest_first_all_but_the_first_day_are_whole() -> None:
    whole, rest = Span(date(2026, 3, 5), None), Span(date(2026, 3, 1), date(2026, 3, 4))
    assert shown_of(SPAN, march(9, 5, 4, 4)) == Shown(whole, 2, rest, is_head=False)


@pytest.mark.parametrize(
    "days",
    [[], march(2, 2), march(2, 4, 3), march(4, 2, 5), [*march(2, 3), None], [date(2026, 2, 27), *march(2, 3)]],
    ids=["nothing", "one day", "no order", "no order either", "one unreadable", "one that was not asked for"],
)
def test_what_is_in_no_order_shows_nothing(days: list[date | None]) -> None:
    assert shown_of(SPAN, days) is None


@pytest.mark.parametrize("wrong", [None, 5, "2026-03-01T23:30:00-05:00", "2026-13-01T00:00:00Z", "yesterdayZ"])
def test_a_moment_that_does_not_tell_its_day_in_utc_is_none(wrong: object) -> None:
    rows = [{"seen": {"at": "2026-03-01T23:30:00Z"}}, {"seen": {"at": wrong}}, {"seen": None}, 7]
    assert days_of(json.dumps(rows).encode(), ("seen", "at")) == [date(2026, 3, 1), None, None, None]
