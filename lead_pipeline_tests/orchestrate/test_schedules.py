"""When the pipeline runs by itself, and why a tick may start nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import dagster as dg
import pytest

from lead_pipeline.orchestrate.jobs import GOING, sync_job
from lead_pipeline.orchestrate.requests import KIND_TAG, Requests
from lead_pipeline.orchestrate.schedules import schedules
from lead_pipeline.settings import Schedules
from lead_pipeline.sources import SOURCES
from lead_pipeline_tests.orchestrate.conftest import FIRST_DAY, HOLD
from lead_pipeline_tests.orchestrate.going import going
from lead_pipeline_tests.warehouse.another_process import running

if TYPE_CHECKING:
    from pathlib import Path

    from lead_pipeline_tests.ingest.rig import Rig

NAMES = ("read_changes", "reconcile_everything", "verify_everything")
TIMES = Schedules("5 * * * *", "0 1 * * *", "0 2 * * 1", "Europe/Berlin", timedelta(hours=3), FIRST_DAY)
ENDED = [status for status in dg.DagsterRunStatus if status not in GOING and status.value != "MANAGED"]


def made(times: Schedules, requests: Requests) -> list[dg.ScheduleDefinition]:
    return schedules(times, sync_job(), requests, tuple(SOURCES.values()))


class Ticks:
    """The schedules of all definitions, ticking in one instance."""

    def __init__(self, instance: dg.DagsterInstance, repository: dg.RepositoryDefinition) -> None:
        self.instance = instance
        self.repository = repository

    def __call__(self, name: str) -> tuple[list[dg.RunRequest], str]:
        """What a tick asks for, and why if for nothing."""
        with dg.build_schedule_context(self.instance, repository_def=self.repository) as context:
            done = self.repository.get_schedule_def(name).evaluate_tick(context)
        return list(done.run_requests or []), done.skip_message or ""

    def kind(self, name: str) -> str:
        """The kind of the one run that a tick asks for."""
        (request,), _ = self(name)
        return request.tags[KIND_TAG]


@pytest.fixture
def tick(instance: dg.DagsterInstance, repository: dg.RepositoryDefinition) -> Ticks:
    return Ticks(instance, repository)


def test_there_are_three_and_they_run_from_the_start(repository: dg.RepositoryDefinition) -> None:
    found = {schedule.name: schedule for schedule in repository.schedule_defs}
    assert sorted(found) == sorted(NAMES)
    for schedule in found.values():
        assert schedule.default_status is dg.DefaultScheduleStatus.RUNNING
        assert schedule.description
        assert schedule.job_name == "sync"


def test_their_times_and_their_time_zone_are_those_that_are_set(requests: Requests) -> None:
    found = made(TIMES, requests)
    assert [schedule.name for schedule in found] == list(NAMES)
    assert [schedule.cron_schedule for schedule in found] == ["5 * * * *", "0 1 * * *", "0 2 * * 1"]
    assert {schedule.execution_timezone for schedule in found} == {"Europe/Berlin"}


@pytest.mark.parametrize(
    ("times", "left"),
    [
        (replace(TIMES, sync=None), NAMES[1:]),
        (replace(TIMES, nightly=None), NAMES[::2]),
        (replace(TIMES, verify=None), NAMES[:2]),
    ],
    ids=["sync", "nightly", "verify"],
)
def test_one_that_is_off_is_not_there(requests: Requests, times: Schedules, left: tuple[str, ...]) -> None:
    assert tuple(schedule.name for schedule in made(times, requests)) == left


def test_all_of_them_may_be_off(requests: Requests) -> None:
    assert made(replace(TIMES, sync=None, nightly=None, verify=None), requests) == []


def test_a_tick_asks_for_one_run_of_its_kind(tick: Ticks, account: Rig) -> None:
    assert [tick.kind(name) for name in NAMES] == ["changes", "everything", "verify"]


@pytest.mark.parametrize("status", GOING, ids=lambda status: status.value)
def test_changes_wait_for_a_run_that_is_reading(tick: Ticks, account: Rig, status: dg.DagsterRunStatus) -> None:
    run = going(tick.instance, "sync", status=status)
    requests, why = tick("read_changes")
    assert (requests, why) == ([], f"Run {run.run_id} (sync) is still going: the next tick looks again.")


def test_changes_wait_for_a_backfill_too(tick: Ticks, account: Rig) -> None:
    run = going(tick.instance, "__ASSET_JOB", "flowmaticx/leads")
    requests, why = tick("read_changes")
    assert (requests, run.run_id in why) == ([], True)


@pytest.mark.parametrize("status", ENDED, ids=lambda status: status.value)
def test_changes_do_not_wait_for_a_run_that_has_ended(tick: Ticks, account: Rig, status: dg.DagsterRunStatus) -> None:
    going(tick.instance, "sync", status=status)
    assert tick.kind("read_changes") == "changes"


@pytest.mark.parametrize(
    ("job", "assets"),
    [("marts", ()), ("__ASSET_JOB", ("published/warehouse",)), ("sync", ("published/warehouse",))],
    ids=["marts", "chosen-in-the-UI", "chosen-of-a-sync"],
)
def test_changes_do_not_wait_for_a_run_that_reads_nothing(
    tick: Ticks, account: Rig, job: str, assets: tuple[str, ...]
) -> None:
    going(tick.instance, job, *assets)
    assert tick.kind("read_changes") == "changes"


@pytest.mark.parametrize(("name", "kind"), [("reconcile_everything", "everything"), ("verify_everything", "verify")])
def test_the_large_ones_wait_in_the_queue_and_skip_only_for_their_own_kind(
    tick: Ticks, account: Rig, name: str, kind: str
) -> None:
    for other in {"changes", "everything", "verify"} - {kind}:
        going(tick.instance, "sync", kind=other)
    going(tick.instance, "sync", kind=kind, status=dg.DagsterRunStatus.SUCCESS)
    assert tick.kind(name) == kind
    run = going(tick.instance, "sync", kind=kind)
    requests, why = tick(name)
    assert (requests, why) == ([], f"Run {run.run_id}, the one before, is still going.")


@pytest.mark.parametrize("name", NAMES)
def test_without_an_account_a_tick_says_what_to_set(tick: Ticks, nobody: Path, name: str) -> None:
    requests, why = tick(name)
    assert requests == []
    assert why.startswith("No account is set. Set FLOWMATICX_API_KEY")


def test_a_warehouse_in_use_is_a_reason_that_names_its_user(tick: Ticks, account: Rig) -> None:
    account.sync()
    with running(HOLD, str(account.home)):
        requests, why = tick("read_changes")
    assert requests == []
    assert "a look at the weather (process " in why
