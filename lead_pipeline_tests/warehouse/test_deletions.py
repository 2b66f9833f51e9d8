"""Marks of deletion: only a walk that may do so sets them, and only on the rows of its own list that it did not see.

A marked row stays with all it held. What may have been there all the same is never marked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lead_pipeline_tests.warehouse.shop import BALANCE, Landing, bad, walk

if TYPE_CHECKING:
    from lead_pipeline.warehouse.batch import WalkRecord
    from lead_pipeline_tests.warehouse.shop import Shop

HELD = [
    {"id": 1, "order_id": 5, "name": "box"},
    {"id": 2, "order_id": 5, "name": "bag"},
    {"id": 3, "order_id": 6, "name": "tin"},
    {"id": 4, "name": "cup"},
]


@pytest.fixture
def held(shop: Shop) -> Shop:
    """Two orders with items, and an item of no order; another account has the same."""
    shop.land(Landing(HELD, account="bob"))
    shop.land(Landing(HELD))
    return shop


def marked(shop: Shop, account: str = "ann") -> list[int]:
    query = "select id from raw_shop.items where _deleted_at is not null and account = ? order by id"
    return [number for (number,) in shop.ask(query, account)]


def test_what_a_walk_of_one_order_did_not_see_is_marked_in_that_order(held: Shop) -> None:
    counts = held.land(Landing([HELD[0]], walks=[walk(5, may_delete=True)], run="r2"))
    assert (counts.deleted, counts.unchanged) == (1, 1)
    assert marked(held) == [2]
    found = held.ask(
        "select name, _changed_at = _deleted_at, _run_id from raw_shop.items where _deleted_at is not null"
    )
    assert found == [("bag", True, "r2")]


@pytest.mark.parametrize("walks", [[], [walk(5)], [walk(5, "unproven"), walk(6)]], ids=["none", "one", "two"])
def test_a_walk_that_may_not_delete_marks_nothing(held: Shop, walks: list[WalkRecord]) -> None:
    assert held.land(Landing([], walks=walks)).deleted == 0
    assert marked(held) == []


def test_a_walk_that_may_not_delete_keeps_its_rows_beside_one_that_may(held: Shop) -> None:
    held.land(Landing([], walks=[walk(5, "unproven"), walk(6, may_delete=True)]))
    assert marked(held) == [3]


def test_the_whole_list_marks_over_all_orders_and_none(held: Shop) -> None:
    assert held.land(Landing([HELD[2]], walks=[walk(None, may_delete=True)])).deleted == 3
    assert marked(held) == [1, 2, 4]


def test_no_other_account_is_touched(held: Shop) -> None:
    held.land(Landing([], walks=[walk(None, may_delete=True)]))
    assert marked(held, "bob") == []


def test_what_moved_to_another_order_is_not_marked_in_the_old_one(held: Shop) -> None:
    moved = [HELD[0], {**HELD[1], "order_id": 6}, HELD[2]]
    held.land(Landing(moved, walks=[walk(5, may_delete=True), walk(6, may_delete=True)]))
    assert marked(held) == []


def test_what_was_seen_and_set_aside_is_not_marked(held: Shop) -> None:
    seen = [{"id": 1, "order_id": 5}, {"id": 2, "order_id": 5}]
    held.land(Landing([HELD[0]], [bad("2")], seen, walks=[walk(5, may_delete=True)]))
    assert marked(held) == []


def test_a_record_without_a_readable_key_may_be_any_of_its_order(held: Shop) -> None:
    seen: list[dict[str, Any]] = [{"id": 1, "order_id": 5}, {"id": None, "order_id": 5}]
    walks = [walk(5, may_delete=True), walk(6, may_delete=True)]
    held.land(Landing([HELD[0]], [bad("record x")], seen, walks=walks))
    assert marked(held) == [3]


def test_a_record_without_a_readable_key_may_be_any_of_the_whole_list(held: Shop) -> None:
    seen: list[dict[str, Any]] = [{"id": 1, "order_id": None}, {"id": None, "order_id": None}]
    held.land(Landing([], [bad("record x")], seen, walks=[walk(None, may_delete=True)]))
    assert marked(held) == []


def test_a_row_is_marked_once(held: Shop) -> None:
    held.land(Landing([], walks=[walk(5, may_delete=True)]))
    before = held.ask("select * from raw_shop.items order by account, id")
    assert held.land(Landing([], walks=[walk(5, may_delete=True)], run="r9")).deleted == 0
    assert held.ask("select * from raw_shop.items order by account, id") == before


def test_an_empty_list_may_delete_all_of_it(held: Shop) -> None:
    held.land(Landing([], walks=[walk(5, may_delete=True)]))
    assert marked(held) == [1, 2]


def test_a_history_is_never_marked(shop: Shop) -> None:
    shop.land(Landing([{"amount": 7}], endpoint=BALANCE))
    shop.land(Landing([], endpoint=BALANCE, walks=[walk(None, may_delete=True)]))
    assert shop.ask("select amount, _deleted_at from raw_shop.balance") == [(7, None)]
