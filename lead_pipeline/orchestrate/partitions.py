"""Days of the parents' creation, as Dagster's partitions and as the window of a sync."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import dagster as dg

from lead_pipeline.extract.children import Window

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# A run plans an event for each of its days and assets before it starts, and that takes seconds for a month.
MOST_DAYS = 7
RANGE_START, RANGE_END = "dagster/asset_partition_range_start", "dagster/asset_partition_range_end"
_ONE_DAY = "dagster/partition"


def days_from(first: date) -> dg.DailyPartitionsDefinition:
    """Each day (UTC) since the first one, today included."""
    return dg.DailyPartitionsDefinition(start_date=first.isoformat(), timezone="UTC", end_offset=1)


def range_tags(days: dg.DailyPartitionsDefinition, since: date) -> dict[str, str]:
    """The tags of one run over the days from `since` to today, as far as there are such days."""
    first, last = days.get_first_partition_key(), days.get_last_partition_key()
    if first is None or last is None:
        message = f"the first day, {days.start:%Y-%m-%d}, is yet to come: set LEAD_PIPELINE_FIRST_DAY to an earlier one"
        raise dg.DagsterInvariantViolationError(message)
    return {RANGE_START: min(max(first, since.isoformat()), last), RANGE_END: last}


def window_of(tags: Mapping[str, str], days: dg.DailyPartitionsDefinition) -> Window:
    """The window that a run's days stand for. Every day there is, or none named, is no window: all jobs ever made."""
    only = tags.get(_ONE_DAY)
    start, end = tags.get(RANGE_START, only), tags.get(RANGE_END, only)
    if start is None or end is None:
        return Window()
    if start == days.get_first_partition_key() and end >= (days.get_last_partition_key() or end):
        return Window()
    return Window(date.fromisoformat(start), date.fromisoformat(end))


def other_days(
    context: dg.AssetExecutionContext,
    asset: dg.AssetKey,
    days: dg.DailyPartitionsDefinition,
    written: Mapping[date, int],
    *,
    is_everything: bool,
) -> Iterator[dg.AssetMaterialization]:
    """Tell Dagster of the days on which rows came though they are not the run's own, which it knows of.

    A run over everything also makes those that had no mark yet and are empty: nothing is missing there.
    """
    rows = {day.isoformat(): number for day, number in written.items()}
    if is_everything:
        made = context.instance.get_materialized_partitions(asset)
        rows = {day: 0 for day in days.get_partition_keys() if day not in made} | rows
    first_own = context.run.tags.get(RANGE_START, context.run.tags.get(_ONE_DAY, "9999"))
    first = days.get_first_partition_key() or first_own
    for day in sorted(rows):
        if first <= day < first_own:
            yield dg.AssetMaterialization(asset, partition=day, metadata={"rows written": rows[day]})
