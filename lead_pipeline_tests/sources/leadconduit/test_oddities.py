"""LeadConduit's own ways: shared step ids, two shapes of a recipient, refusals in its words, secrets in settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lead_pipeline.errors import KeyRejected, RequestRefused, ScopeMissing
from lead_pipeline.ingest.outcome import Status
from lead_pipeline_tests.sources.leadconduit.truth import expected
from lead_pipeline_tests.sources.rig import of

if TYPE_CHECKING:
    from lead_pipeline_tests.sources.rig import SystemRig

FLOWS = ("flows", "flow_details", "flow_steps")


def test_steps_of_two_flows_may_have_the_same_ids(small: SystemRig) -> None:
    for flow in small.truth("flows"):
        steps = [{**step, "id": f"step_{step['position']:03}"} for step in flow["configuration"]["steps"]]
        small.edit("set_row", resource="flows", key=flow["id"], fields={"configuration": {"steps": steps}})
    assert small.sync(only=FLOWS).exit_code == 0
    assert small.landed("flow_steps") == expected(small, "flow_steps")


def test_no_secret_that_somebody_put_into_a_step_lands(small: SystemRig) -> None:
    flow = small.truth("flows")[0]
    hidden = {
        "password": "hush-1",
        "auth": {"user": "hush-2"},
        "headers": {"X-Api-Key": "hush-3"},
        "api_key": ["hush-4"],
    }
    settings = {**hidden, "required_fields": ["email"], "require_password": True, "client_secret": None}
    steps = [{"id": "s1", "type": "recipient", "name": "CRM", "position": 1, "settings": settings}]
    bad = [{**steps[0], "id": "s2", "position": -1}]  # set aside, and so kept as it came
    small.edit("set_row", resource="flows", key=flow["id"], fields={"configuration": {"steps": steps + bad}})
    small.sync(only=FLOWS)
    kept = small.landed("flow_steps")[flow["id"], "s1"]["settings"]
    assert kept["required_fields"] == ["email"]
    assert (kept["require_password"], kept["client_secret"]) == (True, None)
    assert {kept["password"], kept["auth"], kept["headers"]["X-Api-Key"], kept["api_key"]} == {"•••"}
    (record,) = small.query("select record from quarantine.leadconduit_flow_steps")[0]
    assert "•••" in record
    assert not [file for file in small.home.rglob("*") if file.is_file() and b"hush-" in file.read_bytes()]


def test_a_recipient_lands_in_both_its_shapes(small: SystemRig) -> None:
    small.sync()
    told = [row["recipient"] for row in small.landed("events").values() if row["type"] == "delivered"]
    assert {type(one) for one in told} == {dict}
    within = [event for row in small.landed("lead_details").values() for event in row["events"]]
    assert {type(event["recipient"]) for event in within if event["type"] == "delivered"} == {str}


def test_a_status_that_nobody_documented_lands_and_is_noted(small: SystemRig) -> None:
    lead = small.truth("leads")[0]["id"]
    small.edit("set_row", resource="leads", key=lead, fields={"status": "parked"})
    assert small.sync().exit_code == 0
    assert small.landed("leads")[lead,]["status"] == "parked"
    assert {row[2] for row in small.complaints()} == {"status"}


def test_a_lead_that_is_listed_and_cannot_be_had_is_no_failure_and_not_asked_for_again(small: SystemRig) -> None:
    lead = small.truth("leads")[0]["id"]
    small.faults.arm("status", "leadconduit/lead", times=1, status=404)
    outcome = small.sync(in_flight=1)
    assert outcome.exit_code == 0
    assert len(small.landed("lead_details")) == len(small.truth("leads")) - 1
    assert lead in {entry.path.rpartition("/")[2] for entry in small.asked}
    small.sync()
    assert small.requests()["lead"] == 0


def test_an_account_without_a_flow_is_proven_to_have_none(small: SystemRig) -> None:
    small.edit("delete_rows", resource="flows", keys=[flow["id"] for flow in small.truth("flows")])
    outcome = small.sync()
    assert (outcome.exit_code, dict(small.requests())) == (0, {"flows": 1})


def test_an_account_without_leads_has_no_details_and_no_sums(small: SystemRig) -> None:
    for resource in ("leads", "events"):
        small.edit("delete_rows", resource=resource, keys=[row["id"] for row in small.truth(resource)])
    assert small.sync().exit_code == 0
    flows = len(small.truth("flows"))
    assert small.requests() == {"flows": 1, "flow": flows, "events": flows, "leads": flows}
    assert small.landed("flows") == expected(small, "flows")


def test_a_refused_key_stops_the_account_at_its_first_request(small: SystemRig) -> None:
    small.environment["LEADCONDUIT_API_KEY"] = "revoked-key-of-long-ago"
    outcome = small.sync()
    assert (outcome.exit_code, type(outcome.error), len(small.asked)) == (1, KeyRejected, 1)
    assert "LEADCONDUIT_API_KEY" in str(outcome.error)
    assert "revoked-key-of-long-ago" not in str(outcome.error)


def test_what_the_account_may_not_read_stops_that_alone(small: SystemRig) -> None:
    small.faults.arm("status", "leadconduit/events", times=None, status=403)
    outcome = small.sync(in_flight=1)
    assert outcome.exit_code == 1
    (error,) = of(outcome, "events").errors
    assert isinstance(error, ScopeMissing)
    assert "may not read events" in error.cure
    assert {each.endpoint for each in outcome.endpoints if each.status is not Status.PROVEN} == {"events"}
    assert small.landed("lead_details") == expected(small, "lead_details")


@pytest.mark.parametrize("status", [400, 422])
def test_a_refused_request_tells_its_field_and_its_number(small: SystemRig, status: int) -> None:
    small.faults.arm("status", "leadconduit/leads", times=None, status=status, message="Request validation failed")
    outcome = small.sync(only=("flows", "leads"), in_flight=1)
    error = of(outcome, "leads").errors[0]
    assert isinstance(error, RequestRefused)
    assert str(error.facts["request_id"]).startswith("req_")
    assert f"HTTP {status} validation_failed: Request validation failed" in error.message
    assert f"Their number for it: {error.facts['request_id']}" in error.message
