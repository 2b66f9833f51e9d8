"""After any row of edits, every list, filter and counter agrees with the truth.

The edits are drawn; the truth is counted the slow way.
"""

from __future__ import annotations

import random
from typing import Any

import pytest

from lead_pipeline.sandbox import Sandbox, SandboxOptions
from lead_pipeline.sandbox.flowmaticx import FlowMaticX
from lead_pipeline.sandbox.flowmaticx.lead_kinds import kinds_wanted
from lead_pipeline.sandbox.flowmaticx.shelves import JobShelf, LeadShelf
from lead_pipeline_tests.sandbox.conftest import NOW

ALL = 10**6
EMAIL_STATUSES = (None, "VALID", "RISKY", "INVALID")


def edit_something(rng: random.Random, sandbox: Sandbox) -> None:
    system = sandbox.flowmaticx
    world, edit = system.world, system.edit
    wanted = kinds_wanted(billable_only=rng.random() < 0.5, email_status=rng.choice(EMAIL_STATUSES))
    job_id: Any = rng.choice([None, *world.jobs.order])
    leads, jobs = LeadShelf(world, edit, wanted, job_id), JobShelf(world, edit)
    count = leads.count()
    what = rng.randrange(9)
    if what == 0:
        leads.insert(rng.randint(0, count), silent=False)
    elif what == 1 and count:
        leads.delete(rng.randrange(count), silent=False)
    elif what == 2 and count:
        fields = {"isBillable": rng.random() < 0.5, "emailStatus": rng.choice(EMAIL_STATUSES)}
        edit.set_lead(id=leads.entries(1, rng.randrange(count))[0].lead_id, fields=fields)
    elif what == 3:
        edit.add_leads(job_id=job_id, count=rng.randrange(4))
    elif what == 4:
        edit.add_job(leads=rng.randrange(20))
    elif what == 5:
        jobs.insert(rng.randint(0, jobs.count()), silent=False)
    elif what == 6 and jobs.count():
        jobs.delete(rng.randrange(jobs.count()), silent=False)
    else:
        sandbox.clock.advance(rng.choice([1, 10, 100]))


def check_leads(system: FlowMaticX, leads: list[dict[str, Any]], page: int) -> None:
    assert [lead["id"] for lead in leads] == sorted({lead["id"] for lead in leads}, reverse=True)
    for billable_only in (True, False):
        for status in EMAIL_STATUSES:
            expected = [
                lead["id"]
                for lead in leads
                if (lead["isBillable"] or not billable_only) and status in (None, lead["emailStatus"])
            ]
            wanted = kinds_wanted(billable_only=billable_only, email_status=status)
            shelf = LeadShelf(system.world, system.edit, wanted)
            shown = [e.lead_id for offset in range(0, len(expected), page) for e in shelf.entries(page, offset)]
            assert (shelf.count(), shown) == (len(expected), expected)


def check_jobs(system: FlowMaticX, jobs: list[dict[str, Any]], leads: list[dict[str, Any]]) -> None:
    assert [job["id"] for job in jobs] == sorted({job["id"] for job in jobs}, reverse=True)
    for job in jobs:
        assert job["foundLeads"] == sum(lead["job_id"] == job["id"] for lead in leads)
    for status in ("QUEUED", "RUNNING", "COMPLETED", "FAILED", "TIMED_OUT"):
        shown = JobShelf(system.world, system.edit, status).rows(ALL, 0)
        assert shown == [job for job in jobs if job["status"] == status]


@pytest.mark.parametrize("seed", range(4))
def test_lists_filters_and_counters_agree_after_any_edits(seed: int) -> None:
    rng = random.Random(seed)
    options = SandboxOptions(seed=seed, leads=rng.choice([0, 1, 50, 300]), live_jobs=rng.choice([0, 1, 3, 7]), now=NOW)
    sandbox = Sandbox(options)
    for _ in range(30):
        edit_something(rng, sandbox)
        truth: Any = sandbox.flowmaticx.truth()
        check_leads(sandbox.flowmaticx, truth["leads"], page=rng.choice([7, 33, 100]))
        check_jobs(sandbox.flowmaticx, truth["jobs"], truth["leads"])
