"""Pages that contradict the walk: empty before the end, repeated, or without end."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import count

import pytest

from lead_pipeline.errors import WalkBroken
from lead_pipeline.extract.page import Page
from lead_pipeline.extract.proof import Verdict
from lead_pipeline.extract.walk import PAGE_TRIES, Walk
from lead_pipeline_tests.extract.list_server import ListServer, both, cut, empty, newest

ALL = {*range(35)}


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("expected", [None, 35])
def test_an_empty_page_before_the_end_is_asked_for_again(number: int, expected: int | None) -> None:
    server = ListServer([*range(35)], faults={number: empty, number + 1: empty})
    walk = server.walk(expected=expected)
    assert (walk.proof.verdict, walk.keys) == (Verdict.PROVEN, ALL)
    assert (len(server.asked), server.pauses, walk.proof.tally.retries) == (6, [1, 2], 2)


def test_a_page_that_stays_empty_ends_the_walk_unproven() -> None:
    server = ListServer([*range(35)], faults=dict.fromkeys(range(2, 100), empty))
    walk = server.walk()
    assert walk.proof.verdict is Verdict.UNPROVEN
    assert "its total says 35" in walk.proof.reason
    assert len(server.asked) <= 2 + 3 * PAGE_TRIES


def test_a_page_that_stays_empty_in_one_pass_is_read_in_the_next() -> None:
    server = ListServer([*range(35)], faults=dict.fromkeys(range(2, 5), empty))
    walk = server.walk()
    assert (walk.proof.verdict, walk.proof.passes, walk.keys) == (Verdict.PROVEN, 2, ALL)


@pytest.mark.parametrize("number", range(1, 4))
@pytest.mark.parametrize("expected", [None, 35])
def test_a_page_that_comes_twice_is_asked_for_again(number: int, expected: int | None) -> None:
    server = ListServer([*range(35)])
    server.faults = {number: server.repeat, number + 1: server.repeat}
    walk = server.walk(expected=expected)
    assert (walk.proof.verdict, walk.keys, len(server.asked)) == (Verdict.PROVEN, ALL, 6)


class DeafServer(ListServer):
    """It knows nothing of offsets."""

    async def page(self, offset: int) -> Page:
        return replace(await super().page(0), offset=offset)


@pytest.mark.parametrize("total", [35, 36, None])
@pytest.mark.parametrize("expected", [None, 35])
def test_a_list_that_shows_the_same_page_for_ever_is_an_error(total: int | None, expected: int | None) -> None:
    server = DeafServer([*range(35)], total=lambda _: total)
    with pytest.raises(WalkBroken, match="loops: the page at offset") as caught:
        server.walk(expected=expected)
    assert caught.value.facts["offset"] in {9, 10}
    assert len(server.asked) == 1 + PAGE_TRIES


def test_the_same_page_again_is_just_the_end_where_the_total_is_reached() -> None:
    server = DeafServer([*range(10)])
    assert server.walk().proof.verdict is Verdict.PROVEN
    assert len(server.asked) == 2


class EndlessServer(ListServer):
    """New rows for every offset."""

    async def page(self, offset: int) -> Page:
        return replace(await super().page(0), offset=offset, keys=[*range(offset, offset + self.size)])


@pytest.mark.parametrize("total", [None, 0, 35])
def test_a_list_without_end_is_an_error(total: int | None) -> None:
    with pytest.raises(WalkBroken, match="does not end") as caught:
        EndlessServer([], total=lambda _: total).walk()
    assert caught.value.cure


def test_a_list_whose_second_page_is_another_each_time_is_an_error() -> None:
    class Restless(ListServer):
        async def page(self, offset: int) -> Page:
            page = await super().page(offset)
            begin = len(self.asked) * 100
            return page if offset == 0 else replace(page, keys=[*range(begin, begin + len(page.keys))])

    with pytest.raises(WalkBroken, match="moves faster than it can be read"):
        Restless([*range(35)]).walk()


def test_a_list_with_random_keys_on_every_page_is_an_error() -> None:
    numbers = count()

    class Random(ListServer):
        async def page(self, offset: int) -> Page:
            page = await super().page(offset)
            return replace(page, keys=[next(numbers) for _ in page.keys])

    with pytest.raises(WalkBroken):
        Random([*range(35)]).walk()


def test_a_short_page_of_a_list_that_grew_is_not_its_end() -> None:
    server = ListServer([*range(35)], changes={1: newest(100)}, faults={2: cut(3)})
    walk = server.walk()
    assert (walk.proof.verdict, walk.keys) == (Verdict.PROVEN, {*server.rows})


def test_an_empty_page_with_a_total_of_nothing_does_not_end_a_walk() -> None:
    server = ListServer([*range(35)], faults={2: lambda page: replace(page, keys=[], total=0)})
    walk = server.walk()
    assert (walk.proof.verdict, walk.keys) == (Verdict.PROVEN, ALL)


def test_a_walk_that_is_left_early_proves_nothing() -> None:
    server = ListServer([*range(35)], changes={1: both(newest(100))})
    walk = Walk(server, page_size=10, ahead=3)

    async def leave() -> None:
        pages = walk.pages()
        await anext(pages)
        await anext(pages)
        await pages.aclose()  # type: ignore[attr-defined]

    asyncio.run(leave())
    assert walk.proof.verdict is Verdict.UNPROVEN
    assert walk.proof.distinct == len(walk.keys) > 0
