"""The ids of jobs that come in by themselves, and of their leads: fixed, whatever is posted in between.

Lists are newest first by id, so ids must ascend with the time of creation as well.
"""

from __future__ import annotations

from typing import Any

import pytest

from lead_pipeline.sandbox import Sandbox, SandboxOptions
from lead_pipeline_tests.sandbox.conftest import NOW, Caller, MakeCaller

HOUR = 3600
MORE_THAN_FIT = 40


@pytest.fixture
def quiet() -> Sandbox:
    """One in which nobody posts anything."""
    return Sandbox(SandboxOptions(leads=90, live_jobs=2, now=NOW, jobs_per_day=96))


@pytest.fixture
def caller(make_caller: MakeCaller) -> Caller:
    return make_caller(leads=90, live_jobs=2, jobs_per_day=96)


def rows(sandbox: Sandbox) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """Jobs and leads by id."""
    truth: Any = sandbox.flowmaticx.truth()
    return {job["id"]: job for job in truth["jobs"]}, {lead["id"]: lead for lead in truth["leads"]}


def post(caller: Caller, **changes: object) -> int:
    answer = caller.post_job(**changes)  # type: ignore[arg-type]  # no change is called key
    assert answer.status_code == 200, answer.text
    job_id = answer.json()["data"]["job_id"]
    assert isinstance(job_id, int)
    return job_id


def assert_only_posted_is_more(caller: Caller, quiet: Sandbox, posted: set[int]) -> None:
    """Rows of arrivals are those of a sandbox in which nothing was posted; of posted ones all ids are new."""
    quiet.clock.set(caller.sandbox.clock.now())
    jobs, leads = rows(caller.sandbox)
    quiet_jobs, quiet_leads = rows(quiet)
    assert jobs.keys() - quiet_jobs.keys() == posted
    assert {job_id: job for job_id, job in jobs.items() if job_id not in posted} == quiet_jobs
    mine = {lead_id: lead for lead_id, lead in leads.items() if lead["job_id"] in posted}
    assert {lead_id: lead for lead_id, lead in leads.items() if lead_id not in mine} == quiet_leads
    assert len(mine) == sum(jobs[job_id]["foundLeads"] for job_id in posted)


def test_ids_ascend_with_the_time_of_creation(caller: Caller) -> None:
    for _ in range(12):
        post(caller)
        caller.sandbox.clock.advance(1100)
    jobs = caller.walk("jobs")
    assert [job["id"] for job in jobs] == sorted((job["id"] for job in jobs), reverse=True)
    created = [job["createdAt"] for job in jobs[: 12 + 14]]
    assert created == sorted(created, reverse=True)


def test_posted_jobs_disturb_no_arrival(caller: Caller, quiet: Sandbox) -> None:
    posted = set()
    for _ in range(6):
        posted |= {post(caller, leads_requested=500) for _ in range(3)}
        caller.sandbox.clock.advance(1500)
        assert_only_posted_is_more(caller, quiet, posted)


def test_a_search_that_was_posted_makes_no_arrival_a_known_one(caller: Caller, quiet: Sandbox) -> None:
    quiet.clock.advance(6 * HOUR)
    posted = {
        post(caller, keyword=job["keyword"], location=job["location"], leads_requested=60)
        for job in quiet.flowmaticx.jobs()[:10]
    }
    caller.sandbox.clock.advance(6 * HOUR)
    assert_only_posted_is_more(caller, quiet, posted)


def test_more_jobs_than_fit_between_two_arrivals_go_behind_the_next(caller: Caller, quiet: Sandbox) -> None:
    caller.sandbox.flowmaticx.edit.set_account(credits_total=10**6)
    posted = {post(caller, leads_requested=500) for _ in range(MORE_THAN_FIT)}
    assert len(posted) == MORE_THAN_FIT
    for _ in range(3):
        assert_only_posted_is_more(caller, quiet, posted)
        caller.sandbox.clock.advance(1000)
    shown = caller.all_leads()
    assert [lead["id"] for lead in shown] == sorted({lead["id"] for lead in shown}, reverse=True)
    assert shown == caller.sandbox.flowmaticx.leads()
    assert post(caller) > max(posted)


def test_rows_that_are_put_in_between_take_no_id_of_an_arrival(caller: Caller, quiet: Sandbox) -> None:
    caller.sandbox.clock.advance(HOUR)
    caller.sandbox.faults.arm("insert_row", "flowmaticx/jobs", at=1, count=50)
    caller.sandbox.faults.arm("insert_row", "flowmaticx/leads", at=1, count=50)
    caller.data("/jobs")
    caller.data("/leads")
    caller.sandbox.flowmaticx.edit.add_leads(job_id=None, count=6000)
    caller.sandbox.clock.advance(2 * HOUR)
    quiet.clock.set(caller.sandbox.clock.now())
    (jobs, leads), (quiet_jobs, quiet_leads) = rows(caller.sandbox), rows(quiet)
    assert jobs.keys() > quiet_jobs.keys()
    assert (len(jobs), len(leads)) == (len(quiet_jobs) + 50, len(quiet_leads) + 50 + 6000 + 50 * 3)
    assert {lead_id: leads[lead_id] for lead_id in quiet_leads} == quiet_leads
    assert [lead["id"] for lead in caller.all_leads()] == sorted(leads, reverse=True)


def test_what_is_posted_after_the_clock_went_back_takes_no_id_twice(caller: Caller, quiet: Sandbox) -> None:
    caller.sandbox.clock.advance(3 * HOUR)
    posted = {post(caller)}
    caller.sandbox.clock.advance(-2 * HOUR)
    posted |= {post(caller) for _ in range(3)}
    caller.sandbox.clock.advance(5 * HOUR)
    assert len(posted) == 4
    assert_only_posted_is_more(caller, quiet, posted)
