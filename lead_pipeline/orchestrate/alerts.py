"""When a person is told: a run failed, a check began to fail, or is well again. In which words is `messages`.

Each is told once: the same failure every quarter of an hour wakes nobody up for the better. What does not get through
is told at the next tick: a tick of these ends well, as Dagster drops the cursor of a plain sensor that failed, and
moves that of its run-failure sensors whatever happened to the message.
"""

# Dagster reads the annotations of a sensor's function, so here they are no texts.
import hashlib
import json
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

import dagster as dg
from dagster._core.storage.asset_check_execution_record import (
    AssetCheckExecutionRecord,
    AssetCheckExecutionRecordStatus,
)
from dagster._core.storage.tags import AUTO_RETRY_RUN_ID_TAG, WILL_RETRY_TAG

from lead_pipeline import settings
from lead_pipeline.errors import NotificationFailed
from lead_pipeline.orchestrate.messages import Message, check_began_to_fail, check_is_well_again, run_failed
from lead_pipeline.orchestrate.notify import post
from lead_pipeline.settings import Settings

RUNNING = dg.DefaultSensorStatus.RUNNING
NOBODY = "LEAD_PIPELINE_WEBHOOK_URL is not set, so nobody is told."
_FAILED, _WELL = AssetCheckExecutionRecordStatus.FAILED, AssetCheckExecutionRecordStatus.SUCCEEDED
_AT_ONCE = 50  # failed runs that a tick looks at
_LAST_POST_BEGINS = 4.0  # seconds into a tick: Dagster ends it after sixty, and a post may take 55 of them
_BY_CHECK = "DagsterAssetCheckFailedError"  # how a blocking check ends a run: it is the check that is told
_UNDECIDED = 300.0  # seconds that the start of a run's next try is waited for

# A message, None where there is nothing to say, and the cursor from there on.
Step = tuple[Message | None, str]


def alerts() -> list[dg.SensorDefinition]:
    """Both of them, running from the start; they skip while no webhook is set."""
    return [tell_of_failed_runs, tell_of_checks]


@dg.sensor(
    minimum_interval_seconds=30,
    default_status=RUNNING,
    description="Posts to the webhook when a run fails, unless a check tells, or the one before failed in that way.",
)
def tell_of_failed_runs(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """One message for each new failure. The cursor: the last failure seen, and what was told last of each job."""
    set_up, position = settings.load(), json.loads(context.cursor or "{}")
    if set_up.webhook is None or "seen" not in position:
        newest = context.instance.fetch_run_status_changes(dg.DagsterEventType.RUN_FAILURE, limit=1).records
        cursor = json.dumps({"seen": newest[0].storage_id if newest else 0, "told": {}})
        return dg.SensorResult(cursor=cursor, skip_reason=NOBODY if set_up.webhook is None else "Watching from now on.")
    return _tell(context, list(_failures(context, position["seen"], position["told"], set_up)), set_up)


@dg.sensor(
    minimum_interval_seconds=60,
    default_status=RUNNING,
    description="Posts to the webhook when a check begins to fail, and when it is well again.",
)
def tell_of_checks(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """One message for each check that turned. The cursor is the list of those that were told to fail."""
    set_up = settings.load()
    if set_up.webhook is None:
        return dg.SkipReason(NOBODY)
    if context.repository_def is None:
        return dg.SkipReason("Nothing is loaded yet.")
    keys = sorted(context.repository_def.asset_graph.asset_check_keys)
    newest = context.instance.event_log_storage.get_latest_asset_check_execution_by_key(keys)
    return _tell(context, list(_turned(newest, set(json.loads(context.cursor or "[]")), set_up)), set_up)


def _tell(context: dg.SensorEvaluationContext, steps: Iterable[Step], set_up: Settings) -> dg.SensorResult:
    """Post in turn. Where one does not get through, it and those behind it are left to the next tick."""
    begun, cursor, told = time.monotonic(), context.cursor, "Nothing new."
    for message, after in steps:
        if message is not None and set_up.webhook is not None:
            try:
                post(set_up.webhook, message, secrets=set_up.secrets)
            except NotificationFailed as error:
                told = f"Not told, and tried again at the next tick: {message.title}. {error}"
                context.log.warning(told)
                break
            told = f"Told: {message.title}."
        cursor = after
        if time.monotonic() - begun > _LAST_POST_BEGINS:
            break
    return dg.SensorResult(cursor=cursor, skip_reason=told)


# ── Runs ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _failures(context: dg.SensorEvaluationContext, seen: int, told: dict[str, str], set_up: Settings) -> Iterator[Step]:
    """The runs that failed since, oldest first, up to one of which is not known yet whether it is tried again."""
    after = dg.RunStatusChangeRecordsFilter(dg.DagsterEventType.RUN_FAILURE, after_storage_id=seen)
    for record in context.instance.fetch_run_status_changes(after, limit=_AT_ONCE, ascending=True).records:
        run, message = context.instance.get_run_by_id(record.run_id), None
        if run is not None and _is_ours(context, run) and AUTO_RETRY_RUN_ID_TAG not in run.tags:
            if run.tags.get(WILL_RETRY_TAG) == "true" and time.time() - record.timestamp < _UNDECIDED:
                return
            steps = list(_step_failures(context.instance, run))
            event = record.event_log_entry.dagster_event
            said = "\n".join(dict.fromkeys(text for _, text in steps)) or (event and event.message) or ""
            digest = hashlib.blake2b(_VARIES.sub("#", said).encode(), digest_size=8).hexdigest()
            is_told = told.get(run.job_name) == digest and _failed_before(context.instance, run)
            if not is_told and {kind for kind, _ in steps} != {_BY_CHECK}:
                facts = {name: run.tags[tag] for name, tag in _SHOWN.items() if tag in run.tags}
                facts["Failed at"] = f"{datetime.fromtimestamp(record.timestamp, UTC):%Y-%m-%d %H:%M} UTC"
                message = run_failed(run.job_name, run.run_id, said, ui_url=set_up.ui_url, facts=facts)
            told[run.job_name] = digest
        yield message, json.dumps({"seen": record.storage_id, "told": told})


def _step_failures(instance: dg.DagsterInstance, run: dg.DagsterRun) -> Iterator[tuple[str, str]]:
    """What the failed steps of a run said, without their traces, each with the kind of its error."""
    for record in instance.get_records_for_run(run.run_id, of_type=dg.DagsterEventType.STEP_FAILURE).records:
        event = record.event_log_entry.dagster_event
        if event is not None:
            failure = event.step_failure_data
            described = failure.user_failure_data.description if failure.user_failure_data else None
            kind, said = (failure.error.cls_name or "", failure.error.message) if failure.error else ("", "")
            yield kind, (described or said or event.message or "").strip()


def _is_ours(context: dg.SensorEvaluationContext, run: dg.DagsterRun) -> bool:
    """Whether the run is of this code location: an instance may have others."""
    origin = run.remote_job_origin
    if origin is None or context.code_location_origin is None:
        return True
    return origin.repository_origin.code_location_origin.location_name == context.code_location_origin.location_name


def _failed_before(instance: dg.DagsterInstance, run: dg.DagsterRun) -> bool:
    """Whether the run of the same job before this one failed too."""
    record = instance.get_run_record_by_id(run.run_id)
    ended = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE]
    filters = dg.RunsFilter(
        job_name=run.job_name, statuses=ended, created_before=record.create_timestamp if record else None
    )
    return any(found.status is dg.DagsterRunStatus.FAILURE for found in instance.get_runs(filters, limit=1))


# What differs each time though nothing else does: times, seconds, process and run ids. The status of an answer stays.
_VARIES = re.compile(r"(?<!HTTP )\b\w*\d[\w:.,+-]*")
_SHOWN = {
    "Kind": "lead_pipeline/sync",
    "Accounts": "lead_pipeline/accounts",
    "From": "dagster/asset_partition_range_start",
    "To": "dagster/asset_partition_range_end",
}


# ── Checks ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _turned(
    newest: Mapping[dg.AssetCheckKey, AssetCheckExecutionRecord], told: set[str], set_up: Settings
) -> Iterator[Step]:
    """The checks whose newest verdict is not the one that was told. One that is being judged now is left as it was."""
    for key, record in newest.items():
        name = f"{key.asset_key.to_user_string()} {key.name}"
        evaluation = record.evaluation
        if evaluation is None or record.status not in {_FAILED, _WELL} or (record.status is _FAILED) is (name in told):
            continue
        where, said = key.asset_key.path, evaluation.description or ""
        if record.status is _FAILED:
            stops = bool(evaluation.blocking) and evaluation.severity is dg.AssetCheckSeverity.ERROR
            message = check_began_to_fail(where, key.name, said, ui_url=set_up.ui_url, is_blocking=stops)
            told.add(name)
        else:
            message = check_is_well_again(where, key.name, said, ui_url=set_up.ui_url)
            told.discard(name)
        yield message, json.dumps(sorted(told))
