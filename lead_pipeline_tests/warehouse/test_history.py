"""A history keeps every reading, also one that says the same as the last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.warehouse.batch import Counts
from lead_pipeline_tests.warehouse.shop import BALANCE, Landing, bad

if TYPE_CHECKING:
    from lead_pipeline_tests.warehouse.shop import Shop


def test_every_reading_is_kept(shop: Shop) -> None:
    for run, amount in (("r1", 7), ("r2", 7), ("r3", 5)):
        assert shop.land(Landing([{"amount": amount}], endpoint=BALANCE, run=run)) == Counts(new=1)
    assert shop.ask("select amount, _run_id from raw_shop.balance order by _first_seen_at") == [
        (7, "r1"),
        (7, "r2"),
        (5, "r3"),
    ]


def test_a_reading_that_broke_a_rule_is_set_aside_beside_it(shop: Shop) -> None:
    shop.land(Landing([], [bad("record 1", '{"left": -1}')], endpoint=BALANCE))
    assert shop.land(Landing([{"amount": 7}], endpoint=BALANCE)) == Counts(new=1)
    assert shop.ask("select record from quarantine.shop_balance") == [('{"left": -1}',)]
