"""Walks over real HTTP: the query of each page, what a walk costs, and the sandbox read to the end."""

from __future__ import annotations

import pytest

from lead_pipeline.errors import BodyFault, ScopeMissing
from lead_pipeline.extract.page import Page
from lead_pipeline.extract.proof import Verdict
from lead_pipeline.extract.reader import Reader
from lead_pipeline.extract.walk import Walk
from lead_pipeline.http_client.client import ApiClient, Tally
from lead_pipeline.http_client.no_limit import NoLimit
from lead_pipeline.sandbox import Fault, RunningSandbox, SandboxOptions, fault
from lead_pipeline.sources.flowmaticx import FLOWMATICX
from lead_pipeline_tests.http_client.asking import QUICK, account, asking
from lead_pipeline_tests.http_client.scripted_server import data, says

pytestmark = pytest.mark.anyio
LEADS, JOBS, CREDITS = (FLOWMATICX.endpoint(name) for name in ("leads", "jobs", "credits"))


def leads(first: int, count: int, total: int, offset: int) -> object:
    rows = [{"id": key} for key in range(first, first + count)]
    return {"leads": rows, "total": total, "limit": 100, "offset": offset}


async def through(walk: Walk) -> list[Page]:
    return [page async for page in walk.pages()]


async def test_each_page_is_asked_for_by_limit_and_offset_with_the_words_of_the_endpoint() -> None:
    async with asking(data(leads(0, 100, 150, 0)), data(leads(90, 60, 150, 90))) as (server, asker):
        walk = Reader(asker.client, LEADS).walk({"job_id": "42"})
        await through(walk)
    assert [request.target for request in server.requests] == [
        "/leads?billable_only=false&job_id=42&limit=100&offset=0",
        "/leads?billable_only=false&job_id=42&limit=100&offset=90",
    ]
    assert (walk.proof.verdict, walk.keys) == (Verdict.PROVEN, {*range(150)})


async def test_a_walk_tells_what_it_cost() -> None:
    answers = [says(429, retry_after="0"), data(leads(0, 100, 150, 0)), says(500), data(leads(90, 60, 150, 90))]
    async with asking(*answers) as (_, asker):
        walk = Reader(asker.client, LEADS).walk()
        await through(walk)
    tally = walk.proof.tally
    assert (tally.requests, tally.retries, tally.rate_limited, walk.proof.pages) == (4, 2, 1, 2)
    assert (walk.proof.rows, walk.proof.distinct) == (160, 150)
    assert tally.bytes > 150 * len('{"id": 1}')


async def test_rows_from_another_offset_are_asked_for_again() -> None:
    wrong = data(leads(0, 100, 150, 0))
    async with asking(wrong, wrong, data(leads(90, 60, 150, 90))) as (server, asker):
        walk = Reader(asker.client, LEADS).walk()
        await through(walk)
    assert (walk.proof.verdict, len(server.requests)) == (Verdict.PROVEN, 3)


async def test_a_shape_that_is_none_ends_the_walk_after_so_many_tries() -> None:
    async with asking(data({"people": []})) as (server, asker):
        with pytest.raises(BodyFault, match="no 'leads'"):
            await through(Reader(asker.client, LEADS).walk())
    assert len(server.requests) == QUICK.tries


async def test_one_object_costs_one_request() -> None:
    async with asking(data({"planId": "AGENCY"})) as (server, asker):
        walk = Reader(asker.client, CREDITS).walk()
        (page,) = await through(walk)
    assert (page.rows, walk.proof.verdict) == (b'[{"planId": "AGENCY"}]', Verdict.PROVEN)
    assert [request.target for request in server.requests] == ["/credits"]


async def test_a_first_look_costs_one_row_and_tells_the_total() -> None:
    async with asking(data(leads(7, 1, 4711, 0)), data({"planId": "AGENCY"})) as (server, asker):
        tally = Tally()
        page = await Reader(asker.client, LEADS).first(tally)
        assert (page.total, page.keys) == (4711, [7])
        assert (await Reader(asker.client, CREDITS).first(tally)).total == 1
    targets = [request.target for request in server.requests]
    assert targets == ["/leads?billable_only=false&limit=1&offset=0", "/credits"]
    assert tally.requests == 2


FAULTS = [
    fault("empty_page", after=2),
    fault("short_page", after=1, rows=31),
    fault("repeated_page", after=2),
    fault("offset_ignored", after=2),
    fault("limit_lowered", after=1, times=None, limit=37),
    fault("total_null", after=1),
    fault("total_off", after=1, delta=3),
    fault("total_string", times=None),
    fault("repeated_ids", after=2, rows=4),
]


@pytest.mark.parametrize("spoiled", FAULTS, ids=lambda each: each.kind)
@pytest.mark.parametrize("ahead", [0, 8])
async def test_the_sandbox_is_read_whole_whatever_fault_passes(spoiled: Fault, ahead: int) -> None:
    with RunningSandbox(SandboxOptions(leads=450, live_jobs=0)) as running:
        running.sandbox.faults.add(spoiled)
        async with ApiClient(account(running.base_url), NoLimit(), policy=QUICK) as client:
            walk = Reader(client, LEADS).walk(ahead=ahead)
            await through(walk)
    assert (walk.proof.verdict, len(walk.keys)) == (Verdict.PROVEN, 450), walk.proof
    arrived = len(running.sandbox.journal.entries("flowmaticx/leads"))
    assert arrived <= walk.proof.tally.requests <= arrived + ahead  # one that is not wanted any more may not get there


async def test_a_scope_that_is_missing_is_told_by_the_sandbox_too() -> None:
    with RunningSandbox(SandboxOptions(leads=10, live_jobs=0)) as running:
        north = account(running.base_url)
        running.sandbox.keys.register(north.key.reveal(), scopes=("jobs:read",))
        async with ApiClient(north, NoLimit(), policy=QUICK) as client:
            await Reader(client, JOBS).first(Tally())
            with pytest.raises(ScopeMissing, match="lacks the scope leads:read"):
                await through(Reader(client, LEADS).walk())
