"""What a sync of LeadConduit costs, counted by the server: the least that its API allows, and nothing asked twice."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

from lead_pipeline.extract.children import Window

if TYPE_CHECKING:
    from lead_pipeline_tests.sources.rig import SystemRig

LISTS = ("flows", "events", "leads")
DAY = timedelta(days=1)


def leads_by_flow(rig: SystemRig) -> Counter[str]:
    counted = Counter({flow["id"]: 0 for flow in rig.truth("flows")})
    counted.update(lead["flow_id"] for lead in rig.truth("leads"))
    return counted


def days_with_leads(rig: SystemRig) -> set[tuple[str, str]]:
    return {(lead["flow_id"], lead["created_at"][:10]) for lead in rig.truth("leads")}


def pages(rows: int) -> int:
    return max(1, ceil(rows / 100))


def test_a_first_sync_asks_for_each_thing_once(rig: SystemRig) -> None:
    rig.sync()
    flows, leads = len(rig.truth("flows")), len(rig.truth("leads"))
    assert rig.requests() == {
        "flows": 1,
        "flow": flows,  # description and steps are of one answer
        "events": flows,  # all days at once: a thousand events fit into an answer
        "leads": sum(pages(number) for number in leads_by_flow(rig).values()),
        "lead": leads,  # the search tells no contact data
        "analytics": 2 * len(days_with_leads(rig)),  # sums of a day, by source and by campaign; no leads, no sums
    }
    assert rig.twice() == []


def test_a_second_sync_asks_for_flows_their_open_days_and_their_newest_leads(rig: SystemRig) -> None:
    rig.sync()
    rig.sync()
    flows = len(rig.truth("flows"))
    assert rig.requests() == {"flows": 1, "events": flows, "leads": flows}
    closed = datetime.now(UTC).date() - 2 * DAY
    asked = {entry.query["start_date"] for entry in rig.asked if entry.route == "leadconduit/events"}
    assert min(map(date.fromisoformat, asked)) > closed


def test_a_new_lead_costs_its_details_and_the_sums_of_its_day_but_no_flow(rig: SystemRig) -> None:
    rig.sync()
    flow = rig.truth("flows")[0]["id"]
    (added,) = rig.edit("add_rows", resource="leads", fields={"flow_id": flow})
    rig.edit("add_rows", resource="events", fields={"flow_id": flow, "lead_id": added})
    rig.sync()
    flows = len(rig.truth("flows"))
    assert rig.requests() == {"flows": 1, "events": flows, "leads": flows, "lead": 1, "analytics": 2}


def test_a_flow_that_was_set_up_anew_costs_one_request_more(rig: SystemRig) -> None:
    rig.sync()
    flow = rig.truth("flows")[0]["id"]
    rig.edit("set_row", resource="flows", key=flow, fields={"description": "Another"})
    rig.running.sandbox.clock.advance(1)
    rig.sync()
    assert rig.requests()["flow"] == 1


def test_a_lead_that_moved_is_found_by_its_event_and_read_anew(large: SystemRig) -> None:
    large.sync(only=LISTS)
    flow, number = leads_by_flow(large).most_common(1)[0]
    mine = sorted((lead for lead in large.truth("leads") if lead["flow_id"] == flow), key=lambda one: one["created_at"])
    moved = mine[-150]
    large.edit("set_row", resource="leads", key=moved["id"], fields={"status": "converted"})
    event = {"flow_id": flow, "lead_id": moved["id"], "type": "converted"}
    large.edit("add_rows", resource="events", fields=event)
    large.sync(only=LISTS)
    # Leads can be asked for from a moment on, so from the lead that moved: not the whole list.
    asked = [entry for entry in large.asked if entry.query.get("flow_id") == flow]
    assert len(asked) == 2 < pages(number)
    assert large.landed("leads")[moved["id"],]["status"] == "converted"


def test_a_full_last_page_is_the_last_as_the_page_count_says(small: SystemRig) -> None:
    flow = small.truth("flows")[3]["id"]
    there = leads_by_flow(small)[flow]
    small.edit("add_rows", resource="leads", count=200 - there, fields={"flow_id": flow})
    small.sync(only=("flows", "leads"))
    assert sum(entry.query.get("flow_id") == flow for entry in small.asked) == 2
    assert small.requests()["leads"] == sum(pages(number) for number in leads_by_flow(small).values())


def test_events_that_do_not_fit_into_an_answer_are_asked_for_in_few_parts(large: SystemRig) -> None:
    large.sync(only=LISTS)
    by_flow = Counter(event["flow_id"] for event in large.truth("events"))
    assert max(by_flow.values()) > 1000
    # As many answers as the events fill: what one shows tells from which day on the next is to begin.
    flows = [flow["id"] for flow in large.truth("flows")]
    assert large.requests()["events"] == sum(max(1, ceil(by_flow[flow] / 1000)) for flow in flows)
    assert large.twice() == []
    assert len(large.landed("events")) == by_flow.total()
    large.sync(only=LISTS)
    assert large.requests()["events"] == len(flows)


def test_events_that_come_newest_first_cost_no_more_and_are_as_closed(large: SystemRig) -> None:
    large.edit("switch", name="newest_first")
    test_events_that_do_not_fit_into_an_answer_are_asked_for_in_few_parts(large)


def test_a_day_that_does_not_fit_into_an_answer_is_asked_for_by_type(small: SystemRig) -> None:
    flow = small.truth("flows")[3]["id"]
    for kind in ("received", "enhanced"):
        small.edit("add_rows", resource="events", count=800, fields={"flow_id": flow, "type": kind})
    outcome = small.sync(only=("flows", "events"))
    assert outcome.exit_code == 0
    kinds = [entry.query.get("event_type") for entry in small.asked if flow in entry.path]
    assert {"received", "enhanced", "converted"} <= set(kinds)
    assert len(small.landed("events")) == len(small.truth("events"))


def test_a_day_that_does_not_even_fit_by_type_is_landed_as_far_as_it_goes_and_not_proven(small: SystemRig) -> None:
    flow = small.truth("flows")[3]["id"]
    for _ in range(2):
        small.edit("add_rows", resource="events", count=800, fields={"flow_id": flow})
    outcome = small.sync(only=("flows", "events"))
    assert outcome.exit_code == 3
    assert len(small.landed("events")) == len(small.truth("events")) - 600
    reasons = {reason for (reason,) in small.query("select reason from ops.walks where verdict = 'unproven'")}
    assert "1000 of 1600 rows of one day, by event_type" in reasons


def test_a_window_of_days_asks_for_these_days_alone(rig: SystemRig) -> None:
    rig.sync()
    since, until = sorted(date.fromisoformat(day) for _, day in days_with_leads(rig))[10:30:19]
    rig.sync(window=Window(since, until))
    events = [entry.query for entry in rig.asked if entry.route == "leadconduit/events"]
    asked = {(query["start_date"], query["end_date"]) for query in events}
    assert asked - {(str(until), str(until + DAY))} == {(str(since), str(until))}  # where it has none
    sums = [entry.query for entry in rig.asked if entry.route == "leadconduit/analytics"]
    assert {(query["flow_id"], query["start_date"]) for query in sums} == {
        (flow, day) for flow, day in days_with_leads(rig) if str(since) <= day <= str(until)
    }
    assert rig.requests()["lead"] == 0
    after = {entry.query["created_after"] for entry in rig.asked if entry.route == "leadconduit/leads"}
    assert after == {f"{since - DAY}T23:59:59Z"}


def test_a_first_window_reads_details_of_its_days_and_the_next_sync_the_others(rig: SystemRig) -> None:
    days = sorted(date.fromisoformat(day) for _, day in days_with_leads(rig))
    since, until = days[-30], days[-12]
    rig.sync(window=Window(since, until))
    inside = {lead["id"] for lead in rig.truth("leads") if str(since) <= lead["created_at"][:10] <= str(until)}
    assert {entry.path.rpartition("/")[2] for entry in rig.asked if entry.route == "leadconduit/lead"} == inside
    assert rig.sync().exit_code == 0
    others = {lead["id"] for lead in rig.truth("leads")} - inside
    moved_later = {event["lead_id"] for event in rig.truth("events") if event["timestamp"][:10] > str(until)} & inside
    assert rig.requests()["lead"] == len(others | moved_later)
    assert len(rig.landed("leads")) == len(rig.truth("leads"))


def test_a_full_answer_that_tells_no_total_is_not_taken_for_all(large: SystemRig) -> None:
    large.faults.arm("total_null", "leadconduit/events", times=None)
    assert large.sync(only=("flows", "events")).exit_code == 0
    assert len(large.landed("events")) == len(large.truth("events"))


def test_an_empty_answer_that_counts_events_is_not_asked_for_day_by_day(small: SystemRig) -> None:
    small.faults.arm("empty_page", "leadconduit/events", times=None)
    assert small.sync(only=("flows", "events")).exit_code == 3
    flows, busy = len(small.truth("flows")), len({event["flow_id"] for event in small.truth("events")})
    assert small.requests()["events"] == 3 * busy + (flows - busy)  # an empty answer is asked for twice more
    small.faults.clear()
    assert small.sync(only=("flows", "events")).exit_code == 0
    assert len(small.landed("events")) == len(small.truth("events"))
