"""How much set aside is a warning, an error, and a reason not to publish; and what counts at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lead_pipeline.sources import SOURCES
from lead_pipeline_tests.quality.judging import judge, told
from lead_pipeline_tests.warehouse.shop import BALANCE, Landing, bad, walk

if TYPE_CHECKING:
    from lead_pipeline_tests.ingest.rig import Rig
    from lead_pipeline_tests.warehouse.shop import Shop


def landing(held: int, aside: int, account: str = "ann", run: str = "r1") -> Landing:
    """So many items of order 5 that are good, and so many that are not; the walk is proven."""
    good = [{"id": number, "order_id": 5} for number in range(held)]
    broken = [bad(str(1000 + number), order_id=5) for number in range(aside)]
    return Landing(good, broken, walks=[walk(5)], account=account, run=run)


@pytest.mark.parametrize(
    ("held", "aside", "rule", "all_rules"),
    [
        (100, 0, "ok", "ok"),
        (96, 4, "warn", "ok"),
        (95, 5, "error", "ok"),
        (90, 10, "error", "ok"),
        (209, 11, "error", "error"),
        (210, 11, "warn", "ok"),
        (0, 3, "error", "error"),
    ],
)
def test_from_five_in_a_hundred_it_is_an_error_and_from_eleven_records_it_blocks(
    shop: Shop, held: int, aside: int, rule: str, all_rules: str
) -> None:
    shop.land(landing(held, aside))
    assert told(judge(shop, "values_readable")) == rule
    assert told(judge(shop, "set_aside")) == all_rules


def test_the_verdict_names_the_accounts_and_the_reason(shop: Shop) -> None:
    shop.land(landing(98, 2))
    shop.land(landing(100, 0, account="bob"))
    verdict = judge(shop, "values_readable")
    assert verdict.facts == {"set_aside": 2, "records": 200, "largest_share": 0.02, "accounts": "ann 2"}
    assert verdict.told.startswith("2 records set aside (ann 2; 2.0% of an account at most): name: not a text. See")


def test_a_large_account_does_not_hide_a_small_one(shop: Shop) -> None:
    shop.land(landing(900, 0))
    shop.land(landing(20, 20, account="bob"))
    verdict = judge(shop, "set_aside")
    assert (told(verdict), "bob 20, 50.0% of an account" in verdict.told) == ("error", True)
    assert "ann" not in verdict.told


def test_a_record_that_breaks_two_rules_counts_for_both_and_once_in_all(shop: Shop) -> None:
    record = bad("7", order_id=5) | {"reasons": ["name: not a text", "price: not a text", "id: not_nullable"]}
    shop.land(Landing([{"id": 1, "order_id": 5}], [record], walks=[walk(5)]))
    shares = {
        name: judge(shop, name).facts["set_aside"] for name in ("values_readable", "required_values", "set_aside")
    }
    assert shares == {"values_readable": 1, "required_values": 1, "set_aside": 1}


def test_a_record_that_its_list_no_longer_shows_does_not_count(shop: Shop) -> None:
    shop.land(landing(20, 20))
    assert told(judge(shop, "set_aside")) == "error"
    shop.land(landing(20, 0, run="r2"))
    assert [told(judge(shop, name)) for name in ("set_aside", "values_readable")] == ["ok", "ok"]
    assert shop.ask("select count(*) from quarantine.shop_items") == [(20,)]


@pytest.mark.parametrize("verdict", ["unproven", "failed"])
def test_a_walk_that_proves_nothing_lets_nothing_be_forgotten(shop: Shop, verdict: str) -> None:
    shop.land(landing(20, 20))
    shop.land(Landing(walks=[walk(5, verdict)], run="r2"))
    assert told(judge(shop, "set_aside")) == "error"


def test_what_was_tried_again_and_stays_counts(shop: Shop) -> None:
    shop.land(landing(20, 20))
    again = [bad(str(1000 + number), order_id=5) for number in range(20)]
    shop.land(Landing((), again, run="replay-1"))
    assert judge(shop, "set_aside").facts["set_aside"] == 20


def test_a_reading_of_a_history_counts_until_the_next_good_one(shop: Shop) -> None:
    shop.land(Landing([{"amount": 1}], endpoint=BALANCE, walks=[walk()]))
    shop.land(Landing((), [bad("record a")], endpoint=BALANCE, walks=[walk()], run="r2"))
    assert told(judge(shop, "values_readable", BALANCE)) == "ok"
    assert told(judge(shop, "former_rules", BALANCE)) == "error"  # the balance has no name
    shop.land(Landing([{"amount": 1}], endpoint=BALANCE, walks=[walk()], run="r3"))
    assert told(judge(shop, "former_rules", BALANCE)) == "ok"


def test_an_api_that_is_mended_and_read_anew_can_be_published(rig: Rig) -> None:
    source, leads = SOURCES["flowmaticx"], SOURCES["flowmaticx"].endpoint("leads")
    rig.faults.arm("field_value", "flowmaticx/leads", times=None, field="isBillable", value="perhaps", every=3)
    rig.sync()
    assert told(judge(rig, "set_aside", leads, source)) == "error"
    rig.faults.clear()
    rig.sync(verify=True)
    assert told(judge(rig, "set_aside", leads, source)) == "ok"
