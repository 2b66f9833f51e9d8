"""Jobs as the clock moves: waiting, running, final, with their leads and their credits.

Nothing ticks: a state depends on the moment only, not on who asked before.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from lead_pipeline_tests.sandbox.conftest import Caller, MakeCaller

FINAL = {"COMPLETED", "FAILED", "TIMED_OUT"}


def job_of(caller: Caller, job_id: int) -> dict[str, Any]:
    return next(job for job in caller.walk("jobs") if job["id"] == job_id)


def test_a_job_waits_runs_and_ends_and_its_leads_appear_on_the_way(caller: Caller) -> None:
    job_id = caller.post_job(leads_requested=80).json()["data"]["job_id"]
    seen = []
    for _ in range(60):
        job = job_of(caller, job_id)
        assert len(caller.all_leads(job_id=job_id)) == job["foundLeads"]
        seen.append(job)
        caller.sandbox.clock.advance(5)
    statuses = [job["status"] for job in seen]
    assert list(dict.fromkeys(statuses))[:2] == ["QUEUED", "RUNNING"]
    assert statuses[-1] in FINAL
    for name in ("foundLeads", "processedLeads", "progress"):
        values = [job[name] for job in seen]
        assert values == sorted(values)
    running = [job for job in seen if job["status"] == "RUNNING"]
    assert len({job["foundLeads"] for job in running}) > 3
    assert all(job["creditsUsed"] == 0 and job["startedAt"] and not job["finishedAt"] for job in running)


def test_leads_of_a_running_job_are_older_than_now(caller: Caller) -> None:
    job = caller.data("/jobs", status="RUNNING")["jobs"][-1]
    leads = caller.all_leads(job_id=job["id"])
    assert leads
    assert all(job["startedAt"] <= lead["createdAt"] <= "2026-05-20T10:00:00Z" for lead in leads)


@pytest.fixture
def settled(make_caller: MakeCaller) -> Caller:
    return make_caller(leads=9000, live_jobs=0)


def test_jobs_end_in_all_three_ways_and_keep_partial_leads(settled: Caller) -> None:
    jobs = settled.walk("jobs")
    assert {job["status"] for job in jobs} == FINAL
    partial = [job for job in jobs if job["status"] != "COMPLETED"]
    assert any(job["foundLeads"] > 0 for job in partial)
    assert any(job["foundLeads"] == 0 for job in jobs)
    assert all(job["progress"] == 100 for job in jobs if job["status"] == "COMPLETED")
    assert all(job["progress"] < 100 for job in partial)
    assert all(job["processedLeads"] == job["foundLeads"] <= job["requestedLeads"] <= 500 for job in jobs)


def test_a_billable_lead_costs_two_credits_or_one_without_ai(settled: Caller) -> None:
    costs = set()
    for job in settled.walk("jobs"):
        leads = settled.all_leads(job_id=job["id"])
        billable = [lead for lead in leads if lead["isBillable"]]
        each = 1 if leads and all(lead["icebreaker"] is None for lead in leads) else 2
        assert job["creditsUsed"] == each * len(billable)
        costs.add(each)
    assert costs == {1, 2}


def test_the_balance_is_that_of_the_months_jobs(settled: Caller) -> None:
    may = [job for job in settled.walk("jobs") if job["createdAt"] >= "2026-05"]
    assert may
    assert settled.data("/credits")["creditsUsed"] == sum(job["creditsUsed"] for job in may)


def test_the_estimate_is_reserved_and_settled_at_the_end(make_caller: MakeCaller) -> None:
    caller = make_caller(live_jobs=0)
    before = caller.data("/credits")["creditsUsed"]
    job_id = caller.post_job().json()["data"]["job_id"]
    caller.sandbox.clock.advance(60)
    assert caller.data("/credits")["creditsUsed"] == before + 100
    caller.sandbox.clock.advance(3600)
    charged = job_of(caller, job_id)["creditsUsed"]
    assert 0 < charged < 100
    assert caller.data("/credits")["creditsUsed"] == before + charged


def test_a_new_month_is_a_new_balance(caller: Caller) -> None:
    caller.sandbox.clock.set(datetime(2026, 6, 1, tzinfo=UTC))
    balance = caller.data("/credits")
    assert (balance["currentPeriodStart"], balance["currentPeriodEnd"]) == (
        "2026-06-01T00:00:00Z",
        "2026-06-30T23:59:59Z",
    )
    assert balance["creditsUsed"] == 0


def test_a_state_depends_on_the_moment_only(make_caller: MakeCaller) -> None:
    often, once = make_caller(), make_caller()
    for _ in range(20):
        often.get("/jobs")
        often.get("/leads", billable_only="false")
        often.sandbox.clock.advance(7)
    once.sandbox.clock.advance(140)
    for path in ("/jobs", "/leads", "/credits"):
        assert often.get(path).content == once.get(path).content
    often.sandbox.clock.advance(-140)
    assert often.get("/jobs").content == make_caller().get("/jobs").content


def test_the_clock_never_goes_before_its_start(caller: Caller) -> None:
    with pytest.raises(ValueError, match="before its start"):
        caller.sandbox.clock.advance(-1)


def test_without_live_jobs_time_changes_no_row(make_caller: MakeCaller) -> None:
    caller = make_caller(live_jobs=0)
    before = caller.sandbox.flowmaticx.jobs(), caller.sandbox.flowmaticx.leads()
    caller.sandbox.clock.advance(86_400)
    assert (caller.sandbox.flowmaticx.jobs(), caller.sandbox.flowmaticx.leads()) == before


def test_a_clock_without_a_moment_runs_with_real_time(make_caller: MakeCaller) -> None:
    clock = make_caller(now=None).sandbox.clock
    assert not clock.frozen
    assert abs((clock.now() - datetime.now(UTC)).total_seconds()) < 5
    clock.advance(3600)
    assert 3595 < (clock.now() - datetime.now(UTC)).total_seconds() < 3605
