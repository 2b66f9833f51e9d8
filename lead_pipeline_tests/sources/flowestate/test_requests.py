"""What a sync of FlowEstate costs, counted by the server: the least that its API allows, and nothing asked twice."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from lead_pipeline.extract.children import Window

if TYPE_CHECKING:
    from lead_pipeline_tests.sources.rig import SystemRig

# What is asked each time: the API has no time filter, and a project does not tell that a unit of it was sold.
SMALL = {
    "me": 1,
    "members": 1,
    "pipeline_stages": 1,
    "lead_sources": 1,
    "webhook_subscriptions": 1,
    "webhook_events": 1,
}


def lists(rig: SystemRig, leads: int) -> dict[str, int]:
    return {**SMALL, "leads": leads, "projects": 1, "units": len(rig.truth("projects"))}


def test_a_first_sync_asks_for_each_thing_once(rig: SystemRig) -> None:
    rig.sync()
    assert rig.requests() == {**lists(rig, 1), "activities": len(rig.truth("leads"))}
    assert rig.twice() == []


def test_pages_overlap_where_that_costs_no_page(large: SystemRig) -> None:
    number = len(large.truth("leads"))
    large.sync(only=("leads",))
    assert 300 < number < 400  # room for an overlap on four pages
    assert [int(entry.query["limit"]) for entry in large.asked] == [100] * 4
    offsets = [int(entry.query["offset"]) for entry in large.asked]
    assert all(80 < after - before < 100 for before, after in pairwise(offsets))


def test_a_second_sync_asks_for_no_activities(rig: SystemRig) -> None:
    rig.sync()
    rig.sync()
    assert rig.requests() == lists(rig, 1)


def test_a_lead_that_changed_costs_one_request_more(rig: SystemRig) -> None:
    rig.sync()
    lead = rig.truth("leads")[4]["id"]
    rig.edit("set_row", resource="leads", key=lead, fields={"score": 77})
    rig.edit("add_rows", resource="leads")
    rig.sync()
    assert rig.requests() == {**lists(rig, 1), "activities": 2}


def test_activities_that_an_office_pages_are_read_to_their_end(rig: SystemRig) -> None:
    lead = rig.truth("leads")[0]["id"]
    rig.edit("add_rows", resource="activities", count=230, fields={"leadId": lead})
    rig.sync(only=("leads", "lead_activities"))
    assert len(rig.landed("lead_activities")) == len(rig.truth("activities"))
    assert rig.twice() == []


def test_lists_come_before_the_activities_which_are_a_request_a_lead(rig: SystemRig) -> None:
    rig.sync()
    routes = [entry.route for entry in rig.asked]
    assert "flowestate/activities" not in routes[: routes.index("flowestate/webhook_events")]


def test_a_window_reads_the_activities_of_leads_made_in_its_days(rig: SystemRig) -> None:
    days = sorted(date.fromisoformat(lead["createdAt"][:10]) for lead in rig.truth("leads"))
    since, until = days[10], days[-10]
    rig.sync(window=Window(since, until))
    inside = {lead["id"] for lead in rig.truth("leads") if str(since) <= lead["createdAt"][:10] <= str(until)}
    assert {entry.path.split("/")[-2] for entry in rig.asked if entry.route == "flowestate/activities"} == inside
    assert until - since > timedelta(days=1)
