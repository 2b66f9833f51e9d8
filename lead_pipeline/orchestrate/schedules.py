"""When the pipeline runs by itself. The times are settings; what a run is told is in `requests`.

A tick is cheap: it looks into the warehouse for what is open, and asks the API nothing.
"""

# Dagster reads the annotations of a schedule's function, so here they are no texts.
from collections.abc import Callable, Sequence
from typing import Any

import dagster as dg

from lead_pipeline.errors import LeadPipelineError
from lead_pipeline.orchestrate.jobs import GOING, Job, going_reader
from lead_pipeline.orchestrate.requests import KIND_TAG, Requests
from lead_pipeline.settings import Schedules
from lead_pipeline.spec.source import Source

_OFF = "0 0 1 1 *"  # Dagster wants a time for those, too, that are made here and not handed out


def schedules(times: Schedules, job: Job, requests: Requests, sources: Sequence[Source]) -> list[dg.ScheduleDefinition]:
    """Those that are not switched off, running from the start."""
    timing: dict[str, Any] = {
        "job": job,
        "execution_timezone": times.timezone,
        "default_status": dg.DefaultScheduleStatus.RUNNING,
    }

    @dg.schedule(cron_schedule=times.sync or _OFF, description=_CHANGES, **timing)
    def read_changes(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        going = going_reader(context.instance, sources)
        if going is not None:
            return dg.SkipReason(f"Run {going.run_id} ({going.job_name}) is still going: the next tick looks again.")
        return _asked(requests.changes)

    @dg.schedule(cron_schedule=times.nightly or _OFF, description=_EVERYTHING, **timing)
    def reconcile_everything(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        return _one_before(context, "everything") or _asked(requests.everything)

    @dg.schedule(cron_schedule=times.verify or _OFF, description=_VERIFY, **timing)
    def verify_everything(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        return _one_before(context, "verify") or _asked(requests.verify)

    made = ((times.sync, read_changes), (times.nightly, reconcile_everything), (times.verify, verify_everything))
    return [schedule for cron, schedule in made if cron is not None]


def _asked(request: Callable[[], dg.RunRequest]) -> dg.RunRequest | dg.SkipReason:
    """The request; where settings or the warehouse stand against it, why."""
    try:
        return request()
    except LeadPipelineError as error:
        return dg.SkipReason(str(error))


def _one_before(context: dg.ScheduleEvaluationContext, kind: str) -> dg.SkipReason | None:
    """These wait in the queue for a shorter run to end; only one of their own kind makes them needless."""
    for run in context.instance.get_runs(dg.RunsFilter(tags={KIND_TAG: kind}, statuses=GOING)):
        return dg.SkipReason(f"Run {run.run_id}, the one before, is still going.")
    return None


_CHANGES = (
    "Reads what can have changed: from the day of the oldest job that is not final, or not proven, to today, as one "
    "range; then checks, builds the marts if there is news, and publishes them. Skips while another run is reading."
)
_EVERYTHING = (
    "Once a night over all jobs: also the census, old proofs in turn, and jobs that came with an older date. Then "
    "checks, marts and publishing, whether or not there is news."
)
_VERIFY = "Once a week reads everything anew, whatever was proven before, and walks a second time what proves nothing."
