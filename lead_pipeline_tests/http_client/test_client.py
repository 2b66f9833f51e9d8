"""The client as a whole: no more requests at once than it may, within the budget, and nothing left open."""

from __future__ import annotations

import asyncio
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lead_pipeline.http_client.client import ApiClient, Tally
from lead_pipeline.http_client.no_limit import NoLimit
from lead_pipeline.http_client.redaction import Secret
from lead_pipeline.http_client.throttle import SharedThrottle
from lead_pipeline.spec.budget import Budget
from lead_pipeline_tests.http_client.asking import JOBS, KEY, QUICK, account, asking, whole
from lead_pipeline_tests.http_client.scripted_server import ScriptedServer, data, failure

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.anyio


class Gate(NoLimit):
    """A throttle that lets nobody through until it is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = asyncio.Event()
        self.before_it = 0

    async def turn(self) -> float:
        self.before_it += 1
        await self.opened.wait()
        return 0.5


async def test_no_more_requests_are_under_way_at_once_than_it_may() -> None:
    gate = Gate()
    async with ScriptedServer(data(7)) as server, ApiClient(account(server.url), gate, in_flight=3) as client:
        tally = Tally()
        asked = [asyncio.ensure_future(client.get(JOBS, {}, whole, tally)) for _ in range(10)]
        for _ in range(5):
            await asyncio.sleep(0)
        assert gate.before_it == 3
        gate.opened.set()
        assert await asyncio.gather(*asked) == [b"7"] * 10
    assert tally == Tally(requests=10, waited_seconds=5.0, bytes=10 * len('{"ok": true, "data": 7}'))


async def test_every_try_takes_a_place_in_the_budget(tmp_path: Path) -> None:
    async with ScriptedServer(failure(500, "X"), data(7)) as server:
        with closing(SharedThrottle(tmp_path / "throttle.sqlite", Secret(KEY), Budget(10))) as throttle:
            async with ApiClient(account(server.url), throttle, policy=QUICK) as client:
                await client.get(JOBS, {}, whole, Tally())
            assert throttle.left() == 8


class Bell(NoLimit):
    """A throttle that rings when it is told to block."""

    def __init__(self) -> None:
        super().__init__()
        self.rung = asyncio.Event()

    def block(self, seconds: float) -> None:
        super().block(seconds)
        self.rung.set()


async def test_a_429_holds_up_whoever_asks_next() -> None:
    bell = Bell()
    refusing = ScriptedServer(failure(429, "RATE_LIMITED", retry_after="600"), data(7))
    async with refusing, ApiClient(account(refusing.url), bell, policy=replace(QUICK, patience=900)) as client:
        asked = [asyncio.ensure_future(client.get(JOBS, {}, whole, Tally()))]
        await asyncio.wait_for(bell.rung.wait(), 10)
        asked.append(asyncio.ensure_future(client.get(JOBS, {}, whole, Tally())))
        for _ in range(100):
            await asyncio.sleep(0)
        for each in asked:
            each.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
    assert len(refusing.requests) == 1


async def test_connections_are_used_again() -> None:
    async with asking(data(1)) as (server, asker):
        for _ in range(5):
            await asker.ask()
        assert len(server._talks) == 1


async def test_a_base_url_may_end_in_a_slash() -> None:
    async with ScriptedServer(data(1)) as server, ApiClient(account(server.url + "/v1/"), NoLimit()) as client:
        await client.get(JOBS, {}, whole, Tally())
    assert [request.target for request in server.requests] == ["/v1/jobs"]


def test_tallies_add_up() -> None:
    tally = Tally(1, 2, 3, 4.5, 6)
    tally.add(Tally(10, 20, 30, 40.0, 60))
    assert tally == Tally(11, 22, 33, 44.5, 66)
