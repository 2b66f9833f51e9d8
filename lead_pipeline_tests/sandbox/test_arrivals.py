"""Jobs that come in by themselves: when, how they live, and that every list, total and balance knows of them.

What their ids are is in test_arrivals_ids; that a restart shows the same ones, in test_restart.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from lead_pipeline.sandbox import Sandbox, SandboxOptions
from lead_pipeline_tests.sandbox.conftest import NOW, Caller, MakeCaller
from lead_pipeline_tests.sandbox.test_agreement import check_jobs, check_leads, edit_something

QUARTER, DAY = 900, 86_400
START = int(NOW.timestamp())
SMALL: dict[str, Any] = {"leads": 90, "live_jobs": 0, "now": NOW}


@pytest.fixture
def busy(make_caller: MakeCaller) -> Caller:
    return make_caller(leads=90, live_jobs=0, jobs_per_day=96)


def seconds(text: object) -> int:
    return int(datetime.fromisoformat(str(text)).timestamp())


def arrived(sandbox: Sandbox) -> list[dict[str, Any]]:
    """The jobs made after the start, oldest first."""
    return [job for job in reversed(sandbox.flowmaticx.jobs()) if seconds(job["createdAt"]) > START]


def test_at_the_start_nothing_has_come_yet(busy: Caller) -> None:
    assert busy.data("/jobs")["total"] == 1
    assert busy.data("/leads", billable_only="false")["total"] == 90


def test_96_a_day_are_one_in_every_quarter_of_an_hour(busy: Caller) -> None:
    busy.sandbox.clock.advance(3 * DAY)
    turns = Counter((seconds(job["createdAt"]) - START - 1) // QUARTER for job in arrived(busy.sandbox))
    assert turns == dict.fromkeys(range(3 * 96), 1)


@pytest.mark.parametrize("per_day", [1, 7, 1000])
def test_a_day_brings_as_many_as_were_asked_for(per_day: int) -> None:
    sandbox = Sandbox(SandboxOptions(**SMALL, jobs_per_day=per_day))
    sandbox.clock.advance(2 * DAY)
    assert len(arrived(sandbox)) == 2 * per_day


def test_a_job_is_listed_from_the_second_it_was_made(busy: Caller) -> None:
    busy.sandbox.clock.advance(QUARTER)
    (job,) = arrived(busy.sandbox)
    created = datetime.fromisoformat(job["createdAt"])
    busy.sandbox.clock.set(created)
    assert (busy.data("/jobs")["total"], busy.data("/jobs")["jobs"][0]["status"]) == (2, "QUEUED")
    busy.sandbox.clock.advance(-1)
    assert busy.data("/jobs")["total"] == 1


def test_an_arrival_waits_runs_finds_its_leads_and_is_charged_at_the_end(busy: Caller) -> None:
    busy.sandbox.clock.advance(QUARTER)
    (job,) = arrived(busy.sandbox)
    before = Sandbox(SandboxOptions(**SMALL)).flowmaticx.world.credits.used(START)
    busy.sandbox.clock.set(datetime.fromisoformat(job["createdAt"]))
    seen: list[dict[str, Any]] = []
    while not seen or not seen[-1]["finishedAt"]:
        (now,) = [row for row in busy.walk("jobs") if row["id"] == job["id"]]
        assert len(busy.all_leads(job_id=job["id"])) == now["foundLeads"]
        seen.append(now)
        busy.sandbox.clock.advance(5)
    assert list(dict.fromkeys(row["status"] for row in seen))[:2] == ["QUEUED", "RUNNING"]
    assert len({row["foundLeads"] for row in seen}) > 5
    assert {row["creditsUsed"] for row in seen[:-1]} == {0}
    assert seen[-1]["creditsUsed"] > 0
    younger = [row for row in arrived(busy.sandbox) if row["id"] != job["id"]]
    reserved = sum(row["requestedLeads"] * 2 for row in younger)
    assert 0 <= busy.data("/credits")["creditsUsed"] - before - seen[-1]["creditsUsed"] <= reserved


def test_arrivals_end_in_all_ways_and_are_of_many_kinds() -> None:
    sandbox = Sandbox(SandboxOptions(**SMALL, jobs_per_day=500))
    sandbox.clock.advance(DAY + 3600)
    jobs = arrived(sandbox)[:500]
    assert {job["status"] for job in jobs} == {"COMPLETED", "FAILED", "TIMED_OUT"}
    assert len({job["workflowType"] for job in jobs}) == 7
    assert len({(job["keyword"], job["location"]) for job in jobs}) > 200
    assert 60 < sum(job["foundLeads"] for job in jobs) / len(jobs) < 140


def test_lists_filters_totals_and_truth_agree_as_time_passes_and_rows_are_edited() -> None:
    rng = random.Random("arrivals")
    sandbox = Sandbox(SandboxOptions(leads=50, now=NOW, jobs_per_day=96))
    for _ in range(25):
        edit_something(rng, sandbox)
        sandbox.clock.advance(rng.choice([0, 60, 900, 2000]))
        truth: Any = sandbox.flowmaticx.truth()
        check_leads(sandbox.flowmaticx, truth["leads"], page=rng.choice([33, 100]))
        check_jobs(sandbox.flowmaticx, truth["jobs"], truth["leads"])


def test_the_balance_is_the_sum_of_the_months_jobs(busy: Caller) -> None:
    for moment in (datetime(2026, 5, 31, 23, tzinfo=UTC), datetime(2026, 6, 2, 8, tzinfo=UTC)):
        busy.sandbox.clock.set(moment)
        month = [job for job in busy.walk("jobs") if job["createdAt"].startswith(f"{moment:%Y-%m}")]
        plan = busy.sandbox.flowmaticx.world.jobs.plan
        expected = sum(job["creditsUsed"] if job["finishedAt"] else plan(job["id"]).estimate for job in month)
        assert busy.data("/credits")["creditsUsed"] == expected > 0


@pytest.mark.parametrize("per_day", [1, 24, 96])
def test_the_account_outlasts_every_month(per_day: int) -> None:
    sandbox = Sandbox(SandboxOptions(leads=900, now=NOW, jobs_per_day=per_day))
    world = sandbox.flowmaticx.world
    for month in range(6, 13):
        sandbox.clock.set(datetime(2026, month, 1, tzinfo=UTC))
        sandbox.clock.advance(-1)
        assert 0 < world.credits.used(world.now()) < world.account.credits_total


def test_a_state_depends_on_the_moment_only() -> None:
    often, once = (Sandbox(SandboxOptions(**SMALL, jobs_per_day=96)) for _ in range(2))
    for step in (400, 5000, 20_000, -15_000, 86_400, -9000, 700):
        often.clock.advance(step)
        truth = often.flowmaticx.truth()
        once.clock.set(often.clock.now())
        assert once.flowmaticx.truth() == truth
        fresh = Sandbox(SandboxOptions(**SMALL, jobs_per_day=96))
        fresh.clock.set(often.clock.now())
        assert fresh.flowmaticx.truth() == truth
        rows: Any = truth
        check_leads(often.flowmaticx, rows["leads"], page=10**6)
        check_jobs(often.flowmaticx, rows["jobs"], rows["leads"])


def known_and_free(leads: list[dict[str, Any]]) -> int:
    """Leads with a good address that were not charged: an earlier job had found them."""
    return sum(lead["emailStatus"] == "VALID" and not lead["isBillable"] for lead in leads)


def test_a_search_made_before_finds_known_businesses_whoever_made_it(make_caller: MakeCaller) -> None:
    caller = make_caller(leads=9000, live_jobs=0, jobs_per_day=96)
    caller.sandbox.clock.advance(DAY)
    again, seen = 0, set()
    for job in reversed(caller.sandbox.flowmaticx.jobs()):
        search = (job["keyword"], job["location"])
        if seconds(job["createdAt"]) > START and int(str(job["foundLeads"])) > 17:
            known = known_and_free(caller.sandbox.flowmaticx.leads(int(str(job["id"]))))
            assert (known > 0) == (search in seen), job
            again += known > 0
        seen.add(search)
    assert again > 3


def test_who_posts_the_search_of_an_arrival_or_his_own_again_finds_known_businesses(busy: Caller) -> None:
    busy.sandbox.clock.advance(QUARTER)
    (job,) = arrived(busy.sandbox)
    words = ({name: job[name] for name in ("keyword", "location")}, {"keyword": "plumber", "location": "Nowhere"})
    posted = [busy.post_job(**search, leads_requested=200).json()["data"]["job_id"] for search in (*words, words[1])]
    busy.sandbox.clock.advance(2000)
    known = [known_and_free(busy.all_leads(job_id=job_id)) > 0 for job_id in posted]
    assert known == [True, False, True]


def test_an_arrival_can_be_edited_before_anyone_has_read_it(busy: Caller) -> None:
    other = Sandbox(SandboxOptions(**SMALL, jobs_per_day=96))
    other.clock.advance(3600)
    busy.sandbox.clock.advance(3600)
    job_id = arrived(other)[0]["id"]
    busy.sandbox.flowmaticx.edit.set_job(id=job_id, fields={"keyword": "changed"})
    assert next(job for job in arrived(busy.sandbox) if job["id"] == job_id)["keyword"] == "changed"


def test_a_deleted_arrival_stays_away_and_an_edited_one_edited(busy: Caller) -> None:
    busy.sandbox.clock.advance(3 * 3600)
    gone, changed, *_ = (job["id"] for job in busy.data("/jobs", status="COMPLETED")["jobs"])
    busy.sandbox.flowmaticx.edit.delete_jobs(ids=[gone])
    busy.sandbox.flowmaticx.edit.set_job(id=changed, fields={"status": "FAILED"})
    for step in (0, -3 * 3600, 4 * 3600):
        busy.sandbox.clock.advance(step)
        assert gone not in {job["id"] for job in busy.walk("jobs")}
        assert not {gone, changed} & {job["id"] for job in busy.walk("jobs", status="COMPLETED")}
    assert changed in {job["id"] for job in busy.walk("jobs", status="FAILED")}
    assert busy.all_leads(job_id=gone) == []


@pytest.mark.parametrize(("per_day", "complaint"), [(-1, "the least is 0"), (10_001, "the most is 10000")])
def test_nonsense_is_refused(per_day: int, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        SandboxOptions(jobs_per_day=per_day)
