"""The jobs that schedules and sensors start, and which runs count as reading. When they start is in `schedules`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from lead_pipeline.orchestrate.marts import PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lead_pipeline.spec.source import Source

Job = UnresolvedAssetJobDefinition  # dagster has no public name for what `define_asset_job` returns
SYNC, MARTS = "sync", "marts"
GOING = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


def sync_job() -> Job:
    """Everything, from the API to what analysts read."""
    return dg.define_asset_job(
        SYNC,
        dg.AssetSelection.all(),
        description="Reads what can have changed, checks it, builds the marts, and publishes them.",
    )


def marts_job(sources: Sequence[Source]) -> Job:
    """What follows when rows came by another way, such as a backfill."""
    raw = dg.AssetSelection.groups(*(source.name for source in sources))
    return dg.define_asset_job(
        MARTS,
        dg.AssetSelection.all() - raw,
        description="Builds the marts from the rows that are there, and publishes them.",
    )


def systems_of(run: dg.DagsterRun, sources: Sequence[Source]) -> set[str]:
    """The systems of which a run reads raw tables: a whole sync all, else those that were chosen of it."""
    names = {source.name for source in sources}
    if not run.asset_selection:  # none, or empty: nothing was chosen, so all of the job
        return names if run.job_name == SYNC else set()
    return names & {key.path[0] for key in run.asset_selection}


def is_publishing(run: dg.DagsterRun) -> bool:
    """Whether a run goes on to what analysts read."""
    if not run.asset_selection:  # none, or empty: nothing was chosen, so all of the job
        return run.job_name in {SYNC, MARTS}
    return PUBLISHED in run.asset_selection


def going_readers(instance: dg.DagsterInstance, sources: Sequence[Source]) -> list[tuple[dg.DagsterRun, set[str]]]:
    """The runs that read and have not ended, with what they read."""
    runs = [(run, systems_of(run, sources)) for run in instance.get_runs(dg.RunsFilter(statuses=GOING))]
    return [(run, systems) for run, systems in runs if systems]
