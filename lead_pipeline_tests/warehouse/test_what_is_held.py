"""What planning asks the warehouse: the parents with what is known of their state, and how many rows are held."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from lead_pipeline.warehouse.parents import held_rows, parent_rows
from lead_pipeline_tests.warehouse.shop import ITEMS, ORDERS, SHOP, Landing, bad, walk

if TYPE_CHECKING:
    from lead_pipeline.warehouse.parents import ParentRow
    from lead_pipeline_tests.warehouse.shop import Shop

DAY = datetime.fromisoformat("2026-01-01T00:00:00")


def orders(shop: Shop) -> list[ParentRow]:
    with shop.warehouse.open("a test", read_only=True) as connection:
        return parent_rows(connection, SHOP, ITEMS, "ann")


def held(shop: Shop, account: str = "ann") -> int:
    with shop.warehouse.open("a test", read_only=True) as connection:
        return held_rows(connection, SHOP, ITEMS, account)


def land_orders(shop: Shop, *rows: dict[str, object], **words: object) -> None:
    shop.land(Landing(rows, endpoint=ORDERS, **words))  # type: ignore[arg-type]


def test_parents_come_newest_first_with_their_state(shop: Shop) -> None:
    land_orders(shop, {"id": 1, "state": "DONE", "items": 3, "made_at": DAY}, {"id": 2, "state": "OPEN"})
    land_orders(shop, {"id": 9, "state": "DONE"}, account="bob")
    stamp = shop.ask("select distinct _changed_at::varchar from raw_shop.orders where account = 'ann'")[0][0]
    assert orders(shop) == [(2, False, None, stamp, None, False), (1, True, 3, stamp, DAY, False)]


def test_a_fingerprint_moves_only_with_its_row(shop: Shop) -> None:
    land_orders(shop, {"id": 1, "state": "OPEN"}, {"id": 2, "state": "OPEN"})
    before = {row[0]: row[3] for row in orders(shop)}
    land_orders(shop, {"id": 1, "state": "DONE"}, {"id": 2, "state": "OPEN"})
    after = {row[0]: row[3] for row in orders(shop)}
    assert after[1] != before[1]
    assert after[2] == before[2]


def test_a_parent_that_is_set_aside_is_never_final(shop: Shop) -> None:
    land_orders(shop, {"id": 1, "state": "DONE", "items": 3})
    land_orders(shop, aside=[bad("1"), bad("7"), bad("record x")], seen=[{"id": 1}, {"id": 7}])
    assert [(row[0], row[1], row[2], row[5]) for row in orders(shop)] == [
        (7, False, None, False),
        (1, False, None, False),
    ]
    assert orders(shop)[0][3] == "set aside"


def test_a_parent_marked_as_deleted_says_so(shop: Shop) -> None:
    land_orders(shop, {"id": 1, "state": "DONE"})
    land_orders(shop, walks=[walk(None, may_delete=True)])
    assert [(row[0], row[5]) for row in orders(shop)] == [(1, True)]


def test_an_endpoint_without_parents_has_none(shop: Shop) -> None:
    land_orders(shop, {"id": 1, "state": "DONE"})
    with shop.warehouse.open("a test") as connection:
        assert parent_rows(connection, SHOP, ORDERS, "ann") == []


def test_held_is_what_is_landed_or_set_aside_and_not_marked(shop: Shop) -> None:
    shop.land(Landing([{"id": number, "order_id": 5} for number in (1, 2, 3)]))
    assert held(shop) == 3
    shop.land(Landing(aside=[bad("4"), bad("record x")]))
    assert held(shop) == 5
    shop.land(Landing(aside=[bad("3")]))
    assert held(shop) == 5, "one row that is landed and set aside is one row"
    shop.land(Landing([{"id": 1, "order_id": 5}], seen=[{"id": 1}, {"id": 3}], walks=[walk(5, may_delete=True)]))
    assert held(shop) == 4
    assert held(shop, "bob") == 0
