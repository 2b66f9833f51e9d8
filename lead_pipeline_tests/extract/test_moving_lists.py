"""Lists that move while they are read: what was there all the time is among the keys, and the end is proven."""

from __future__ import annotations

import pytest

from lead_pipeline.extract.proof import Verdict
from lead_pipeline.extract.walk import Walk
from lead_pipeline_tests.extract.list_server import ListServer, both, gone, newest, oldest

NEW = range(100, 200)


def proven(walk: Walk, server: ListServer) -> Walk:
    assert walk.proof.verdict is Verdict.PROVEN, walk.proof
    assert walk.keys == {*server.rows}
    assert walk.proof.last_total == len(server.rows)
    return walk


@pytest.mark.parametrize("expected", [None, 40, 37])
@pytest.mark.parametrize("count", [1, 3, 8])
def test_a_list_that_grows_is_proven_by_reading_its_new_head(count: int, expected: int | None) -> None:
    server = ListServer([*range(40)], changes={2: newest(*NEW[:count])})
    walk = proven(server.walk(expected=expected), server)
    assert (walk.proof.passes, server.asked.count(0), server.asked[-1]) == (2, 2, 0)
    assert len(server.asked) <= 7
    assert walk.proof.shifts >= 1


@pytest.mark.parametrize("expected", [None, 40])
@pytest.mark.parametrize("count", [10, 20, 25, 60])
def test_more_new_rows_than_a_page_holds_are_no_loop(count: int, expected: int | None) -> None:
    server = ListServer([*range(40)], changes={2: newest(*NEW[:count])})
    proven(server.walk(expected=expected), server)


def test_a_list_that_grows_again_and_again_is_read_to_its_newest_row() -> None:
    server = ListServer([*range(40)], changes={n: newest(100 + n) for n in range(1, 7)})
    assert proven(server.walk(), server).keys >= {*range(40), *range(101, 106)}


@pytest.mark.parametrize("expected", [None, 40])
def test_rows_that_come_in_at_the_end_need_no_second_pass(expected: int | None) -> None:
    server = ListServer([*range(36)], changes={2: oldest(100, 101)})
    assert proven(server.walk(expected=expected), server).proof.passes == 1


@pytest.mark.parametrize("expected", [None, 40, 42])
@pytest.mark.parametrize("count", [1, 3, 9, 10, 19])
def test_rows_lost_where_we_have_been_cost_none_of_the_others(count: int, expected: int | None) -> None:
    server = ListServer([*range(40)], changes={2: gone(*range(count))})
    walk = proven(server.walk(expected=expected), server)
    assert walk.proof.passes == 2
    assert walk.proof.reason.endswith("as the total says")


def test_rows_lost_where_we_have_not_been_need_no_second_pass() -> None:
    server = ListServer([*range(36)], changes={2: gone(30, 31)})
    assert proven(server.walk(), server).proof.passes == 1


@pytest.mark.parametrize("count", [1, 2, 5])
def test_losses_hidden_by_new_rows_at_the_end_show_in_the_overlap(count: int) -> None:
    server = ListServer([*range(36)], changes={2: both(gone(*range(count)), oldest(*NEW[:count]))})
    proven(server.walk(), server)


def test_losses_hidden_by_a_growing_end_show_where_nothing_overlaps_yet() -> None:
    server = ListServer([*range(20)], changes={1: both(gone(1, 2, 3), oldest(*NEW[:9]))})
    proven(server.walk(expected=20), server)


def test_a_list_that_is_emptied_while_it_is_read_is_proven_empty() -> None:
    server = ListServer([*range(40)], changes={2: gone(*range(40))})
    proven(server.walk(), server)


def test_a_list_that_falls_behind_the_reader_is_read_anew() -> None:
    server = ListServer([*range(40)], changes={3: gone(*range(35))})
    proven(server.walk(), server)


def test_what_left_before_the_second_pass_is_not_among_the_keys() -> None:
    server = ListServer([*range(40)], changes={2: gone(3), 4: newest(100)})
    assert 3 not in proven(server.walk(), server).keys


def test_a_list_that_never_stands_still_ends_unproven_after_three_passes() -> None:
    server = ListServer([*range(40)], changes={n: gone(n % 40) for n in range(1, 100)})
    walk = server.walk()
    assert walk.proof.verdict is not Verdict.PROVEN or walk.keys >= {*server.rows}
    assert walk.proof.passes <= 3


def test_the_honest_limit_new_rows_and_losses_where_we_have_been_with_equal_totals() -> None:
    server = ListServer([*range(36)], changes={2: both(gone(3), newest(100))})
    walk = server.walk()
    assert walk.proof.verdict is Verdict.PROVEN
    assert walk.keys == {*range(36)}, "what was there all the time is read; the exchange shows in the next walk"
    assert 100 in server.walk().keys


def test_the_honest_limit_of_two_witnesses_who_agree_a_loss_hidden_by_a_new_row_at_the_end() -> None:
    server = ListServer([*range(40)], changes={2: both(gone(3), oldest(100))})
    walk = server.walk(expected=40)
    assert walk.proof.verdict is Verdict.PROVEN
    assert 20 not in walk.keys
