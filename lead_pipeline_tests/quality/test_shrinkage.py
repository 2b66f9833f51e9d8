"""Much that is marked as deleted at once stops the publishing, until a day has passed or someone has accepted it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lead_pipeline.warehouse import ledger
from lead_pipeline.warehouse.batch import utc_now
from lead_pipeline.warehouse.ledger import RunRecord
from lead_pipeline_tests.quality.judging import change, judge, told
from lead_pipeline_tests.warehouse.shop import Landing, walk

if TYPE_CHECKING:
    from lead_pipeline_tests.warehouse.shop import Shop


def shrink(shop: Shop, held: int, left: int, account: str = "ann") -> None:
    """So many rows are held, then only so many are left."""
    shop.land(Landing([{"id": number} for number in range(held)], walks=[walk()], account=account))
    rows = [{"id": number} for number in range(left)]
    shop.land(Landing(rows, walks=[walk(may_delete=True)], account=account, run="r2"))


def run(shop: Shop, command: str, account: str = "ann", run_id: str = "r3") -> None:
    """A sync that began and ended now."""
    with shop.warehouse.open("a test") as connection:
        ledger.start_run(connection, RunRecord(run_id, "shop", account, command, "1.0"), utc_now())
        ledger.end_run(connection, run_id, status="ok", exit_code=0, detail="", now=utc_now())


@pytest.mark.parametrize(
    ("held", "left", "verdict"),
    [(60, 60, "ok"), (63, 42, "ok"), (63, 41, "error"), (20, 0, "ok"), (21, 0, "error"), (1000, 700, "ok")],
)
def test_more_than_a_third_and_more_than_twenty_is_an_error(shop: Shop, held: int, left: int, verdict: str) -> None:
    shrink(shop, held, left)
    assert told(judge(shop, "shrinkage")) == verdict


def test_a_large_account_does_not_hide_a_small_one(shop: Shop) -> None:
    shrink(shop, 1000, 990)
    shrink(shop, 40, 0, account="bob")
    verdict = judge(shop, "shrinkage")
    assert (told(verdict), verdict.facts) == ("error", {"marked": 50, "accounts": "bob 40"})
    assert "--accept-shrink" in verdict.told


def test_it_ends_a_day_later(shop: Shop) -> None:
    shrink(shop, 90, 0)
    change(shop, "update raw_shop.items set _deleted_at = _deleted_at - interval 25 hours")
    assert told(judge(shop, "shrinkage")) == "ok"


def test_a_day_in_which_nothing_landed_does_not_end_it(shop: Shop) -> None:
    shrink(shop, 90, 0)
    change(shop, "update raw_shop.items set _deleted_at = _deleted_at - interval 25 hours")
    change(shop, "update ops.landings set landed_at = landed_at - interval 24 hours")
    assert told(judge(shop, "shrinkage")) == "error"


def test_rows_that_come_back_end_it(shop: Shop) -> None:
    shrink(shop, 90, 0)
    shop.land(Landing([{"id": number} for number in range(80)], walks=[walk()], run="r3"))
    assert told(judge(shop, "shrinkage")) == "ok"


@pytest.mark.parametrize(
    ("command", "account", "verdict"),
    [("sync --accept-shrink", "ann", "ok"), ("sync", "ann", "error"), ("sync --accept-shrink", "bob", "error")],
)
def test_a_later_sync_of_that_account_that_accepts_it_ends_it(
    shop: Shop, command: str, account: str, verdict: str
) -> None:
    shrink(shop, 90, 0)
    run(shop, command, account)
    assert told(judge(shop, "shrinkage")) == verdict


def test_what_was_accepted_before_accepts_nothing_now(shop: Shop) -> None:
    run(shop, "sync --accept-shrink", run_id="r0")
    shrink(shop, 90, 0)
    assert told(judge(shop, "shrinkage")) == "error"


def test_an_acceptance_is_told(shop: Shop) -> None:
    shrink(shop, 90, 0)
    run(shop, "sync --accept-shrink")
    assert (
        "90 rows marked as deleted within a day of the newest landing. A person accepted"
        in judge(shop, "shrinkage").told
    )
