"""All that LeadConduit shows is landed as it is there: each row of each endpoint, to the last value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline_tests.sources.leadconduit.truth import ENDPOINTS, expected

if TYPE_CHECKING:
    from lead_pipeline_tests.sources.rig import Rows, SystemRig


def without_day(rows: Rows) -> Rows:
    """Events were asked for by many days at once, so the day that was asked for is not one."""
    return {key: {**row, "day": None} for key, row in rows.items()}


def hold(rig: SystemRig) -> None:
    for endpoint in ENDPOINTS:
        landed = rig.landed(endpoint)
        assert (without_day(landed) if endpoint == "events" else landed) == expected(rig, endpoint), endpoint


def test_a_first_sync_lands_every_row_of_every_endpoint_as_the_server_has_it(rig: SystemRig) -> None:
    assert rig.sync().exit_code == 0
    hold(rig)
    assert {endpoint for endpoint in ENDPOINTS if rig.landed(endpoint)} == set(ENDPOINTS)


def test_nothing_healthy_is_set_aside_or_noted_as_drift(rig: SystemRig) -> None:
    rig.sync()
    assert rig.complaints() == []


def test_lists_of_several_pages_and_cut_off_days_land_whole(large: SystemRig) -> None:
    large.sync(only=("flows", "events", "leads"))
    assert without_day(large.landed("events")) == expected(large, "events")
    assert large.landed("leads") == expected(large, "leads")


def test_what_changes_is_the_same_afterwards(small: SystemRig) -> None:
    small.sync()
    newest, *_, oldest = small.truth("leads")
    flow = small.truth("flows")[0]["id"]
    (added,) = small.edit(
        "add_rows", resource="leads", fields={"flow_id": flow, "source": "fair", "quality_score": 0.9}
    )
    small.edit("add_rows", resource="events", fields={"flow_id": flow, "lead_id": added})
    for lead in (newest, oldest):
        small.edit("set_row", resource="leads", key=lead["id"], fields={"status": "converted"})
        told = {"flow_id": lead["flow_id"], "lead_id": lead["id"], "type": "converted"}
        small.edit("add_rows", resource="events", fields=told)
    steps = {"steps": [{"id": "s1", "type": "filter", "name": "Only", "position": 1, "settings": {}}]}
    small.edit("set_row", resource="flows", key=flow, fields={"description": "New", "configuration": steps})
    assert small.sync().exit_code == 0
    hold(small)


def test_a_second_sync_of_an_unchanged_account_writes_no_row(small: SystemRig) -> None:
    small.sync()
    outcome = small.sync()
    assert outcome.exit_code == 0
    assert {each.endpoint for each in outcome.endpoints if each.counts.new or each.counts.changed} == set()


def test_what_is_gone_is_marked_once_a_whole_list_shows_it(small: SystemRig) -> None:
    small.sync()
    gone = small.truth("leads")[3]["id"]
    small.edit("delete_rows", resource="leads", keys=[gone])
    small.sync()
    assert (gone,) not in small.landed("leads")
    assert small.query(f"select _deleted_at is not null from raw_leadconduit.leads where id = '{gone}'") == [(True,)]
    assert (gone,) not in small.landed("lead_details")


def test_a_flow_that_is_gone_takes_its_steps_and_its_description_with_it(small: SystemRig) -> None:
    small.sync()
    gone = next(
        flow["id"] for flow in small.truth("flows") if small.shown("/leads", flow_id=flow["id"])["total_count"] == 0
    )
    small.edit("delete_rows", resource="flows", keys=[gone])
    small.sync()
    assert gone not in {row["flow_id"] for row in small.landed("flow_steps").values()}
    assert (gone,) not in small.landed("flow_details")
    small.sync()
    assert not [entry for entry in small.asked if gone in entry.path or gone in entry.query.values()]
