"""A sandbox that has lived for more than a year: quick to start, and no request does more than in its first days.

Work is counted where it can be; time is only asked for where it was promised.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from lead_pipeline.sandbox import Sandbox, SandboxOptions
from lead_pipeline.sandbox.flowmaticx.job_plan import JobPlan
from lead_pipeline_tests.sandbox.conftest import Caller, MakeCaller

DAYS = 400
REQUESTS = (
    "/leads?billable_only=false",
    "/leads",
    "/leads?email_status=VALID&offset=9000",
    "/jobs",
    "/jobs?offset=300",
    "/jobs?status=COMPLETED",
    "/jobs?status=RUNNING",
    "/credits",
)


@pytest.fixture
def states_asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The ids of the jobs whose state was worked out, in order."""
    asked: list[int] = []
    found_at, estimate = JobPlan.found_at, JobPlan.estimate

    def counted_found(self: JobPlan, now: int) -> int:
        asked.append(self.job_id)
        return found_at(self, now)

    def counted_estimate(self: JobPlan) -> int:
        asked.append(self.job_id)
        return int(estimate.fget(self))  # type: ignore[attr-defined]  # a property has it

    monkeypatch.setattr(JobPlan, "found_at", counted_found)
    monkeypatch.setattr(JobPlan, "estimate", property(counted_estimate))
    return asked


@pytest.fixture
def old(make_caller: MakeCaller) -> Caller:
    caller = make_caller(jobs_per_day=96)
    caller.sandbox.clock.advance(DAYS * 86_400)
    caller.data("/jobs", limit=1)
    return caller


def test_it_starts_in_seconds_of_work() -> None:
    born = datetime.now(UTC) - timedelta(days=DAYS)
    begin = time.process_time()
    sandbox = Sandbox(SandboxOptions(jobs_per_day=96, born=born))
    assert time.process_time() - begin < 10
    assert sandbox.flowmaticx.world.jobs.order[-1] > DAYS * 96


@pytest.mark.parametrize("request_path", REQUESTS)
def test_a_request_asks_for_the_state_of_few_jobs(old: Caller, states_asked: list[int], request_path: str) -> None:
    old.data(request_path)
    assert len(states_asked) < 200
    assert len(old.sandbox.flowmaticx.world.jobs.order) > DAYS * 96


def test_the_days_since_the_last_request_are_taken_in_once(old: Caller, states_asked: list[int]) -> None:
    old.sandbox.clock.advance(86_400)
    old.data("/leads", limit=1)
    assert len(states_asked) > 96
    states_asked.clear()
    old.data("/leads", limit=1)
    assert len(states_asked) < 60


def test_a_page_is_as_cheap_after_a_year_as_after_two_days(
    make_caller: MakeCaller, old: Caller, states_asked: list[int]
) -> None:
    young = make_caller(jobs_per_day=96)
    young.sandbox.clock.advance(2 * 86_400)
    spent = []
    for caller in (young, old):
        caller.data("/jobs", limit=1)
        states_asked.clear()
        for path in REQUESTS:
            caller.data(path)
        spent.append(len(states_asked))
    assert spent[1] < spent[0] * 1.5
