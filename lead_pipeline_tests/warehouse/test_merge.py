"""Merging by key: what is new comes in, what differs is rewritten, and a row that did not change is left alone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from lead_pipeline.warehouse.batch import Counts
from lead_pipeline_tests.warehouse.shop import ORDERS, Landing, walk

if TYPE_CHECKING:
    from lead_pipeline_tests.warehouse.shop import Shop

at = datetime.fromisoformat
STAMPS = "select id, _first_seen_at, _changed_at, _deleted_at, _run_id from raw_shop.items order by id"
TEXTS = ["a\x00b", "🦆", "'; drop table raw_shop.items; --", "x" * 1_000_000, "\u202eمرحبا"]
CHANGES: list[tuple[str, object, object]] = [
    ("name", "box", "Box"),
    ("name", "box", None),
    ("name", None, "box"),
    ("name", None, ""),
    ("price", 1.0, 1.0000000000000002),
    ("price", 0.0, None),
    ("price", None, 0.0),
    ("is_open", False, None),
    ("is_open", True, False),
    ("made_at", at("2026-01-01T00:00:00"), at("2026-01-01T00:00:00.000001")),
    ("order_id", 5, 6),
    ("order_id", None, 6),
    ("_extra", None, '{"a":1}'),
    ("_extra", '{"a":1}', '{"a":1.0}'),
    ("_extra", '{"a":1}', None),
]
FULL: dict[str, Any] = {
    "id": 1, "order_id": 5, "name": "box", "price": 0.1, "is_open": True, "made_at": at("2026-01-01T00:00:00"),
    "_extra": '{"a":1.0,"b":[null,"ä"]}',
}  # fmt: skip


def test_new_rows_come_in_with_their_stamps(shop: Shop) -> None:
    assert shop.land(Landing([FULL, {"id": 2}])) == Counts(new=2)
    (first, second) = shop.ask("select * exclude (_first_seen_at, _changed_at) from raw_shop.items order by id")
    assert first == ("ann", 1, 5, "box", 0.1, True, at("2026-01-01T00:00:00"), None, "r1", FULL["_extra"])
    assert second == ("ann", 2, None, None, None, None, None, None, "r1", None)
    ((first_seen, changed),) = shop.ask("select distinct _first_seen_at, _changed_at from raw_shop.items")
    assert first_seen == changed


def test_rows_that_did_not_change_are_not_written_again(shop: Shop) -> None:
    shop.land(Landing([FULL, {"id": 2}, {"id": 3, "price": float(2**53), "name": ""}]))
    before = shop.ask(STAMPS)
    again = Landing([FULL, {"id": 2}, {"id": 3, "price": float(2**53), "name": ""}], run="r2")
    assert shop.land(again) == Counts(unchanged=3)
    assert shop.ask(STAMPS) == before


def test_every_change_is_seen_and_no_row_beside_it_is_touched(shop: Shop) -> None:
    numbered = list(enumerate(CHANGES, 1))
    untouched = [{"id": -number, column: before} for number, (column, before, _) in numbered]
    shop.land(Landing([{"id": number, column: before} for number, (column, before, _) in numbered] + untouched))
    before = {row[0]: row[1:] for row in shop.ask(STAMPS)}
    later = Landing([{"id": number, column: after} for number, (column, _, after) in numbered] + untouched, run="r2")
    assert shop.land(later) == Counts(changed=len(CHANGES), unchanged=len(CHANGES))
    for number, first_seen, changed, deleted, run in shop.ask(STAMPS):
        if number < 0:
            assert (first_seen, changed, deleted, run) == before[number]
        else:
            assert (first_seen, deleted, run) == (before[number][0], None, "r2")
            assert changed > before[number][1]
    for number, (column, _, after) in numbered:
        assert shop.ask(f"select {column} from raw_shop.items where id = ?", number) == [(after,)]


def test_a_walk_that_does_not_know_the_tie_leaves_the_one_that_is_there(shop: Shop) -> None:
    shop.land(Landing([{"id": 1, "order_id": 5, "name": "box"}]))
    assert shop.land(Landing([{"id": 1, "name": "box"}])) == Counts(unchanged=1)
    assert shop.land(Landing([{"id": 1, "name": "bag"}])) == Counts(changed=1)
    assert shop.ask("select order_id, name from raw_shop.items") == [(5, "bag")]


def test_one_key_in_two_accounts_is_two_rows(shop: Shop) -> None:
    shop.land(Landing([{"id": 1, "name": "box"}]))
    assert shop.land(Landing([{"id": 1, "name": "bag"}], account="bob")) == Counts(new=1)
    assert shop.land(Landing([{"id": 1, "name": "bag"}], account="bob")) == Counts(unchanged=1)
    assert shop.ask("select account, name from raw_shop.items order by account") == [("ann", "box"), ("bob", "bag")]


def test_a_row_that_returns_is_marked_no_more(shop: Shop) -> None:
    shop.land(Landing([{"id": 1, "order_id": 5}]))
    shop.land(Landing(walks=[walk(5, may_delete=True)]))
    assert shop.ask("select _deleted_at is not null from raw_shop.items") == [(True,)]
    assert shop.land(Landing([{"id": 1, "order_id": 5}], run="r3")) == Counts(changed=1)
    assert shop.ask("select _deleted_at, _run_id from raw_shop.items") == [(None, "r3")]


def test_nothing_to_land_is_no_trouble(shop: Shop) -> None:
    assert shop.land(Landing()) == Counts()
    assert shop.land(Landing(endpoint=ORDERS)) == Counts()


def test_a_text_is_held_letter_for_letter(shop: Shop) -> None:
    rows = [{"id": number, "name": text} for number, text in enumerate(TEXTS)]
    shop.land(Landing(rows))
    assert [text for (text,) in shop.ask("select name from raw_shop.items order by id")] == TEXTS
    assert shop.land(Landing(rows)) == Counts(unchanged=len(TEXTS))


def test_the_first_and_the_last_of_everything_is_held(shop: Shop) -> None:
    rows: list[dict[str, Any]] = [
        {"id": -(2**63), "made_at": at("0001-01-01T00:00:00"), "price": 5e-324},
        {"id": 2**63 - 1, "made_at": at("9999-12-31T23:59:59.999999"), "price": 1.7976931348623157e308},
    ]
    shop.land(Landing(rows))
    assert shop.ask("select id, made_at, price from raw_shop.items order by id") == [
        tuple(row.values()) for row in rows
    ]
    assert shop.land(Landing(rows)) == Counts(unchanged=2)
