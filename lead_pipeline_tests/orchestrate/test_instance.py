"""The pipeline under a whole Dagster, with daemon, webserver and an account: backfilled, disturbed, and killed.

One Dagster for all of them, as starting it takes long. Each orders what it needs, and leaves everything right.
"""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING

import dagster as dg
import pytest

from lead_pipeline.sandbox import RunningSandbox, SandboxOptions
from lead_pipeline_tests.orchestrate.instance import Instance, running
from lead_pipeline_tests.orchestrate.instance_account import ALL_DAYS, NOW, THIRTY_DAYS, WatchedAccount
from lead_pipeline_tests.under_fire.matrix.process import PROCESS
from lead_pipeline_tests.under_fire.promise import keeps

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.instance
RAW = ("flowmaticx/jobs", "flowmaticx/leads")
ANEW = {"ops": {"read_flowmaticx": {"config": {"verify": True}}}}
FAILURE, SUCCESS = dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.SUCCESS
EVERY_DAY = {
    "dagster/asset_partition_range_start": f"{ALL_DAYS[0]}",
    "dagster/asset_partition_range_end": f"{ALL_DAYS[1]}",
}


@dataclass(frozen=True)
class Filled:
    """An account of which thirty days and the credits were read, what the days took, and what was said of the marts."""

    account: WatchedAccount
    dagster: Instance
    runs: int
    asked: list[int]
    requests: int
    shown: list[dict[str, str]]
    waited: str
    marts: list[dg.DagsterRunStatus]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """Sixty final jobs in ninety days, three under way, and a backfill of thirty of these days; then the credits."""
    folder = tmp_path_factory.mktemp("instance")
    options = SandboxOptions(leads=900, jobs=63, live_jobs=3, requests_per_minute=0, now=NOW)
    with RunningSandbox(options) as sandbox:
        account = WatchedAccount(sandbox, folder)
        with running(folder, account.environment, off=["first_sync"]) as dagster:
            backfill = dagster.backfill(RAW, THIRTY_DAYS)
            days = dagster.run_of(backfill)
            assert dagster.ended(days).status is SUCCESS
            shown = dagster.filled_days("flowmaticx/leads")
            asked, requests = account.asked_since(0), len(account.journal)
            waited = dagster.skipped("marts_follow_rows", days)
            assert dagster.ended(dagster.materialize("flowmaticx/credits")).status is SUCCESS
            assert dagster.ended(dagster.newest("marts")).status is SUCCESS
            dagster.stop_sensor("marts_follow_rows")  # it does its work again after each of them, and has shown it
            marts = [run.status for run in dagster.storage.get_runs(dg.RunsFilter(job_name="marts"))]
            yield Filled(account, dagster, len(dagster.runs_of(backfill)), asked, requests, shown, waited, marts)


@pytest.fixture
def account(filled: Filled) -> WatchedAccount:
    return filled.account


@pytest.fixture
def dagster(filled: Filled) -> Instance:
    return filled.dagster


def under_way(account: WatchedAccount, dagster: Instance) -> str:
    """A backfill of all days, anew, that has begun to ask for leads."""
    requests = len(account.journal)
    backfill = dagster.backfill(RAW, ALL_DAYS, config=ANEW)
    dagster.until("leads are asked for", lambda: account.asked_since(requests))
    return backfill


def test_thirty_days_become_one_run_that_reads_only_them_and_marts_follow(filled: Filled) -> None:
    account = filled.account
    jobs = account.jobs_of(THIRTY_DAYS)
    assert filled.runs == 1
    assert sorted(filled.asked) == sorted(jobs)
    assert filled.requests == len(jobs) + 1
    first, last = (day.isoformat() for day in THIRTY_DAYS)
    assert filled.shown == [{"status": "MATERIALIZED", "startKey": first, "endKey": last}]
    rig = account.at_rest()
    assert rig.landed("jobs") == rig.truth("jobs")
    assert rig.landed("leads") == {key: lead for key, lead in rig.truth("leads").items() if lead["job_id"] in jobs}
    account.assert_published(jobs)


def test_marts_wait_for_a_list_that_was_never_read_and_follow_when_it_is(filled: Filled) -> None:
    assert "Nothing of flowmaticx/credits is synced yet" in filled.waited
    assert "materialize flowmaticx/credits in Dagster" in filled.waited
    assert filled.marts == [SUCCESS], "none before it, which would have been refused"


def test_the_same_days_again_cost_one_request_and_rewrite_nothing(account: WatchedAccount, dagster: Instance) -> None:
    rows = "select id, _run_id, _changed_at from raw_flowmaticx.{} order by all"
    before, requests = [account.query(rows.format(table)) for table in ("jobs", "leads")], len(account.journal)
    assert dagster.ended(dagster.run_of(dagster.backfill(RAW, THIRTY_DAYS))).status is SUCCESS
    assert [account.query(rows.format(table)) for table in ("jobs", "leads")] == before
    assert len(account.journal) - requests == 1


def test_a_killed_run_is_tried_again_and_goes_on_from_there(account: WatchedAccount, dagster: Instance) -> None:
    held = account.jobs_with_leads()
    with account.slow(after=10):
        run = dagster.run_of(dagster.backfill(RAW, ALL_DAYS))
        landed = dagster.until("some lists have landed", lambda: account.final & (account.jobs_with_leads() - held))
        os.kill(dagster.process_of(run), signal.SIGKILL)
    requests = len(account.journal)
    assert dagster.ended(run).status is FAILURE
    assert dagster.ended(dagster.tried_again(run)).status is SUCCESS
    assert account.at_rest().holds_truth()
    again = account.asked_since(requests)
    assert again
    assert not landed & set(again)


@keeps(PROCESS, "a backfill beside a schedule")
def test_runs_that_read_take_turns_and_a_tick_beside_them_says_why_it_skips(
    account: WatchedAccount, dagster: Instance
) -> None:
    account.change("turns")
    with account.slow():
        backfill = dagster.run_of(under_way(account, dagster))
        tick = dagster.tick("read_changes")
        by_hand = [dagster.launch("sync", EVERY_DAY) for _ in range(2)]
    going = f"Run {backfill} (__ASSET_JOB) is still going: the next tick looks again."
    assert (tick["skipReason"], tick["runRequests"]) == (going, [])
    with account.a_reader():
        assert [dagster.ended(run).status for run in (backfill, *by_hand)] == [SUCCESS] * 3
        # Systems have no account here, so a sync by hand ends before the marts, and the sensor would go on with them.
        building = [dagster.launch("marts", {}) for _ in range(2)]
        assert [dagster.ended(run).status for run in building] == [SUCCESS] * 2
    assert dagster.most_at_once("read_flowmaticx") == dagster.most_at_once("build_marts") == 1
    assert account.at_rest().holds_truth()
    account.assert_published()


def test_a_killed_daemon_leaves_the_run_alone_and_the_next_one_knows_it(
    account: WatchedAccount, dagster: Instance
) -> None:
    account.change("daemon")
    with account.slow():
        backfill = under_way(account, dagster)
        dagster.kill_daemon()
        dagster.start_daemon()
    assert dagster.completed(backfill)
    assert [run.status for run in dagster.runs_of(backfill)] == [SUCCESS]
    assert account.at_rest().holds_truth()


def test_after_a_power_cut_the_run_is_found_dead_and_tried_again(account: WatchedAccount, dagster: Instance) -> None:
    account.change("power")
    with account.slow():
        run = dagster.run_of(under_way(account, dagster))
        dagster.lose_power()
    dagster.start_webserver()
    dagster.start_daemon()
    assert dagster.ended(run).status is FAILURE
    assert dagster.ended(dagster.tried_again(run)).status is SUCCESS
    assert account.at_rest().holds_truth()


def test_a_dbt_that_is_killed_locks_nothing_and_the_next_run_builds(account: WatchedAccount, dagster: Instance) -> None:
    before = account.published("from published")
    with account.a_reader():
        run = dagster.launch("marts", {})
        os.kill(dagster.child_of(dagster.process_of(run), "lead-pipeline-dbt", "build"), signal.SIGKILL)
        dagster.until(
            "the step is to be tried again", lambda: dagster.events(run, dg.DagsterEventType.STEP_UP_FOR_RETRY)
        )
        assert account.published("from published") == before
        assert dagster.ended(dagster.launch("marts", {})).status is SUCCESS
    dagster.cancel(run)  # its own try would come a minute later
    account.assert_published()


@keeps(PROCESS, "killed while dbt runs")
def test_a_run_that_is_killed_while_dbt_builds_is_tried_again(account: WatchedAccount, dagster: Instance) -> None:
    before = account.published("from published")
    with account.a_reader():
        run = dagster.launch("marts", {})
        process = dagster.process_of(run)
        dagster.child_of(process, "lead-pipeline-dbt", "build")
        os.kill(process, signal.SIGKILL)
        assert dagster.ended(run).status is FAILURE
        assert dagster.ended(dagster.tried_again(run)).status is SUCCESS
    assert account.published("from published") != before
    account.assert_published()
