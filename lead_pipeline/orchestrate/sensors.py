"""What Dagster does by itself when something has happened: begin at once, and let the marts follow the rows.

Telling a person is in `alerts`.
"""

# Dagster reads the annotations of a sensor's function, so here they are no texts.
from collections.abc import Sequence

import dagster as dg

from lead_pipeline.errors import LeadPipelineError
from lead_pipeline.orchestrate.jobs import SYNC, Job, going_reader, is_publishing, is_reading
from lead_pipeline.orchestrate.marts import IF_NEWS_TAG
from lead_pipeline.orchestrate.requests import Requests
from lead_pipeline.spec.source import Source

RUNNING = dg.DefaultSensorStatus.RUNNING


def sensors(
    sync: Job,
    marts: Job,
    requests: Requests,
    sources: Sequence[Source],
) -> list[dg.SensorDefinition]:
    """Both of them, running from the start."""

    @dg.sensor(job=sync, minimum_interval_seconds=30, default_status=RUNNING, description=_FIRST)
    def first_sync(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        if context.instance.get_runs(dg.RunsFilter(job_name=SYNC), limit=1):
            return dg.SkipReason("The first sync has been started.")
        if going_reader(context.instance, sources):
            return dg.SkipReason("A run is reading already.")
        try:
            return requests.changes()
        except LeadPipelineError as error:
            return dg.SkipReason(str(error))

    @dg.run_status_sensor(
        run_status=dg.DagsterRunStatus.SUCCESS,
        request_job=marts,
        minimum_interval_seconds=15,
        default_status=RUNNING,
        description=_FOLLOW,
    )
    def marts_follow_rows(context: dg.RunStatusSensorContext) -> dg.RunRequest | dg.SkipReason:
        run = context.dagster_run
        if not is_reading(run, sources) or is_publishing(run):
            return dg.SkipReason(f"Run {run.run_id} brought no rows, or publishes them itself.")
        return dg.RunRequest(run_key=f"after {run.run_id}", tags={IF_NEWS_TAG: "yes"})

    return [first_sync, marts_follow_rows]


_FIRST = "Starts the first sync at once, so that nobody waits for the next tick of a schedule."
_FOLLOW = "Builds and publishes the marts when rows came by a run of their own, such as a backfill."
