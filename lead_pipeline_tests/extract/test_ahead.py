"""Pages asked for before they are needed: several at once, none too many, and none of them left behind."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from lead_pipeline.errors import ServerFault
from lead_pipeline.extract.page import Page
from lead_pipeline.extract.proof import Verdict
from lead_pipeline.extract.walk import Walk
from lead_pipeline_tests.extract.list_server import ListServer, gone, newest

CHANGES = {
    "one comes": newest(100),
    "three pages come": newest(*range(100, 130)),
    "one goes": gone(0),
    "more than a page goes": gone(*range(15)),
}


@pytest.mark.parametrize("ahead", range(6))
@pytest.mark.parametrize("rows", [0, 1, 10, 19, 20, 95, 100, 101])
@pytest.mark.parametrize("witnessed", [True, False])
def test_asking_ahead_costs_no_request(ahead: int, rows: int, witnessed: bool) -> None:
    expected = rows if witnessed else None
    one_by_one, server = ListServer([*range(rows)]), ListServer([*range(rows)])
    one_by_one.walk(expected=expected)
    walk = server.walk(expected=expected, ahead=ahead)
    assert (walk.proof.verdict, walk.keys) == (Verdict.PROVEN, {*range(rows)})
    assert sorted(server.asked) == one_by_one.asked


@pytest.mark.parametrize("ahead", [0, 1, 3])
def test_so_many_pages_are_under_way_beside_the_one_that_is_needed(ahead: int) -> None:
    server = ListServer([*range(95)])
    server.walk(ahead=ahead)
    assert server.most_at_once == 1 + ahead


@pytest.mark.parametrize("ahead", [1, 5])
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("number", range(1, 6))
def test_a_list_that_moves_makes_pages_asked_ahead_worthless(ahead: int, change: str, number: int) -> None:
    server = ListServer([*range(95)], changes={number: CHANGES[change]})
    walk = server.walk(ahead=ahead)
    assert (walk.proof.verdict, walk.keys) == (Verdict.PROVEN, {*server.rows})


class Failing(ListServer):
    """It fails at one offset."""

    async def page(self, offset: int) -> Page:
        page = await super().page(offset)
        if offset > 40:
            raise ServerFault(f"no page at {offset}")
        return page


def test_a_page_ahead_that_fails_is_told_when_its_turn_comes_and_leaves_nothing_behind() -> None:
    walk = Walk(Failing([*range(95)]), page_size=10, ahead=9)
    got: list[int] = []
    complaints: list[object] = []

    async def read() -> None:
        async for page in walk.pages():
            got.append(page.offset)  # noqa: PERF401 - what came before the error counts

    async def scene() -> int:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
        with pytest.raises(ServerFault, match="no page at 45"):
            await read()
        return len(asyncio.all_tasks())

    assert asyncio.run(scene()) == 1
    assert got == [0, 9, 18, 27, 36]
    assert complaints == []
    assert walk.proof.verdict is Verdict.UNPROVEN


def test_a_walk_that_is_cancelled_leaves_no_request_behind() -> None:
    begun: list[int] = []
    ended: list[int] = []
    four_begun = asyncio.Event()

    class Slow(ListServer):
        async def page(self, offset: int) -> Page:
            if offset == 0:
                return await super().page(0)
            begun.append(offset)
            if len(begun) == 4:
                four_begun.set()
            try:
                await asyncio.Event().wait()
            finally:
                ended.append(offset)
            raise AssertionError

    async def scene() -> None:
        walk = Walk(Slow([*range(95)]), page_size=10, ahead=3)

        async def through() -> None:
            async for _ in walk.pages():
                pass

        walking = asyncio.ensure_future(through())
        await asyncio.wait_for(four_begun.wait(), 10)
        walking.cancel()
        await asyncio.gather(walking, return_exceptions=True)
        assert walking.cancelled()
        assert sorted(ended) == sorted(begun)
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(scene())


def test_a_limit_lowered_under_pages_asked_ahead_wastes_no_more_than_those() -> None:
    server = ListServer(
        [*range(95)], faults={n: lambda page: replace(page, keys=page.keys[:5], limit=5) for n in range(99)}
    )
    walk = server.walk(ahead=4)
    assert (walk.proof.verdict, walk.keys) == (Verdict.PROVEN, {*range(95)})
    assert len(server.asked) <= 24
