"""A full day is held against the days before it: what is far off warns, what is merely uneven does not."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest

from lead_pipeline.quality.volume import day_column
from lead_pipeline.sources import SOURCES
from lead_pipeline.warehouse.batch import utc_now
from lead_pipeline_tests.quality.judging import change, judge, told, verdicts
from lead_pipeline_tests.warehouse.shop import BALANCE, ITEMS, ORDERS, SHOP, Landing, walk

if TYPE_CHECKING:
    from lead_pipeline.quality.verdict import Verdict
    from lead_pipeline_tests.warehouse.shop import Shop

WEEKS = [100, 120, 90, 110, 105, 0, 0] * 4
TODAY = utc_now().date()


def judged(shop: Shop, newest: int, before: list[int], account: str = "ann") -> Verdict:
    """Orders made yesterday, and on the days before; the last of these first."""
    ids = count(1)
    good = [
        {"id": next(ids), "state": "DONE", "made_at": datetime.combine(day, time(23, 59))}
        for back, rows in enumerate([newest, *before])
        for day in [TODAY - timedelta(days=1 + back)]
        for _ in range(rows)
    ]
    shop.land(Landing(good, endpoint=ORDERS, walks=[walk()], account=account))
    change(shop, f"update ops.landings set landed_at = timestamp '{TODAY} 09:00:00'")  # midnight may pass meanwhile
    return judge(shop, "volume", ORDERS)


@pytest.mark.parametrize(
    ("newest", "before", "verdict"),
    [
        (100, [100] * 28, "ok"),
        (51, [100] * 28, "ok"),
        (49, [100] * 28, "warn"),
        (151, [100] * 28, "warn"),
        (0, [100] * 28, "warn"),
        (0, [15] * 28, "ok"),
        (36, [15] * 28, "warn"),
        (0, WEEKS, "ok"),
        (300, WEEKS, "warn"),
        (0, [0, 0, 100] * 9 + [100], "ok"),
        (0, [0, 0, *[100] * 26], "warn"),
        (0, [0, 0, 0, *[100] * 25], "ok"),
        (0, [100] * 27 + [5000], "warn"),
        (500, [0, 0, 0, 500] * 7, "ok"),
    ],
)
def test_a_day_may_lie_within_what_the_days_before_leave(
    shop: Shop, newest: int, before: list[int], verdict: str
) -> None:
    assert told(judged(shop, newest, before)) == verdict


def test_an_account_of_less_than_fourteen_days_is_too_young(shop: Shop) -> None:
    verdict = judged(shop, 0, [100] * 13)
    assert (told(verdict), "Too young to tell" in verdict.told) == ("ok", True)


def test_an_account_of_fourteen_days_is_judged(shop: Shop) -> None:
    assert told(judged(shop, 0, [100] * 14)) == "warn"


def test_days_without_rows_count_and_an_old_first_row_makes_the_history_long(shop: Shop) -> None:
    assert told(judged(shop, 100, [0] * 40 + [7])) == "ok"
    assert judge(shop, "volume", ORDERS).facts["accounts_judged"] == 1


def test_years_that_a_first_sync_brings_in_a_day_are_nothing_unusual(shop: Shop) -> None:
    assert told(judged(shop, 20, [20] * 800)) == "ok"


def test_the_day_that_is_not_over_does_not_count(shop: Shop) -> None:
    judged(shop, 100, [100] * 28)
    made_at = datetime.combine(TODAY, time(1))
    shop.land(Landing([{"id": 9000, "state": "DONE", "made_at": made_at}], endpoint=ORDERS, run="r2"))
    verdict = judge(shop, "volume", ORDERS)
    assert (told(verdict), verdict.facts["day"], verdict.facts["rows"]) == (
        "ok", (TODAY - timedelta(days=1)).isoformat(), 100,
    )  # fmt: skip


def test_the_account_and_what_is_usual_are_told(shop: Shop) -> None:
    judged(shop, 100, [100] * 28)
    verdict = judged(shop, 7, [90] * 28, account="bob")
    assert verdict.facts["accounts"] == "bob 7 where 90 are usual"
    assert date.fromisoformat(str(verdict.facts["day"])) == TODAY - timedelta(days=1)


def test_rows_are_dated_as_declared_and_not_judged_where_nothing_dates_them(shop: Shop) -> None:
    source = SOURCES["flowmaticx"]
    dated = {endpoint.name: day_column(source, endpoint) for endpoint in source.endpoints}
    assert dated == {"jobs": "created_at", "leads": "created_at", "credits": None}
    assert day_column(SHOP, ORDERS) == "made_at"
    for endpoint in (ITEMS, BALANCE):
        assert day_column(SHOP, endpoint) is None
        assert "volume" not in verdicts(shop, endpoint)
