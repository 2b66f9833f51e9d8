"""Whether `end_date` is the last day that is meant or the first that is not, no document says: either way all lands."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from lead_pipeline.extract.children import Window
from lead_pipeline_tests.sources.leadconduit.test_rows import hold, without_day
from lead_pipeline_tests.sources.leadconduit.truth import expected

if TYPE_CHECKING:
    from lead_pipeline_tests.sources.rig import SystemRig

LISTS = ("flows", "events", "leads")


def test_sums_of_a_day_land_where_the_end_is_left_out(rig: SystemRig) -> None:
    rig.edit("switch", name="end_date_exclusive")
    assert rig.sync().exit_code == 0
    hold(rig)
    assert rig.complaints() == []


def test_days_that_are_cut_off_land_whole_where_the_end_is_left_out(large: SystemRig) -> None:
    large.edit("switch", name="end_date_exclusive")
    large.edit("switch", name="newest_first")
    assert large.sync(only=LISTS).exit_code == 0
    assert without_day(large.landed("events")) == expected(large, "events")


def test_a_day_that_is_asked_for_by_itself_lands_where_the_end_is_left_out(rig: SystemRig) -> None:
    rig.edit("switch", name="end_date_exclusive")
    days = Counter(event["timestamp"][:10] for event in rig.truth("events"))
    day = max(days, key=lambda one: (days[one], one))
    rig.sync(only=("flows", "events"), window=Window(date.fromisoformat(day), date.fromisoformat(day)))
    assert sum(str(row["timestamp"])[:10] == day for row in rig.landed("events").values()) == days[day]


def test_a_day_without_events_is_doubted_once_and_no_sum_of_the_next_is_taken_for_its_own(small: SystemRig) -> None:
    created = {flow["id"]: flow["created_at"][:10] for flow in small.truth("flows")}
    quiet = date.fromisoformat(min(created.values()))
    assert small.sync(window=Window(quiet, quiet)).exit_code == 0
    days = {(row["flow_id"], str(row["day"])) for row in small.landed("analytics_by_source").values()}
    assert days <= {(lead["flow_id"], lead["created_at"][:10]) for lead in small.truth("leads")}
