"""A key that is there twice is found, in the account that has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline_tests.quality.judging import change, judge, told
from lead_pipeline_tests.warehouse.shop import Landing, walk

if TYPE_CHECKING:
    from lead_pipeline_tests.warehouse.shop import Shop


def test_the_same_key_in_two_accounts_is_no_repetition(shop: Shop) -> None:
    for account in ("ann", "bob"):
        shop.land(Landing([{"id": 1}, {"id": 2}], walks=[walk(5)], account=account))
    assert told(judge(shop, "unique_key")) == "ok"


def test_a_row_that_is_there_twice_stops_the_publishing(shop: Shop) -> None:
    shop.land(Landing([{"id": 1}, {"id": 2}], walks=[walk(5)], account="bob"))
    for _ in range(2):
        change(shop, "insert into raw_shop.items select distinct * from raw_shop.items where id = 2")
    verdict = judge(shop, "unique_key")
    assert (told(verdict), verdict.facts["surplus_rows"], verdict.facts["accounts"]) == ("error", 2, "bob 2")


def test_a_repetition_that_is_marked_as_deleted_is_one_too(shop: Shop) -> None:
    shop.land(Landing([{"id": 1}], walks=[walk(5)]))
    change(
        shop,
        "insert into raw_shop.items by name select * replace (now()::timestamp as _deleted_at) from raw_shop.items",
    )
    assert told(judge(shop, "unique_key")) == "error"
