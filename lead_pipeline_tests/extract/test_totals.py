"""The total is a hint, never the only rule: null, wrong or moving, it neither ends a walk early nor proves it alone."""

from __future__ import annotations

from itertools import chain, repeat

import pytest

from lead_pipeline.extract.proof import Verdict
from lead_pipeline_tests.extract.list_server import ListServer, cut, empty, without_total


@pytest.mark.parametrize("rows", [0, 1, 9, 10, 11, 25, 30, 31])
def test_without_a_total_all_is_read_and_nothing_proven(rows: int) -> None:
    server = ListServer([*range(rows)], total=lambda _: None)
    walk = server.walk()
    assert walk.keys == {*range(rows)}
    assert (walk.proof.verdict, walk.proof.last_total) == (Verdict.UNPROVEN, None)
    assert len(server.asked) <= -(-rows // 9) + 2


@pytest.mark.parametrize("rows", [0, 1, 9, 10, 25, 30])
def test_without_a_total_a_parent_that_counts_as_many_proves_it(rows: int) -> None:
    server = ListServer([*range(rows)], total=lambda _: None)
    assert server.walk(expected=rows).proof.verdict is Verdict.PROVEN
    assert server.walk(expected=rows + 1).proof.verdict is Verdict.UNPROVEN


def test_without_a_total_one_empty_page_is_not_believed() -> None:
    server = ListServer([*range(10)], total=lambda _: None, faults={0: empty})
    assert server.walk().keys == {*range(10)}


def test_a_total_that_is_missing_once_is_no_loss() -> None:
    for number in range(4):
        server = ListServer([*range(35)], faults={number: without_total})
        walk = server.walk()
        assert (walk.proof.verdict, walk.keys) == (Verdict.PROVEN, {*range(35)}), number


@pytest.mark.parametrize("total", [0, 1, 10, 20, 34])
@pytest.mark.parametrize("expected", [None, 35])
def test_a_total_too_low_is_proven_by_two_passes_that_agree(total: int, expected: int | None) -> None:
    server = ListServer([*range(35)], total=lambda _: total)
    walk = server.walk(expected=expected)
    assert walk.keys == {*range(35)}
    assert (walk.proof.verdict, walk.proof.passes) == (Verdict.PROVEN, 2)
    assert f"the total says {total}" in walk.proof.reason


@pytest.mark.parametrize("total", [36, 40, 41, 1000])
@pytest.mark.parametrize("expected", [None, 35])
def test_a_total_too_high_ends_unproven(total: int, expected: int | None) -> None:
    server = ListServer([*range(35)], total=lambda _: total)
    walk = server.walk(expected=expected)
    assert walk.keys == {*range(35)}
    assert (walk.proof.verdict, walk.proof.passes) == (Verdict.UNPROVEN, 2)
    assert walk.proof.reason == f"the list ends after 35 rows, its total says {total}"


@pytest.mark.parametrize("totals", [(35, 34), (34, 35), (36, 35), (35, 400, 7), (None, 35), (35, None)])
def test_a_total_that_wavers_over_a_list_that_stands_loses_nothing(totals: tuple[int | None, ...]) -> None:
    turns = chain.from_iterable(repeat(totals))
    server = ListServer([*range(35)], total=lambda _: next(turns))
    walk = server.walk()
    assert walk.keys == {*range(35)}
    assert walk.proof.passes <= 3


def test_a_short_page_is_not_the_end() -> None:
    for number in range(4):
        server = ListServer([*range(35)], faults={number: cut(4)})
        walk = server.walk()
        assert (walk.proof.verdict, walk.keys) == (Verdict.PROVEN, {*range(35)}), number
        assert len(server.asked) <= 6


def test_a_total_reached_on_a_full_page_is_not_the_end_by_itself() -> None:
    server = ListServer([*range(20)], total=lambda rows: 10)
    assert server.walk().keys == {*range(20)}


def test_the_first_and_the_newest_total_are_kept() -> None:
    turns = iter([12, None, 15, 15, 15, 15, 15, 15])
    server = ListServer([*range(15)], total=lambda _: next(turns))
    proof = server.walk().proof
    assert (proof.first_total, proof.last_total) == (12, 15)
