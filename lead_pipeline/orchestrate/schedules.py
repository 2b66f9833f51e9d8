"""When the pipeline runs by itself. The times are settings; what a run is told is in `requests`.

A tick is cheap: it looks into the warehouse for what is open, and asks the API nothing.
"""

# Dagster reads the annotations of a schedule's function, so here they are no texts.
from collections.abc import Callable, Sequence
from typing import Any

import dagster as dg

from lead_pipeline.errors import LeadPipelineError
from lead_pipeline.orchestrate.jobs import GOING, Job, going_readers
from lead_pipeline.orchestrate.requests import KIND_TAG, Requests
from lead_pipeline.settings import Schedules
from lead_pipeline.spec.source import Source

Wish = list[dg.RunRequest] | dg.SkipReason
_OFF = "0 0 1 1 *"  # Dagster wants a time for those, too, that are made here and not handed out


def schedules(times: Schedules, job: Job, requests: Requests, sources: Sequence[Source]) -> list[dg.ScheduleDefinition]:
    """Those that are not switched off, running from the start."""
    timing: dict[str, Any] = {
        "job": job,
        "execution_timezone": times.timezone,
        "default_status": dg.DefaultScheduleStatus.RUNNING,
    }

    @dg.schedule(cron_schedule=times.sync or _OFF, description=_CHANGES, **timing)
    def read_changes(context: dg.ScheduleEvaluationContext) -> Wish:
        readers = going_readers(context.instance, sources)
        busy = {system for _, systems in readers for system in systems}
        wish = _asked(context, requests, lambda: requests.changes(busy))
        if wish:
            return wish
        run, _ = readers[0]
        return dg.SkipReason(f"Run {run.run_id} ({run.job_name}) is still going: the next tick looks again.")

    @dg.schedule(cron_schedule=times.nightly or _OFF, description=_EVERYTHING, **timing)
    def reconcile_everything(context: dg.ScheduleEvaluationContext) -> Wish:
        return _one_before(context, "everything") or _asked(context, requests, requests.everything)

    @dg.schedule(cron_schedule=times.verify or _OFF, description=_VERIFY, **timing)
    def verify_everything(context: dg.ScheduleEvaluationContext) -> Wish:
        return _one_before(context, "verify") or _asked(context, requests, requests.verify)

    made = ((times.sync, read_changes), (times.nightly, reconcile_everything), (times.verify, verify_everything))
    return [schedule for cron, schedule in made if cron is not None]


def _asked(context: dg.ScheduleEvaluationContext, requests: Requests, wish: Callable[[], list[dg.RunRequest]]) -> Wish:
    """The requests; where settings or the warehouse stand against them, why. Who has no account there is told too."""
    try:
        asked = wish()
        if left_out := requests.left_out():
            context.log.info(left_out)
    except LeadPipelineError as error:
        return dg.SkipReason(str(error))
    return asked


def _one_before(context: dg.ScheduleEvaluationContext, kind: str) -> dg.SkipReason | None:
    """These wait in the queue for a shorter run to end; only one of their own kind makes them needless."""
    for run in context.instance.get_runs(dg.RunsFilter(tags={KIND_TAG: kind}, statuses=GOING)):
        return dg.SkipReason(f"Run {run.run_id}, the one before, is still going.")
    return None


_CHANGES = (
    "Reads what can have changed: from the day of the oldest job that is not final, or not proven, to today, as one "
    "range; then checks, builds the marts if there is news, and publishes them. Leaves out systems that another run is "
    "reading, and those without an account."
)
_EVERYTHING = (
    "Once a night over all jobs: also the census, old proofs in turn, and jobs that came with an older date. Then "
    "checks, marts and publishing, whether or not there is news."
)
_VERIFY = "Once a week reads everything anew, whatever was proven before, and walks a second time what proves nothing."
