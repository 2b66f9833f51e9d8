"""A page of the bench's server is the same, whether its leads lie side by side or are put together."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

import pytest

from bench.server.account import Account
from bench.server.rows import Rows
from bench.server.shelf import AT_ONCE, Shelf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROWS = Rows(Account(AT_ONCE, 20), bad=True)
MOST = AT_ONCE + 120


@pytest.fixture(scope="module")
def shelf() -> Iterator[Shelf]:
    with tempfile.TemporaryFile() as file:
        shelf = Shelf(ROWS, file)
        shelf.fill(AT_ONCE + 50)
        shelf.fill(MOST)
        yield shelf


@pytest.mark.parametrize(
    "ids",
    [
        range(100, 0, -1),
        range(AT_ONCE + 30, AT_ONCE - 70, -1),  # rendered in two blocks, as they are many
        range(MOST, AT_ONCE + 20, -1),  # and as the account has grown
        range(7, 6, -1),
        range(0),
        [12, 11, 9],
    ],
    ids=str,
)
def test_a_page_holds_these_leads_newest_first(shelf: Shelf, ids: Sequence[int]) -> None:
    assert shelf.leads(ids) == b",".join(ROWS.leads(ids))
