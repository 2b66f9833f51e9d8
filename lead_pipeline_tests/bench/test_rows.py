"""The bench's rows are those of the API, and of a hundred leads our rules set aside the one that is meant to be bad."""

from __future__ import annotations

import json

import pytest

from bench.server.account import Account
from bench.server.rows import TEMPLATES, Rows
from lead_pipeline.sources.flowmaticx.jobs import JOBS
from lead_pipeline.sources.flowmaticx.leads import LEADS
from lead_pipeline.validate.chunk import Chunk
from lead_pipeline.validate.rules import Sorter

ACCOUNT = Account(TEMPLATES, 20)
EVERY = list(range(1, TEMPLATES + 1))


@pytest.mark.parametrize(("bad", "aside"), [(True, TEMPLATES // 100), (False, 0)])
def test_our_rules_set_aside_one_lead_in_a_hundred_if_so_wanted(bad: bool, aside: int) -> None:
    rows = Rows(ACCOUNT, bad=bad).leads(EVERY)
    told = Sorter(LEADS.table, "leads").sort([Chunk(b"[%b]" % b",".join(rows), {"job_id": 1})])
    assert (told.aside.height, told.good.height) == (aside, TEMPLATES - aside)


def test_a_lead_is_about_a_kilobyte_and_differs_from_all_others() -> None:
    rows = Rows(ACCOUNT, bad=False)
    assert 900 < sum(map(len, rows.leads(EVERY))) / TEMPLATES < 1_100
    twins = [json.loads(lead) for lead in rows.leads([5, 5 + TEMPLATES])]
    assert {row["id"] for row in twins} == {5, 5 + TEMPLATES}
    assert all(twins[0][name] != twins[1][name] for name in ("businessName", "email", "website", "createdAt"))


def test_a_job_counts_and_costs_what_its_leads_do() -> None:
    rows = Rows(ACCOUNT, bad=False)
    jobs = json.loads(b"[%b]" % rows.jobs(range(20, 0, -1)))
    assert [job["id"] for job in jobs] == list(range(20, 0, -1))
    for job in jobs:
        leads = [json.loads(lead) for lead in rows.leads(ACCOUNT.leads_of(job["id"]))]
        assert job["foundLeads"] == len(leads)
        assert job["creditsUsed"] == 2 * sum(lead["isBillable"] for lead in leads)
        assert all(job["createdAt"] <= lead["createdAt"] <= job["finishedAt"] for lead in leads)
    balance = json.loads(rows.credits())
    assert balance["creditsUsed"] == sum(job["creditsUsed"] for job in jobs)
    assert Sorter(JOBS.table, "jobs").sort([Chunk(json.dumps(jobs).encode())]).aside.is_empty()
