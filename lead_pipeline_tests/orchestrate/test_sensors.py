"""What begins by itself: the first sync, and the marts after rows that came by another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dagster as dg
import pytest

from lead_pipeline.sources import SOURCES
from lead_pipeline_tests.orchestrate.conftest import HOLD
from lead_pipeline_tests.orchestrate.going import going
from lead_pipeline_tests.warehouse.another_process import running

if TYPE_CHECKING:
    from pathlib import Path

    from lead_pipeline_tests.ingest.rig import Rig

SUCCESS = dg.DagsterRunStatus.SUCCESS


class Sensor:
    """One sensor of all definitions over its ticks."""

    def __init__(self, instance: dg.DagsterInstance, repository: dg.RepositoryDefinition, name: str) -> None:
        self.instance = instance
        self.repository = repository
        self.definition = repository.get_sensor_def(name)
        self.cursor: str | None = None

    def tick(self) -> tuple[list[dg.RunRequest], str]:
        """What it asks for, and why if for nothing."""
        with dg.build_sensor_context(self.instance, self.cursor, repository_def=self.repository) as context:
            done = self.definition.evaluate_tick(context)
        self.cursor = done.cursor
        return list(done.run_requests or []), done.skip_message or ""


@pytest.fixture
def first(instance: dg.DagsterInstance, repository: dg.RepositoryDefinition) -> Sensor:
    return Sensor(instance, repository, "first_sync")


@pytest.fixture
def follow(instance: dg.DagsterInstance, repository: dg.RepositoryDefinition) -> Sensor:
    sensor = Sensor(instance, repository, "marts_follow_rows")
    sensor.tick()  # from here on it looks at what ends
    return sensor


def ended(sensor: Sensor, job: str, *assets: str) -> dg.DagsterRun:
    """A run that went well."""
    run = going(sensor.instance, job, *assets)
    sensor.instance.report_dagster_event(
        dg.DagsterEvent(dg.DagsterEventType.RUN_SUCCESS.value, run.job_name), run.run_id
    )
    return run


def test_all_of_them_run_from_the_start(repository: dg.RepositoryDefinition) -> None:
    found = {sensor.name: sensor.default_status for sensor in repository.sensor_defs}
    names = ["first_sync", "marts_follow_rows", "marts_follow_the_others", "tell_of_checks", "tell_of_failed_runs"]
    assert [name for name in names if found.get(name) is dg.DefaultSensorStatus.RUNNING] == names


def test_the_first_sync_begins_at_once(first: Sensor, account: Rig) -> None:
    (request,), _ = first.tick()
    assert first.definition.job_name == "sync"
    assert request.tags["lead_pipeline/sync"] == "changes"


def test_the_first_sync_goes_on_to_all_that_is_made_of_rows_the_report_too(first: Sensor, account: Rig) -> None:
    (request,), _ = first.tick()
    made_of_rows = {key for key in first.repository.asset_graph.get_all_asset_keys() if key.path[0] not in SOURCES}
    assert dg.AssetKey(["published", "report"]) in made_of_rows
    assert made_of_rows <= set(request.asset_selection or ())


@pytest.mark.parametrize("status", [dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.FAILURE, SUCCESS])
def test_the_first_sync_is_begun_once(first: Sensor, account: Rig, status: dg.DagsterRunStatus) -> None:
    going(first.instance, "sync", status=status)
    assert first.tick() == ([], "The first sync has been started.")


def test_the_first_sync_does_not_disturb_a_backfill(first: Sensor, account: Rig) -> None:
    going(first.instance, "__ASSET_JOB", "flowmaticx/jobs", "flowmaticx/leads")
    assert first.tick() == ([], "A run is reading already.")


def test_without_an_account_the_first_sync_says_what_to_set(first: Sensor, nobody: Path) -> None:
    requests, why = first.tick()
    assert requests == []
    assert why.startswith("No account is set. Set FLOWMATICX_API_KEY")


def test_marts_follow_rows_that_came_by_themselves(follow: Sensor, account: Rig) -> None:
    account.sync()
    run = ended(follow, "__ASSET_JOB", "flowmaticx/leads")
    (request,), _ = follow.tick()
    assert follow.definition.job_name == "marts"
    assert (request.run_key, request.tags["lead_pipeline/only_if_news"]) == (f"after {run.run_id}", "yes")
    assert follow.tick()[0] == []


def test_marts_follow_a_sync_of_which_only_rows_were_chosen(follow: Sensor, account: Rig) -> None:
    account.sync()
    ended(follow, "sync", "flowmaticx/leads")
    assert len(follow.tick()[0]) == 1


@pytest.mark.parametrize(
    ("job", "assets"),
    [
        ("sync", ()),
        ("marts", ()),
        ("__ASSET_JOB", ("published/warehouse",)),
        ("__ASSET_JOB", ("flowmaticx/leads", "published/warehouse")),
    ],
    ids=["sync", "marts", "publishes-only", "reads-and-publishes"],
)
def test_marts_do_not_follow_a_run_that_reads_nothing_or_publishes_itself(
    follow: Sensor, job: str, assets: tuple[str, ...]
) -> None:
    run = ended(follow, job, *assets)
    assert follow.tick() == ([], f"Run {run.run_id} brought no rows, or publishes them itself.")


def test_marts_that_would_be_refused_are_not_begun_and_the_tick_says_what_to_read(follow: Sensor, account: Rig) -> None:
    account.sync(endpoints=frozenset({"jobs", "leads"}))
    run = ended(follow, "__ASSET_JOB", "flowmaticx/jobs", "flowmaticx/leads")
    requests, why = follow.tick()
    assert requests == []
    assert why.startswith(f"Nothing is built after run {run.run_id}. Nothing of flowmaticx/credits is synced yet")
    assert "`lead-pipeline sync flowmaticx`, or materialize flowmaticx/credits in Dagster" in why
    assert "first_sync" in why
    account.sync(endpoints=frozenset({"credits"}))
    ended(follow, "__ASSET_JOB", "flowmaticx/credits")
    assert len(follow.tick()[0]) == 1


def test_marts_are_not_begun_after_a_run_that_had_no_account_to_read(follow: Sensor, nobody: Path) -> None:
    ended(follow, "__ASSET_JOB", "flowmaticx/leads")
    requests, why = follow.tick()
    assert requests == []
    assert "Nothing was synced yet." in why
    assert not nobody.exists()


def test_marts_follow_also_where_the_warehouse_is_busy_and_the_tick_does_not_wait(follow: Sensor, account: Rig) -> None:
    account.sync()
    ended(follow, "__ASSET_JOB", "flowmaticx/leads")
    with running(HOLD, str(account.home)):
        assert len(follow.tick()[0]) == 1
