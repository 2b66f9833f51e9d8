"""As few requests as the API allows: how many a list costs that stands still."""

from __future__ import annotations

import pytest

from lead_pipeline.extract.proof import Verdict
from lead_pipeline_tests.extract.list_server import ListServer, newest

SIZE = 20
LENGTHS = range(15 * SIZE)


def pages_of(rows: int) -> int:
    return max(1, -(-rows // SIZE))


def one_row_of_overlap_fits_for_free(rows: int) -> bool:
    """Whether so many pages hold the rows, a row twice between each two of them, and leave the last one short."""
    pages = pages_of(rows)
    return pages * SIZE - rows > pages - 1


def cost(rows: int, expected: int | None) -> int:
    server = ListServer([*range(rows)], SIZE)
    walk = server.walk(size=SIZE, expected=expected)
    assert walk.proof.verdict is Verdict.PROVEN
    assert walk.keys == {*range(rows)}
    assert walk.proof.pages == len(server.asked)
    assert (walk.proof.distinct, walk.proof.passes, walk.proof.shifts) == (rows, 1, 0)
    assert server.pauses == []
    return len(server.asked)


def test_a_list_costs_its_pages_and_one_more_where_nothing_else_shows_its_end() -> None:
    for rows in LENGTHS:
        assert cost(rows, None) == pages_of(rows) + (not one_row_of_overlap_fits_for_free(rows)), rows


def test_where_a_second_witness_counts_the_same_a_list_costs_its_pages() -> None:
    for rows in LENGTHS:
        assert cost(rows, expected=rows) == pages_of(rows), rows


@pytest.mark.parametrize("difference", [-3, 3])
def test_a_second_witness_that_counts_otherwise_costs_nothing(difference: int) -> None:
    for rows in LENGTHS[4:]:
        assert cost(rows, expected=rows + difference) == cost(rows, expected=None), rows


def test_one_row_of_overlap_costs_a_page_more_per_as_many_pages_as_a_page_has_rows() -> None:
    assert cost(SIZE * 100, None) == 100 + 6


@pytest.mark.parametrize("rows", [0, 1, 7, 10])
def test_a_list_on_one_page_needs_no_overlap(rows: int) -> None:
    server = ListServer([*range(rows)])
    server.walk()
    assert server.asked == ([0, 10] if rows == 10 else [0])


def test_as_much_overlap_as_the_last_page_has_room_for_is_free() -> None:
    server = ListServer([*range(24)])
    server.walk()
    assert server.asked == [0, 8, 16]


def test_an_empty_list_whose_parent_counts_some_is_asked_for_twice() -> None:
    server = ListServer([])
    assert server.walk(expected=47).proof.verdict is Verdict.PROVEN
    assert server.asked == [0, 0]


def test_a_list_that_is_empty_but_once_is_read() -> None:
    server = ListServer([], changes={1: newest(1, 2)})
    assert server.walk(expected=2).keys == {1, 2}
