"""Flows in two sizes, the events of a flow, and the sums of its leads."""

from __future__ import annotations

from collections import Counter
from typing import Any

from lead_pipeline_tests.sandbox.one_system import OneSystem

EVENT = ["id", "lead_id", "type", "timestamp", "outcome", "recipient", "duration_ms", "response_code"]


def truth(api: OneSystem, resource: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = api.truth()[resource]
    return rows


def busiest(api: OneSystem) -> str:
    return str(Counter(lead["flow_id"] for lead in truth(api, "leads")).most_common(1)[0][0])


def test_flows_come_all_at_once_with_the_sums_of_their_leads(api: OneSystem) -> None:
    body = api.body("/flows")
    assert list(body) == ["flows"]
    for flow in body["flows"]:
        assert list(flow) == ["id", "name", "status", "created_at", "updated_at", "statistics"]
        leads = [lead for lead in truth(api, "leads") if lead["flow_id"] == flow["id"]]
        refused = sum(lead["status"] in {"received", "rejected"} for lead in leads)
        assert flow["statistics"]["total_leads"] == len(leads)
        assert flow["statistics"]["acceptance_rate"] == (round(1 - refused / len(leads), 2) if leads else 0)
    assert {flow["status"] for flow in body["flows"]} == {"active", "paused"}
    assert body["flows"][-1]["statistics"] == {"total_leads": 0, "acceptance_rate": 0.0, "average_quality": 0.0}


def test_a_flow_by_itself_tells_its_steps_but_no_times_and_no_sums(api: OneSystem) -> None:
    flow = api.body(f"/flows/{busiest(api)}")
    assert list(flow) == ["id", "name", "status", "description", "configuration"]
    steps = flow["configuration"]["steps"]
    assert [step["position"] for step in steps] == [1, 2, 3]
    assert [step["type"] for step in steps] == ["source", "enhancement", "recipient"]
    assert ["service" in step for step in steps] == [False, True, False]


def test_the_events_of_a_flow_are_cut_off_at_the_limit_and_cannot_be_paged(api: OneSystem) -> None:
    flow = busiest(api)
    held = [event for event in truth(api, "events") if event["flow_id"] == flow]
    body = api.body(f"/flows/{flow}/events", limit=10)
    assert list(body) == ["total_events", "events"]
    assert (body["total_events"], len(body["events"])) == (len(held), 10)
    assert api.body(f"/flows/{flow}/events", limit=10, offset=10) == body
    whole = api.body(f"/flows/{flow}/events", limit=1000)["events"]
    assert {event["id"] for event in whole} == {event["id"] for event in held}
    assert all(list(event) == EVENT for event in whole)


def test_a_hundred_events_come_unless_more_are_asked_for(api: OneSystem) -> None:
    assert len(api.body(f"/flows/{busiest(api)}/events")["events"]) == 100


def test_both_days_of_a_window_are_included(api: OneSystem) -> None:
    flow = busiest(api)
    days = Counter(event["timestamp"][:10] for event in truth(api, "events") if event["flow_id"] == flow)
    for day, count in list(days.items())[:5]:
        body = api.body(f"/flows/{flow}/events", start_date=day, end_date=day, limit=1000)
        assert body["total_events"] == count
    assert (
        sum(days.values())
        == api.body(f"/flows/{flow}/events", start_date=min(days), end_date=max(days))["total_events"]
    )


def test_in_a_flow_the_recipient_is_an_object_and_null_where_nothing_was_delivered(api: OneSystem) -> None:
    events = api.body(f"/flows/{busiest(api)}/events", limit=1000)["events"]
    for event in events:
        is_delivery = event["type"] in {"delivered", "failed"}
        assert (event["recipient"] is not None) == is_delivery
        assert event["recipient"] is None or list(event["recipient"]) == ["id", "name", "type"]
        assert event["response_code"] == 200 or event["type"] != "delivered"
    assert {"received", "enhanced", "accepted", "rejected", "delivered", "converted"} <= {e["type"] for e in events}


def test_events_can_be_asked_for_by_type(api: OneSystem) -> None:
    flow = busiest(api)
    body = api.body(f"/flows/{flow}/events", event_type="rejected", limit=1000)
    assert {event["type"] for event in body["events"]} == {"rejected"}
    assert {event["outcome"] for event in body["events"]} == {"failure"}


def test_sums_come_all_whatever_metric_was_asked_for_and_name_the_group(api: OneSystem) -> None:
    query = {"flow_id": busiest(api), "start_date": "2026-01-01", "end_date": "2026-05-31"}
    for group in ("source", "campaign", "status"):
        body = api.body("/analytics", metric="conversion_rate", group_by=group, **query)
        assert body["period"] == {"start_date": "2026-01-01", "end_date": "2026-05-31"}
        assert all(next(iter(row)) == group for row in body["metrics"])
        leads = [lead for lead in truth(api, "leads") if lead["flow_id"] == query["flow_id"]]
        assert {row[group]: row["total_leads"] for row in body["metrics"]} == Counter(lead[group] for lead in leads)
        for row in body["metrics"]:
            assert row["acceptance_rate"] == round(row["accepted_leads"] / row["total_leads"], 2)
            assert row["delivery_rate"] == round(row["delivered_leads"] / max(1, row["accepted_leads"]), 2)


def test_sums_are_of_the_leads_that_came_in_on_those_days(api: OneSystem) -> None:
    day = truth(api, "leads")[-1]["created_at"][:10]
    body = api.body("/analytics", start_date=day, end_date=day)
    came = [lead for lead in truth(api, "leads") if lead["created_at"].startswith(day)]
    assert sum(row["total_leads"] for row in body["metrics"]) == len(came)
    assert api.body("/analytics")["period"] == {"start_date": "2026-04-20", "end_date": "2026-05-20"}
