"""A sandbox that is started again with the same options and `born`: the same world, further on.

Real time runs in these, so only what had come to its end by a moment is compared.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lead_pipeline.sandbox import Sandbox, SandboxOptions
from lead_pipeline.sandbox.clock import stamp
from lead_pipeline_tests.sandbox.conftest import MakeCaller


@pytest.fixture
def options() -> SandboxOptions:
    born = datetime.now(UTC) - timedelta(days=2, hours=5, microseconds=7)
    return SandboxOptions(leads=450, jobs_per_day=96, born=born)


def past(sandbox: Sandbox, moment: int) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """The jobs that were final by a moment, and the leads found by then, by id."""
    truth: Any = sandbox.flowmaticx.truth()
    jobs = {job["id"]: job for job in truth["jobs"] if job["finishedAt"] and job["finishedAt"] <= stamp(moment)}
    return jobs, {lead["id"]: lead for lead in truth["leads"] if lead["createdAt"] <= stamp(moment)}


def test_a_later_life_shows_the_same_past(options: SandboxOptions) -> None:
    first = Sandbox(options)
    moment = first.clock.whole()
    jobs, leads = past(first, moment)
    assert len(jobs) > 200
    assert len(leads) > 15_000
    charged = first.flowmaticx.world.credits.used(moment)
    later = Sandbox(options)
    later.clock.advance(3 * 86_400)
    assert past(later, moment) == (jobs, leads)
    assert later.flowmaticx.world.credits.used(moment) == charged
    assert len(later.flowmaticx.jobs()) > 5 * 96


def test_it_is_the_world_of_its_birth_that_time_passed_over(options: SandboxOptions) -> None:
    born = Sandbox(options)
    frozen = Sandbox(replace(options, born=None, now=options.born))
    assert frozen.flowmaticx.world.leads.count(frozenset(range(8)), frozen.clock.whole()) == 450
    moment = born.clock.whole()
    frozen.clock.advance(moment - frozen.clock.whole())
    assert past(frozen, moment) == past(born, moment)


def test_what_came_in_from_outside_is_gone_and_arrivals_do_not_mind(
    make_caller: MakeCaller, options: SandboxOptions
) -> None:
    first = make_caller(now=None, born=options.born, leads=450, jobs_per_day=96)
    moment = first.sandbox.clock.whole()
    jobs, leads = past(first.sandbox, moment)
    posted = first.post_job().json()["data"]["job_id"]
    first.sandbox.flowmaticx.edit.delete_leads(ids=list(leads)[:5])
    later = make_caller(now=None, born=options.born, leads=450, jobs_per_day=96)
    later.sandbox.clock.advance(86_400)
    assert posted not in {job["id"] for job in later.walk("jobs")}
    assert past(later.sandbox, moment) == (jobs, leads)


def test_without_arrivals_it_stands_as_it_was(options: SandboxOptions) -> None:
    quiet = replace(options, jobs_per_day=0)
    first, later = Sandbox(quiet).flowmaticx, Sandbox(quiet).flowmaticx
    assert (first.jobs(), first.leads()) == (later.jobs(), later.leads())
    assert all(job["finishedAt"] for job in first.jobs())


def test_its_clock_runs_with_real_time_and_may_be_moved_back_to_the_birth(options: SandboxOptions) -> None:
    clock = Sandbox(options).clock
    assert not clock.frozen
    assert abs((clock.now() - datetime.now(UTC)).total_seconds()) < 5
    assert options.born is not None
    clock.set(options.born)
    with pytest.raises(ValueError, match="before its start"):
        clock.advance(-60)


@pytest.mark.parametrize(
    ("moments", "complaint"),
    [
        ({"born": datetime(2026, 5, 1)}, "born=2026-05-01 00:00:00 has no time zone"),  # noqa: DTZ001 - that is the point
        ({"born": datetime(2999, 1, 1, tzinfo=UTC)}, "in the future: give a moment that has passed"),
        ({"born": datetime(2026, 1, 1, tzinfo=UTC), "now": datetime(2026, 2, 1, tzinfo=UTC)}, "exclude each other"),
    ],
)
def test_a_birth_that_cannot_be_is_refused(moments: dict[str, datetime], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        SandboxOptions(**moments)  # type: ignore[arg-type]  # both take moments
