"""What the bench's server lets through in a sliding minute, and what is made of a list of times."""

from __future__ import annotations

import pytest

from bench.server.book import Book, Rules
from bench.windows import most_in_any, share_used


def test_the_limit_slides_and_says_when_there_is_room_again() -> None:
    book = Book(Rules(limit=3))
    assert [book.enter("leads", at) for at in (0.0, 10.0, 20.0, 30.0)] == [0, 0, 0, 30]
    assert [book.enter("leads", at) for at in (60.0, 65.0, 70.0)] == [0, 5, 0]
    assert (book.limited, len(book.times)) == (2, 7)


def test_a_long_refusal_begins_with_the_request_said_and_passes() -> None:
    book = Book(Rules(block_after=2, block_seconds=75))
    assert [book.enter("leads", at) for at in (0.0, 1.0, 50.0, 76.0, 200.0)] == [0, 75, 26, 0, 0]


def test_the_most_in_any_minute_is_found_wherever_it_lies() -> None:
    assert most_in_any([0, 59.5, 60, 61, 62, 119, 500]) == 5
    assert most_in_any([0, 60, 120]) == 1
    assert most_in_any([60, 0]) == 1
    assert most_in_any([]) == 0


def test_an_even_flow_at_the_limit_uses_all_of_it() -> None:
    assert share_used([at / 5 for at in range(3_000)], 300) == pytest.approx(1.0, abs=0.01)
    assert share_used([at / 2 for at in range(1_000)], 300) == pytest.approx(0.4, abs=0.01)


def test_bursts_use_as_much_as_the_time_between_them_allows() -> None:
    bursts = [burst * 61 + at / 1_000 for burst in range(4) for at in range(300)]
    assert share_used(bursts, 300) == pytest.approx(60 / 61, abs=0.01)


def test_work_that_is_over_within_a_minute_says_nothing_of_the_limit() -> None:
    assert share_used([0, 1, 59], 300) is None
    assert share_used([], 300) is None
