"""What Dagster does by itself when something has happened: begin at once, and let the marts follow the rows.

Telling a person is in `alerts`.
"""

# Dagster reads the annotations of a sensor's function, so here they are no texts.
from collections.abc import Sequence

import dagster as dg
from dagster._core.execution.stats import StepEventStatus

from lead_pipeline.errors import LeadPipelineError
from lead_pipeline.orchestrate.jobs import SYNC, Job, going_readers, is_publishing, systems_of
from lead_pipeline.orchestrate.marts import BUILD_STEP, IF_NEWS_TAG
from lead_pipeline.orchestrate.raw import reader_of
from lead_pipeline.orchestrate.requests import Requests
from lead_pipeline.spec.source import Source

RUNNING = dg.DefaultSensorStatus.RUNNING


def sensors(
    sync: Job,
    marts: Job,
    requests: Requests,
    sources: Sequence[Source],
) -> list[dg.SensorDefinition]:
    """All of them, running from the start."""

    @dg.sensor(job=sync, minimum_interval_seconds=30, default_status=RUNNING, description=_FIRST)
    def first_sync(context: dg.SensorEvaluationContext) -> list[dg.RunRequest] | dg.SkipReason:
        if context.instance.get_runs(dg.RunsFilter(job_name=SYNC), limit=1):
            return dg.SkipReason("The first sync has been started.")
        if going_readers(context.instance, sources):
            return dg.SkipReason("A run is reading already.")
        try:
            return requests.changes()
        except LeadPipelineError as error:
            return dg.SkipReason(str(error))

    def follow(context: dg.RunStatusSensorContext) -> dg.RunRequest | dg.SkipReason:
        run = context.dagster_run
        if not _brought_rows_unbuilt(context.instance, run, sources):
            return dg.SkipReason(f"Run {run.run_id} brought no rows, or publishes them itself.")
        if refused := requests.marts_refused():
            return dg.SkipReason(f"Nothing is built after run {run.run_id}. {refused} {_READS_ALL}")
        return dg.RunRequest(run_key=f"after {run.run_id}", tags={IF_NEWS_TAG: "yes"})

    followers = (
        ("marts_follow_rows", dg.DagsterRunStatus.SUCCESS, _FOLLOW),
        ("marts_follow_the_others", dg.DagsterRunStatus.FAILURE, _FOLLOW_OTHERS),
    )
    return [
        first_sync,
        *(
            dg.run_status_sensor(
                name=name,
                run_status=status,
                request_job=marts,
                minimum_interval_seconds=15,
                default_status=RUNNING,
                description=told,
            )(follow)
            for name, status, told in followers
        ),
    ]


def _brought_rows_unbuilt(instance: dg.DagsterInstance, run: dg.DagsterRun, sources: Sequence[Source]) -> bool:
    """Whether a system was read whole, and yet the run did not come to the marts, though no check stands against it."""
    systems = systems_of(run, sources)
    if not systems:
        return False
    if run.status is dg.DagsterRunStatus.SUCCESS and not is_publishing(run):
        return True
    ended = {stat.step_key: stat.status for stat in instance.get_run_step_stats(run.run_id)}
    readers = {reader_of(source) for source in sources if source.name in systems}
    failed = {step for step, status in ended.items() if status is StepEventStatus.FAILURE}
    was_read = any(ended.get(step) is StepEventStatus.SUCCESS for step in readers)
    is_built = ended.get(BUILD_STEP) in {StepEventStatus.SUCCESS, StepEventStatus.FAILURE}
    return was_read and not is_built and failed <= readers


_READS_ALL = "The job sync reads everything; first_sync and the schedules start it, where they are switched on."
_FIRST = "Starts the first sync at once, so that nobody waits for the next tick of a schedule."
_FOLLOW = "Builds and publishes the marts when rows came by a run of their own, such as a backfill."
_FOLLOW_OTHERS = (
    "Builds and publishes the marts when a run failed to read one system and has read others, so that what is out of "
    "order there holds nobody else up."
)
