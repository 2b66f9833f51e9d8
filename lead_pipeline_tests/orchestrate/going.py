"""Runs that stand in an instance as if they were going on, or had ended: their records, with nothing running."""

from __future__ import annotations

import dagster as dg
from dagster._core.remote_origin import RegisteredCodeLocationOrigin, RemoteRepositoryOrigin

QUEUED, STARTED = dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.STARTED
_ORIGIN = RemoteRepositoryOrigin(RegisteredCodeLocationOrigin("lead_pipeline"), "__repository__")


def going(
    instance: dg.DagsterInstance,
    job: str,
    *assets: str,
    status: dg.DagsterRunStatus = STARTED,
    kind: str | None = None,
) -> dg.DagsterRun:
    """A run of that job, or of those assets of it."""
    return instance.add_run(
        dg.DagsterRun(
            job_name=job,
            status=status,
            asset_selection=frozenset(dg.AssetKey(name.split("/")) for name in assets) or None,
            tags={} if kind is None else {"lead_pipeline/sync": kind},
            remote_job_origin=_ORIGIN.get_job_origin(job) if status is QUEUED else None,  # who waits must be findable
        )
    )
