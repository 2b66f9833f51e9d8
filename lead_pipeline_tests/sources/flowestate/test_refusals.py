"""FlowEstate's refusals: a 429 that calls itself a bad request, scopes, keys that died, messages shown as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lead_pipeline.errors import KeyRejected, Paused, RequestRefused, ScopeMissing
from lead_pipeline.http_client.retry import RetryPolicy
from lead_pipeline.ingest.outcome import Status
from lead_pipeline_tests.sources.flowestate.truth import LISTS, expected
from lead_pipeline_tests.sources.rig import of

if TYPE_CHECKING:
    from lead_pipeline.ingest.outcome import AccountOutcome
    from lead_pipeline_tests.sources.rig import SystemRig

RECOMMENDED = ("leads:read", "projects:read", "members:read")
AT_ONCE = RetryPolicy(first_wait=0.001, longest_wait=0.005, patience=0)


def not_proven(outcome: AccountOutcome) -> set[str]:
    return {each.endpoint for each in outcome.endpoints if each.status is not Status.PROVEN}


@pytest.mark.parametrize("written", ["seconds", "date", "past", "garbage", "absent"])
def test_a_429_is_the_rate_limit_whatever_its_code_says(rig: SystemRig, written: str) -> None:
    rig.faults.arm("rate_limited", "flowestate/leads", times=2, retry_after=written, seconds=0)
    outcome = rig.sync(only=("leads",))
    assert (outcome.exit_code, of(outcome, "leads").tally.rate_limited) == (0, 2)
    assert rig.landed("leads") == expected(rig, "leads")


def test_the_limit_that_only_a_429_tells_is_kept_from_then_on(rig: SystemRig) -> None:
    rig.running.sandbox.keys.register(rig.key, requests_per_minute=10)
    rig.open_budgets()
    outcome = rig.sync(policy=AT_ONCE, in_flight=1)
    assert (outcome.exit_code, type(outcome.error)) == (3, Paused)
    assert [entry.status for entry in rig.asked] == [200] * 10 + [429]
    assert rig.limits_told() == [(60, 10)]
    rig.in_another_hour()
    assert rig.sync(only=("me",)).budget_left == 10 - 1


def test_the_scopes_that_a_warehouse_needs_are_enough(rig: SystemRig) -> None:
    rig.running.sandbox.keys.register(rig.key, scopes=RECOMMENDED, requests_per_minute=0)
    outcome = rig.sync()
    assert outcome.exit_code == 0
    left_out = {each.endpoint: each.left_out for each in outcome.endpoints if each.left_out}
    assert set(left_out) == {"webhook_subscriptions", "webhook_event_types"}
    assert set(left_out.values()) == {"left out, the key lacks the scope webhooks:manage"}
    for endpoint in set(LISTS) - set(left_out):
        assert rig.landed(endpoint) == expected(rig, endpoint), endpoint


def test_a_scope_that_is_needed_and_missing_stops_what_needs_it_alone(rig: SystemRig) -> None:
    rig.running.sandbox.keys.register(rig.key, scopes=("leads:read", "members:read"), requests_per_minute=0)
    outcome = rig.sync()
    assert (outcome.exit_code, not_proven(outcome)) == (1, {"projects"})
    (error,) = of(outcome, "projects").errors
    assert isinstance(error, ScopeMissing)
    assert "Insufficient permissions. Missing scopes: projects:read" in error.message
    assert rig.landed("lead_activities") == expected(rig, "lead_activities")


@pytest.mark.parametrize("state", ["revoked", "expired", "expired, as the other page says", "unknown"])
def test_a_key_that_opens_nothing_stops_the_account_at_its_first_request(rig: SystemRig, state: str) -> None:
    if state == "unknown":
        rig.environment["FLOWESTATE_API_KEY"] = "short"
    else:
        rig.running.sandbox.keys.register(rig.key, revoked=state == "revoked", expired=state.startswith("expired"))
    if "other" in state:
        rig.edit("switch", name="expired_is_forbidden")
    outcome = rig.sync()
    assert (outcome.exit_code, type(outcome.error), len(rig.asked)) == (1, KeyRejected, 1)
    assert "FLOWESTATE_API_KEY" in str(outcome.error)
    assert rig.key not in str(outcome.error)


def test_a_message_for_the_user_is_shown_as_it_is(rig: SystemRig) -> None:
    message = "Has alcanzado el número máximo de leads de tu plan. Actualízalo: ¡es fácil!"
    rig.faults.arm("status", "flowestate/leads", times=None, status=403, message=message)
    error = of(rig.sync(only=("leads",)), "leads").errors[0]
    assert message in error.message
    assert error.facts["told"] == message


def test_a_validation_message_is_split_into_fields_and_reasons(rig: SystemRig) -> None:
    message = "Validation error: email: Invalid email; phone: String must be at most 50 characters: 51"
    words: dict[str, Any] = {"status": 400, "code": "VALIDATION_ERROR", "message": message}
    rig.faults.arm("status", "flowestate/leads", times=None, **words)
    error = of(rig.sync(only=("leads",)), "leads").errors[0]
    assert isinstance(error, RequestRefused)
    told = {"email": "Invalid email", "phone": "String must be at most 50 characters: 51"}
    assert error.facts["fields"] == told
    assert error.message.count("Invalid email") == 1


@pytest.mark.parametrize("message", ["Validation error: everything is wrong", "Error de validación: email: no"])
def test_a_message_that_is_not_so_made_stays_whole(rig: SystemRig, message: str) -> None:
    words: dict[str, Any] = {"status": 400, "code": "VALIDATION_ERROR", "message": message}
    rig.faults.arm("status", "flowestate/leads", times=None, **words)
    error = of(rig.sync(only=("leads",)), "leads").errors[0]
    assert (error.facts["fields"], error.facts["told"]) == ({}, message)


def test_a_lead_that_goes_between_its_list_and_its_activities_is_looked_at_again(rig: SystemRig) -> None:
    rig.faults.arm("status", "flowestate/activities", times=1, status=404)
    outcome = rig.sync()
    assert (outcome.exit_code, not_proven(outcome)) == (3, {"lead_activities"})
    assert rig.sync().exit_code == 0
    assert rig.requests()["activities"] == 1
    assert rig.landed("lead_activities") == expected(rig, "lead_activities")


def test_activities_that_are_nowhere_to_be_found_are_not_asked_for_lead_by_lead(rig: SystemRig) -> None:
    rig.faults.arm("status", "flowestate/activities", times=None, status=404)
    outcome = rig.sync(in_flight=1)
    assert outcome.exit_code == 1
    assert rig.requests()["activities"] == 5
    assert not_proven(outcome) == {"lead_activities"}


def test_an_empty_office_is_proven_to_be_empty(rig: SystemRig) -> None:
    for resource in ("leads", "activities", "projects", "units", "webhook_subscriptions"):
        rig.edit("delete_rows", resource=resource, keys=[row["id"] for row in rig.truth(resource)])
    outcome = rig.sync()
    assert (outcome.exit_code, not_proven(outcome)) == (0, set())
    assert {rig.requests()[route] for route in ("units", "activities")} == {0}
