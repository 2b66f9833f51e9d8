"""Days as Dagster's partitions, and as the window of a sync."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import dagster as dg
import pytest

from lead_pipeline.extract.children import Window
from lead_pipeline.orchestrate.partitions import RANGE_END, RANGE_START, days_from, range_tags, window_of


def today() -> date:
    return datetime.now(UTC).date()


def day(back: int) -> str:
    return (today() - timedelta(days=back)).isoformat()


DAYS = days_from(today() - timedelta(days=30))


def test_there_is_a_day_for_each_from_the_first_to_today() -> None:
    keys = DAYS.get_partition_keys()
    assert (keys[0], keys[-1], len(keys)) == (day(30), day(0), 31)


def test_a_first_day_of_today_is_one_day() -> None:
    only = days_from(today())
    assert only.get_partition_keys() == [day(0)]
    assert range_tags(only, today()) == {RANGE_START: day(0), RANGE_END: day(0)}
    assert window_of(range_tags(only, today()), only) == Window()


@pytest.mark.parametrize(
    ("since", "start"),
    [(day(7), day(7)), (day(0), day(0)), (day(99), day(30)), (day(-1), day(0))],
    ids=["week", "today", "before-the-first", "a-clock-ahead"],
)
def test_a_range_ends_today_and_begins_no_earlier_than_the_first_day(since: str, start: str) -> None:
    tags = range_tags(DAYS, date.fromisoformat(since))
    assert tags == {RANGE_START: start, RANGE_END: day(0)}


def test_no_day_at_all_is_an_error_that_names_the_setting() -> None:
    with pytest.raises(dg.DagsterInvariantViolationError, match="LEAD_PIPELINE_FIRST_DAY"):
        range_tags(days_from(today() + timedelta(days=2)), today())


@pytest.mark.parametrize(
    ("tags", "window"),
    [
        ({}, Window()),
        ({"dagster/partition": day(3)}, Window(date.fromisoformat(day(3)), date.fromisoformat(day(3)))),
        ({RANGE_START: day(9), RANGE_END: day(3)}, Window(date.fromisoformat(day(9)), date.fromisoformat(day(3)))),
        ({RANGE_START: day(30), RANGE_END: day(3)}, Window(date.fromisoformat(day(30)), date.fromisoformat(day(3)))),
        ({RANGE_START: day(9), RANGE_END: day(0)}, Window(date.fromisoformat(day(9)), date.fromisoformat(day(0)))),
        ({RANGE_START: day(30), RANGE_END: day(0)}, Window()),
        ({RANGE_START: day(30), RANGE_END: day(-1)}, Window()),
        ({"lead_pipeline/sync": "changes"}, Window()),
    ],
    ids=["none", "one", "some", "not-the-last", "not-the-first", "all", "all-and-more", "other-tags"],
)
def test_the_days_of_a_run_are_its_window_and_all_of_them_are_none(tags: dict[str, str], window: Window) -> None:
    assert window_of(tags, DAYS) == window


def test_what_a_request_asks_for_is_what_the_run_reads() -> None:
    assert window_of(range_tags(DAYS, date.min), DAYS) == Window()
    week = date.fromisoformat(day(7))
    assert window_of(range_tags(DAYS, week), DAYS) == Window(week, today())
