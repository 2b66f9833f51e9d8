"""What neither jobs nor open jobs account for warns, where it is more than a rounding of the balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lead_pipeline.quality.reconciliation import reconciled
from lead_pipeline_tests.house.tree import ROOT
from lead_pipeline_tests.quality.judging import change, told

if TYPE_CHECKING:
    from lead_pipeline.quality.verdict import Verdict
    from lead_pipeline_tests.warehouse.shop import Shop

COLUMNS = ("account", "is_latest", "balance_used_credits", "unexplained_credits")


def judged(shop: Shop, *rows: tuple[str, bool, int, int | str]) -> Verdict:
    """The verdict over a mart of these rows."""
    change(shop, "create schema marts")
    change(shop, "create table marts.credit_reconciliation (account text, is_latest bool, balance_used_credits bigint, "
                 "unexplained_credits bigint)")  # fmt: skip
    for row in rows:
        change(shop, f"insert into marts.credit_reconciliation values {row}".replace("'null'", "null"))
    return judge(shop)


def judge(shop: Shop) -> Verdict:
    with shop.warehouse.open("a test", read_only=True) as connection:
        return reconciled(connection)


def test_a_mart_that_is_not_built_compares_nothing(shop: Shop) -> None:
    verdict = judge(shop)
    assert (told(verdict), "not built" in verdict.told) == ("ok", True)


def test_a_balance_that_was_never_read_compares_nothing(shop: Shop) -> None:
    verdict = judged(shop)
    assert (told(verdict), "never read" in verdict.told) == ("ok", True)


@pytest.mark.parametrize(
    ("used", "left", "verdict"),
    [
        (1000, 0, "ok"), (1000, 20, "ok"), (1000, 21, "warn"), (1000, -21, "warn"), (100, 10, "ok"), (100, 11, "warn"),
        (0, 11, "warn"), (0, 0, "ok"),
    ],
)  # fmt: skip
def test_more_than_two_in_a_hundred_and_more_than_ten_credits_warn(
    shop: Shop, used: int, left: int, verdict: str
) -> None:
    assert told(judged(shop, ("ann", True, used, left))) == verdict


def test_the_account_and_the_direction_are_told(shop: Shop) -> None:
    verdict = judged(shop, ("ann", True, 900, 0), ("bob", True, 1000, -300))
    assert "bob: 300 credits fewer than its jobs, of 1,000 used" in verdict.told
    assert verdict.facts == {
        "periods": 2, "balance_used_credits": 1900, "unexplained_credits": -300, "accounts": "bob",
    }  # fmt: skip


def test_a_period_that_is_over_is_not_judged_again(shop: Shop) -> None:
    assert told(judged(shop, ("ann", False, 1000, 500), ("ann", True, 10, 0))) == "ok"


def test_what_open_jobs_may_cost_and_nobody_knows_is_not_judged(shop: Shop) -> None:
    verdict = judged(shop, ("ann", True, 1000, "null"))
    assert (told(verdict), "not known" in verdict.told) == ("ok", True)


def test_the_other_accounts_are_judged_all_the_same(shop: Shop) -> None:
    verdict = judged(shop, ("ann", True, 1000, "null"), ("bob", True, 1000, 500))
    assert (told(verdict), verdict.facts["accounts"]) == ("warn", "bob")


def test_the_mart_has_the_columns_that_are_judged() -> None:
    model = (ROOT / "dbt" / "models" / "marts" / "credits" / "credit_reconciliation.sql").read_text(encoding="utf-8")
    selected = model.rsplit("\nselect\n", maxsplit=1)[1]
    assert [name for name in COLUMNS if f" {name},\n" not in selected and f" {name}\n" not in selected] == []
