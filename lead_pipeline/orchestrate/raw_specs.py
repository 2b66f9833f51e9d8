"""What Dagster shows of a raw asset before any run: what is in it, what a run reads for it, and what its days are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dagster as dg

from lead_pipeline.orchestrate.raw_metadata import columns_of
from lead_pipeline.spec.freshness import kept_fresh, requests_kind
from lead_pipeline.warehouse.tables import raw_table

if TYPE_CHECKING:
    from datetime import timedelta

    from lead_pipeline.spec.source import Endpoint, Source

OWNERS = ["team:operations"]


def spec_of(
    source: Source, endpoint: Endpoint, days: dg.DailyPartitionsDefinition, stale_after: timedelta
) -> dg.AssetSpec:
    """The asset of one endpoint."""
    has_days = source.has_days(endpoint)
    return dg.AssetSpec(
        key=[source.name, endpoint.name],
        deps=[[source.name, name] for name in sorted(_told_by(endpoint))],
        description=f"{endpoint.description}\n\n{_how(source, endpoint)}",
        group_name=source.name,
        owners=OWNERS,
        kinds={"api", "duckdb"},
        partitions_def=days if has_days else None,
        freshness_policy=dg.FreshnessPolicy.time_window(fail_window=stale_after, warn_window=stale_after / 2),
        skippable=True,
        metadata={
            "dagster/column_schema": columns_of(endpoint),
            "dagster/table_name": raw_table(source, endpoint),
            "system": source.title,
            "kept fresh by reading": kept_fresh(endpoint),
            "requests it takes": requests_kind(endpoint),
            "scope of the key": endpoint.scope,
        },
    )


def _told_by(endpoint: Endpoint) -> set[str]:
    """The endpoints whose rows say what of this one is read: its parent, and those that tell of a change."""
    tellers = [way.moved_by for way in (endpoint.per, endpoint.since) if way is not None and way.moved_by is not None]
    sums_of = endpoint.by_day.days_of if endpoint.by_day is not None else None
    named = [endpoint.per.parent] if endpoint.per is not None else []
    return {*named, *(teller.endpoint for teller in tellers), *([sums_of.endpoint] if sums_of is not None else [])}


def _how(source: Source, endpoint: Endpoint) -> str:
    """What a run reads, and what a partition is, if there is one."""
    if source.tie_of(endpoint) is not None:
        return _BY_DAY_OF_PARENT
    told = f"A run reads {kept_fresh(endpoint)}."
    if endpoint.day_column is not None:
        asked = "and no other" if endpoint.by_day is not None or _ends(endpoint) else "and what came after them"
        return f"{told}\n\n{_BY_OWN_DAY.format(column=endpoint.day_column, asked=asked)}"
    return f"{told}\n\n{_AS_OF_NOW}"


def _ends(endpoint: Endpoint) -> bool:
    return endpoint.since is not None and endpoint.since.until is not None


_BY_DAY_OF_PARENT = (
    "A partition is a day (UTC) on which jobs were ordered. A run over some days reads the list of jobs, which the API "
    "cannot filter, and of its children only those of jobs of these days that can have changed. Landing is by key: a "
    "run again changes nothing, and one that was cut off is gone on with."
)
_BY_OWN_DAY = (
    "A partition is a day (UTC) of `{column}`. A run over some days asks the API for these days {asked}, of every "
    "parent that is held. Landing is by key: a run again changes nothing."
)
_AS_OF_NOW = (
    "It tells what is true at the moment it is asked. The API cannot be asked for a day that has passed: there is "
    "nothing to backfill, and no partition."
)
