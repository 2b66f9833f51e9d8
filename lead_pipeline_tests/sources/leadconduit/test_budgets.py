"""The hour and the minute of LeadConduit together: kept, learned, waited for, shared out between lists and queues."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from lead_pipeline.errors import Paused
from lead_pipeline.ingest.outcome import Status
from lead_pipeline_tests.sources.leadconduit.truth import expected
from lead_pipeline_tests.sources.rig import of

if TYPE_CHECKING:
    from lead_pipeline_tests.sources.rig import SystemRig

LISTS = ("flows", "events", "leads")


def details_asked(rig: SystemRig) -> list[str]:
    return [entry.path.rpartition("/")[2] for entry in rig.asked if entry.route == "leadconduit/lead"]


def test_queues_leave_room_for_the_lists_and_are_worked_off_sync_by_sync(rig: SystemRig) -> None:
    rig.with_budgets(hour=120, minute=1000)
    rig.environment["LEADCONDUIT_REQUESTS_PER_MINUTE"] = "1000"
    asked: list[str] = []
    syncs = 0
    while True:
        outcome = rig.sync(in_flight=1)
        syncs += 1
        assert {entry.status for entry in rig.asked} == {200}
        assert len(rig.asked) <= 120
        assert all(of(outcome, name).status is Status.PROVEN for name in LISTS)
        asked += details_asked(rig)
        if outcome.exit_code == 0:
            break
        assert outcome.exit_code == 3
        rig.in_another_hour()
    leads = rig.truth("leads")
    assert sorted(asked) == sorted(lead["id"] for lead in leads)  # each once
    sums = rig.landed("analytics_by_source")
    assert sums == expected(rig, "analytics_by_source")
    total = 1 + 4 + 4 + 5 + len(leads) + 2 * len({(key[0], key[1]) for key in sums})
    assert syncs <= total // 100 + 2


def test_the_best_leads_are_told_first_and_what_waits_is_said_with_its_hour(rig: SystemRig) -> None:
    rig.with_budgets(hour=100, minute=1000)
    rig.environment["LEADCONDUIT_REQUESTS_PER_MINUTE"] = "1000"
    outcome = rig.sync(in_flight=1)
    scores = {lead["id"]: lead["quality_score"] or 0 for lead in rig.truth("leads")}
    asked = details_asked(rig)
    assert [scores[lead] for lead in asked] == sorted(scores.values(), reverse=True)[: len(asked)]
    assert 60 < len(asked) < 80
    (told,) = of(outcome, "lead_details").shortfall
    waiting, _, until = told.partition(" wait for a later run: the budget is used up until ")
    assert waiting == f"{len(scores) - len(asked)} of {len(scores)}"
    hour = datetime.now(UTC) + timedelta(hours=1)
    assert abs(datetime.fromisoformat(until) - hour) < timedelta(minutes=2)


def test_a_used_up_hour_pauses_the_account_until_it_ends_and_the_next_sync_goes_on(small: SystemRig) -> None:
    small.with_budgets(hour=8, minute=1000)
    outcome = small.sync()
    assert (outcome.exit_code, type(outcome.error)) == (3, Paused)
    assert isinstance(outcome.error, Paused)
    until = datetime.fromisoformat(outcome.error.until)
    assert timedelta(0) < until - datetime.now(UTC) < timedelta(seconds=3700)
    landed = len(small.landed("flow_details"))
    small.running.sandbox.keys.register(small.key)
    small.in_another_hour()
    small.close_budgets()
    assert small.sync().exit_code == 0
    assert small.requests()["flow"] == len(small.truth("flows")) - landed
    assert small.landed("leads") == expected(small, "leads")


def test_the_hour_that_answers_tell_is_kept_also_where_a_setting_says_the_minute(small: SystemRig) -> None:
    small.with_budgets(hour=200, minute=1000)
    small.environment["LEADCONDUIT_REQUESTS_PER_MINUTE"] = "90"
    outcome = small.sync(only=("flows",))
    assert outcome.budget_left == 86 - 1  # of the minute; a few are spared
    assert [told for told in small.limits_told() if told[0] == 3600] == [(3600, 200)]


@pytest.mark.parametrize("written", ["seconds", "date", "past", "garbage", "absent"])
def test_a_429_is_waited_for_however_it_says_how_long(small: SystemRig, written: str) -> None:
    small.faults.arm("rate_limited", "leadconduit/leads", times=2, retry_after=written, seconds=0)
    outcome = small.sync(only=LISTS)
    assert outcome.exit_code == 0
    assert of(outcome, "leads").tally.rate_limited == 2
    assert small.landed("leads") == expected(small, "leads")


def test_a_429_of_an_hour_pauses_and_says_until_when(small: SystemRig) -> None:
    small.faults.arm("rate_limited", "leadconduit/leads", times=None, seconds=3600)
    outcome = small.sync(only=LISTS)
    assert outcome.exit_code == 3
    assert of(outcome, "leads").status is Status.PAUSED
    assert isinstance(outcome.error, Paused)
    assert "longer than a run waits" in str(outcome.error)
    small.faults.clear()
    assert small.sync(only=LISTS).exit_code == 0
