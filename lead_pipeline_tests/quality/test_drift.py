"""A drift is told for a day after it was first seen, and only when no account had shown it before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.sources import SOURCES
from lead_pipeline.warehouse.batch import DriftRecord
from lead_pipeline_tests.quality.judging import change, judge, told
from lead_pipeline_tests.warehouse.shop import Landing, walk

if TYPE_CHECKING:
    from lead_pipeline_tests.ingest.rig import Rig
    from lead_pipeline_tests.warehouse.shop import Shop

COLOUR = DriftRecord("new field", "colour", "str", 2)
A_DAY_AGO = "update ops.drift set first_seen_at = first_seen_at - interval 25 hours"


def test_a_new_drift_warns_and_says_what_and_whose(shop: Shop) -> None:
    for account in ("ann", "bob"):
        shop.land(Landing(drift=[COLOUR], walks=[walk(5)], account=account))
    verdict = judge(shop, "no_drift")
    assert (told(verdict), verdict.facts) == ("warn", {"new_drifts": 1, "accounts": "ann, bob"})
    assert "colour: new field str in 4 records (ann, bob)" in verdict.told


def test_after_a_day_it_is_no_news(shop: Shop) -> None:
    shop.land(Landing(drift=[COLOUR], walks=[walk(5)]))
    change(shop, A_DAY_AGO)
    shop.land(Landing(drift=[COLOUR], walks=[walk(5)]))
    assert told(judge(shop, "no_drift")) == "ok"


def test_what_another_account_showed_before_is_no_news(shop: Shop) -> None:
    shop.land(Landing(drift=[COLOUR], walks=[walk(5)]))
    change(shop, A_DAY_AGO)
    shop.land(Landing(drift=[COLOUR], walks=[walk(5)], account="bob"))
    assert told(judge(shop, "no_drift")) == "ok"


def test_of_many_drifts_the_commonest_are_told(shop: Shop) -> None:
    drifts = [DriftRecord("missing field", f"field_{number}", "", number) for number in range(1, 6)]
    shop.land(Landing(drift=drifts, walks=[walk(5)]))
    verdict = judge(shop, "no_drift")
    assert "field_5: missing field in 5 records (ann); field_4" in verdict.told
    assert "; and 2 more." in verdict.told


def test_a_field_that_an_api_adds_is_told(rig: Rig) -> None:
    source = SOURCES["flowmaticx"]
    rig.faults.arm("field_added", "flowmaticx/leads", times=None, field="mood", value="good")
    rig.sync()
    assert "mood: new field str in" in judge(rig, "no_drift", source.endpoint("leads"), source).told
    assert told(judge(rig, "no_drift", source.endpoint("jobs"), source)) == "ok"
