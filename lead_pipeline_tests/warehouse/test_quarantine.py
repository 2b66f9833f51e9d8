"""The quarantine: each record once, as it last came, with when it first did; it leaves when it comes back good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.warehouse import quarantine
from lead_pipeline.warehouse.batch import Counts, Place
from lead_pipeline_tests.warehouse.shop import ITEMS, SHOP, Landing, bad

if TYPE_CHECKING:
    from lead_pipeline_tests.warehouse.shop import Shop

KEPT = "select key, record, reasons, order_id, run_id from quarantine.shop_items order by key"


def test_a_record_is_kept_with_its_reasons_and_its_tie(shop: Shop) -> None:
    assert shop.land(Landing(aside=[bad("1", '{"id": 1.50}', order_id=5)])) == Counts(aside=1)
    assert shop.ask(KEPT) == [("1", '{"id": 1.50}', ["name: not a text"], 5, "r1")]


def test_whatever_was_received_can_be_kept(shop: Shop) -> None:
    records = ['{"name": "\\ud800"}', '{"price": 1e400}', "null", "[", '{ "a" : 1, "a":2 }', "🦆", "a\x00b"]
    shop.land(Landing(aside=[bad(str(number), record) for number, record in enumerate(records)]))
    assert [record for (record,) in shop.ask("select record from quarantine.shop_items order by key")] == records


def test_a_record_that_comes_again_is_the_same_one_seen_later(shop: Shop) -> None:
    shop.land(Landing(aside=[bad("1", "{}")]))
    ((first, last),) = shop.ask("select first_seen_at, last_seen_at from quarantine.shop_items")
    assert first == last
    shop.land(Landing(aside=[bad("1", "[]", "record: not a readable object", 6)], run="r2"))
    assert shop.ask(KEPT) == [("1", "[]", ["record: not a readable object"], 6, "r2")]
    ((first_now, last_now),) = shop.ask("select first_seen_at, last_seen_at from quarantine.shop_items")
    assert first_now == first
    assert last_now > last


def test_a_corrected_record_leaves(shop: Shop) -> None:
    shop.land(Landing(aside=[bad("1"), bad("2"), bad("record x")]))
    shop.land(Landing(aside=[bad("1")], account="bob"))
    assert shop.land(Landing([{"id": 1}])) == Counts(new=1)
    assert [row[0] for row in shop.ask(KEPT)] == ["1", "2", "record x"]
    assert shop.ask("select account from quarantine.shop_items where key = '1'") == [("bob",)]


def test_a_row_that_goes_bad_keeps_what_it_was(shop: Shop) -> None:
    shop.land(Landing([{"id": 1, "name": "box"}]))
    shop.land(Landing(aside=[bad("1")], seen=[{"id": 1, "order_id": None}]))
    assert shop.ask("select name from raw_shop.items") == [("box",)]


def test_reasons_are_counted_by_account(shop: Shop) -> None:
    shop.land(Landing(aside=[bad("1"), bad("2"), bad("3", reason="id: not_nullable")]))
    shop.land(Landing(aside=[bad("1")], account="bob"))
    with shop.warehouse.open("a test") as connection:
        assert quarantine.reasons(connection, SHOP, ITEMS) == [
            ("ann", "name: not a text", 2),
            ("ann", "id: not_nullable", 1),
            ("bob", "name: not a text", 1),
        ]


def test_records_are_told_oldest_first(shop: Shop) -> None:
    shop.land(Landing(aside=[bad("2")]))
    shop.land(Landing(aside=[bad("1"), bad("2")]))
    shop.land(Landing(aside=[bad("3")], account="bob"))
    with shop.warehouse.open("a test") as connection:
        every = quarantine.records(connection, SHOP, ITEMS)
        of_bob = quarantine.records(connection, SHOP, ITEMS, "bob")
    assert [record["key"] for record in every] == ["2", "1", "3"]
    assert [(record["account"], record["key"], record["record"]) for record in of_bob] == [("bob", "3", "{}")]


def test_records_can_be_let_go(shop: Shop) -> None:
    shop.land(Landing(aside=[bad("1"), bad("2")]))
    with shop.warehouse.open("a test") as connection:
        quarantine.let_go(connection, Place(SHOP, ITEMS, "bob", "r2"), ["2"])
        quarantine.let_go(connection, Place(SHOP, ITEMS, "ann", "r2"), ["1"])
    assert [row[0] for row in shop.ask(KEPT)] == ["2"]
