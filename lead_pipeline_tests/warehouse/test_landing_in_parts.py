"""One landing in several parts comes to the same as all of it at once: where a key comes twice the later one counts."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import pytest

from lead_pipeline.warehouse import merge
from lead_pipeline.warehouse.batch import Counts
from lead_pipeline.warehouse.database import GROUP_ROWS
from lead_pipeline.warehouse.landing import landing
from lead_pipeline_tests.warehouse.shop import BALANCE, ITEMS, Landing, bad, place, rows, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lead_pipeline.spec.source import Endpoint
    from lead_pipeline.warehouse.batch import WalkRecord
    from lead_pipeline_tests.warehouse.shop import Shop

NAMES = "select id, name from raw_shop.items where _deleted_at is null order by id"


def land(shop: Shop, *parts: Landing, walks: Iterable[WalkRecord] = ()) -> Counts:
    """Land these parts as one."""
    shop.land(Landing())  # makes the tables
    with shop.warehouse.open("a test") as connection, landing(connection, place(parts[0])) as batch:
        for part in parts:
            batch.add(rows(part))
        batch.finish([*walks])
    return batch.counts


def stopped() -> Iterator[WalkRecord]:
    """Walks that come to an error."""
    yield walk()
    raise RuntimeError("stopped")


def test_a_key_that_comes_in_two_parts_has_the_later_row(shop: Shop) -> None:
    first, second = Landing([{"id": 1, "name": "a"}, {"id": 2}]), Landing([{"id": 1, "name": "b"}, {"id": 3}])
    assert land(shop, first, second) == Counts(new=3, changed=1)
    assert shop.ask(NAMES) == [(1, "b"), (2, None), (3, None)]


def test_a_row_that_is_held_and_comes_in_three_parts_is_written_once(shop: Shop) -> None:
    shop.land(Landing([{"id": 1, "name": "old"}]))
    assert land(shop, *(Landing([{"id": 1, "name": name}], run="r2") for name in "abc")) == Counts(
        changed=1, unchanged=2
    )
    assert shop.ask(NAMES) == [(1, "c")]


def test_rows_that_are_held_are_compared_in_batches_too(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merge, "COMPARED_ROWS", 2)
    shop.land(Landing([{"id": number, "name": "a"} for number in range(5)]))
    parts = [Landing([{"id": number, "name": "b" if number == 3 else "a"}], run="r2") for number in range(5)]
    assert land(shop, *parts) == Counts(changed=1, unchanged=4)
    assert shop.ask("select id from raw_shop.items where _run_id = 'r2'") == [(3,)]


def test_a_record_that_comes_good_and_bad_is_kept_as_it_came_last(shop: Shop) -> None:
    shop.land(Landing(aside=[bad("3")]))
    parts = (
        Landing([{"id": 1}], [bad("2", "{}")]),
        Landing([{"id": 2}, {"id": 3}], [bad("1", "[]")]),
        Landing(aside=[bad("1", "null"), bad("4")]),
    )
    assert land(shop, *parts) == Counts(new=3, aside=4)
    kept = shop.ask("select key, record from quarantine.shop_items order by key")
    assert [key for key, _ in kept] == ["1", "4"]
    assert kept[0] == ("1", "null")


def test_what_no_part_shows_is_marked_as_deleted_at_the_end(shop: Shop) -> None:
    shop.land(Landing([{"id": number, "order_id": 7} for number in (1, 2, 3)]))
    parts = Landing([{"id": 1, "order_id": 7}]), Landing([{"id": 3, "order_id": 7}])
    assert land(shop, *parts, walks=[walk(7, may_delete=True)]).deleted == 1
    assert [number for number, _ in shop.ask(NAMES)] == [1, 3]


def test_a_part_that_fails_takes_the_parts_before_it_along(shop: Shop) -> None:
    shop.land(Landing())
    with pytest.raises(RuntimeError, match="stopped"):
        land(shop, Landing([{"id": 1}], [bad("2")]), walks=stopped())
    assert shop.ask(NAMES) == []
    assert shop.ask("select count(*) from quarantine.shop_items") == [(0,)]


@pytest.mark.parametrize("endpoint", [ITEMS, BALANCE], ids=lambda endpoint: endpoint.name)
def test_rows_are_let_go_of_as_soon_as_they_are_added_not_when_the_landing_ends(shop: Shop, endpoint: Endpoint) -> None:
    shop.land(Landing(endpoint=endpoint))  # makes the tables
    part = Landing([{"id": 1}] if endpoint is ITEMS else [{"amount": 1}], endpoint=endpoint)
    with shop.warehouse.open("a test") as connection, landing(connection, place(part)) as batch:
        came = rows(part)
        frame = weakref.ref(came.good)
        batch.add(came)
        del came
        gc.collect()
        assert frame() is None, "each part of a long landing would stay in memory until the last one is added"
        batch.finish([])
    assert shop.ask(f"select count(*) from raw_shop.{endpoint.name}") == [(1,)]


def test_groups_of_rows_are_as_large_as_memory_allows_and_stay_so(shop: Shop) -> None:
    for start in (0, 50_000):
        land(
            shop, *(Landing([{"id": i} for i in range(at, at + 10_000)]) for at in range(start, start + 50_000, 10_000))
        )
    sizes = shop.ask(
        "select sum(count) from pragma_storage_info('raw_shop.items') "
        "where column_name = 'id' and segment_type <> 'VALIDITY' group by row_group_id"
    )
    assert sum(size for (size,) in sizes) == 100_000
    assert max(size for (size,) in sizes) <= GROUP_ROWS
