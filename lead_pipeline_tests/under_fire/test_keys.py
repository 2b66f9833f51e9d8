"""Keys: what stops, what is kept, and that a key shows up nowhere, whoever says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lead_pipeline.sandbox import RunningSandbox, SandboxOptions
from lead_pipeline_tests.ingest.rig import KEY, NOON
from lead_pipeline_tests.under_fire.matrix.auth import AUTH
from lead_pipeline_tests.under_fire.promise import Ending, keeps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lead_pipeline_tests.under_fire.trial import Trial


NEW_KEY = "lg_live_rotated_9876543210"


@keeps(AUTH, "a key that is replaced in the middle")
def test_after_a_new_key_the_sync_goes_on_from_where_the_old_one_ended(trial: Trial) -> None:
    trial.secrets.append(NEW_KEY)
    trial.export("LEAD_PIPELINE_IN_FLIGHT", "1")
    trial.arm([{"kind": "status", "route": "flowmaticx/leads", "after": 6, "times": None, "params": {"status": 401}}])
    trial.ends(Ending.FAILED, says="FLOWMATICX_API_KEY")
    proven = {
        row[0]
        for row in trial.rig.query("select parent from ops.positions where endpoint = 'leads' and verdict = 'proven'")
    }
    assert proven
    trial.heal()
    trial.rig.running.sandbox.keys.register(KEY, revoked=True)
    trial.ends(Ending.FAILED, says="FLOWMATICX_API_KEY")
    trial.export("FLOWMATICX_API_KEY", NEW_KEY)
    trial.rig.running.sandbox.journal.clear()
    trial.ends(Ending.RIGHT)
    trial.holds_truth()
    asked = {entry.query.get("job_id") for entry in trial.rig.running.sandbox.journal.entries("flowmaticx/leads")}
    assert not asked & proven


def jobs_of(running: RunningSandbox) -> set[int]:
    truth: Any = running.sandbox.flowmaticx.truth()
    return {job["id"] for job in truth["jobs"]}


@pytest.fixture
def other() -> Iterator[RunningSandbox]:
    """Another account, in which every id is another one."""
    with RunningSandbox(
        SandboxOptions(leads=40, jobs=4, live_jobs=0, requests_per_minute=0, now=NOON, seed=7)
    ) as running:
        jobs = [running.sandbox.flowmaticx.edit.add_job(leads=9) for _ in range(120)]
        known = [job for job in jobs_of(running) if job not in set(jobs[-2:])]
        running.sandbox.flowmaticx.edit.delete_jobs(ids=known)
        yield running


@keeps(AUTH, "the key of another account")
def test_another_accounts_rows_are_not_taken_for_ours(trial: Trial, other: RunningSandbox) -> None:
    trial.ends(Ending.RIGHT)
    held, snapshots = trial.rows(), trial.rig.query("select count(*) from raw_flowmaticx.credits")
    strangers = jobs_of(other)
    assert strangers
    assert strangers.isdisjoint(held["jobs"])
    right = trial.rig.environment["FLOWMATICX_BASE_URL"]
    trial.export("FLOWMATICX_BASE_URL", other.base_url)
    for words in ([], ["--verify"], ["--since", "2020-01-01"]):
        trial.ends(Ending.FAILED, *words, says="none of them is among")
        assert trial.rows() == held
        assert trial.rig.query("select count(*) from raw_flowmaticx.credits") == snapshots
    trial.export("FLOWMATICX_BASE_URL", right)
    trial.ends(Ending.RIGHT)
    trial.holds_truth()
    trial.export("FLOWMATICX_BASE_URL", other.base_url)
    trial.ends(Ending.RIGHT, "--accept-shrink")
    assert trial.rig.landed("jobs").keys() == strangers
    assert trial.deleted() >= {("jobs", job) for job in held["jobs"]}


@keeps(AUTH, "a key with a line break in it")
@pytest.mark.parametrize("key", [f"{KEY}\nx", f"{KEY} ", "lg_live_schlüssel", "  ", "\x00"[:0] or "lg_live_\x7f"])
def test_a_key_that_no_header_holds_is_never_sent(trial: Trial, key: str) -> None:
    trial.export("FLOWMATICX_API_KEY", key)
    before = len(trial.rig.running.sandbox.journal)
    ended = trial.run("sync")
    assert ended.code in {0, 1, 2}
    if ended.code:
        assert "FLOWMATICX_API_KEY" in ended.err
        assert len(trial.rig.running.sandbox.journal) == before
    assert key.strip() not in ended.said or not key.strip()


@keeps(AUTH, "a server that repeats the key in its errors")
@pytest.mark.parametrize("status", [400, 401, 403, 404, 500])
def test_a_server_that_repeats_the_key_gives_nothing_away(trial: Trial, status: int) -> None:
    told = {"status": status, "code": f"X_{KEY}", "message": f"key {KEY}\nnot welcome: Bearer {KEY}"}
    trial.arm([{"kind": "status", "route": "*", "times": 25, "params": told}])
    assert trial.sync().code != 0
    for words in (
        ["status"],
        ["doctor"],
        ["query", "select * from ops.runs"],
        ["query", "select * from ops.walks", "--json"],
    ):
        assert KEY not in trial.run(*words).said
    trial.heal()
    trial.ends(Ending.RIGHT)
    trial.holds_truth()
