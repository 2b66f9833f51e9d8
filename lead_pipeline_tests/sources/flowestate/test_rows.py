"""All that FlowEstate shows is landed as it is there: each row of each endpoint, to the last value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline_tests.sources.flowestate.truth import LISTS, expected
from lead_pipeline_tests.sources.rig import of

if TYPE_CHECKING:
    from lead_pipeline_tests.sources.rig import SystemRig


def hold(rig: SystemRig) -> None:
    for endpoint in LISTS:
        assert rig.landed(endpoint) == expected(rig, endpoint), endpoint


def test_a_first_sync_lands_every_row_of_every_list_as_the_server_has_it(rig: SystemRig) -> None:
    assert rig.sync().exit_code == 0
    hold(rig)
    assert all(rig.landed(endpoint) for endpoint in LISTS)
    assert rig.complaints() == []


def test_the_two_objects_without_a_list_are_landed_as_they_are(rig: SystemRig) -> None:
    rig.sync()
    (me,) = rig.landed("me").values()
    shown = rig.shown("/me")
    assert {name: me[f"organization_{name}"] for name in shown["organization"]} == shown["organization"]
    assert (me["auth_type"], me["auth_scopes"]) == ("api_key", shown["auth"]["scopes"])
    (kinds,) = rig.landed("webhook_event_types").values()
    assert kinds == rig.shown("/webhooks/events")


def test_what_changes_is_the_same_afterwards(rig: SystemRig) -> None:
    rig.sync()
    leads = rig.truth("leads")
    rig.edit(
        "set_row", resource="leads", key=leads[0]["id"], fields={"status": "won", "customFields": {"a": [1, None]}}
    )
    rig.edit("set_row", resource="leads", key=leads[5]["id"], fields={"email": None, "estimatedValue": 0.5})
    rig.edit("add_rows", resource="activities", fields={"leadId": leads[0]["id"], "content": "Called back"})
    rig.edit("add_rows", resource="leads", count=3)
    rig.edit("delete_rows", resource="leads", keys=[leads[7]["id"]])
    gone = [row["id"] for row in rig.truth("activities") if row["leadId"] == leads[7]["id"]]
    rig.edit("delete_rows", resource="activities", keys=gone)
    unit = rig.truth("units")[0]
    rig.edit("set_row", resource="units", key=unit["id"], fields={"status": "sold", "price": unit["price"] + 1})
    assert rig.sync().exit_code == 0
    hold(rig)


def test_a_second_sync_of_an_unchanged_office_writes_no_row_but_the_reading_of_event_types(rig: SystemRig) -> None:
    rig.sync()
    outcome = rig.sync()
    assert outcome.exit_code == 0
    written = {each.endpoint for each in outcome.endpoints if each.counts.new or each.counts.changed}
    assert written == {"webhook_event_types"}


def test_leads_that_came_in_together_may_change_places(large: SystemRig) -> None:
    large.edit("switch", name="ties_move")
    outcome = large.sync(only=("leads",))
    assert outcome.exit_code == 0
    assert large.landed("leads") == expected(large, "leads")
    assert of(outcome, "leads").counts.deleted == 0


def test_an_activity_may_come_without_direction_and_user(rig: SystemRig) -> None:
    for field in ("direction", "userId"):
        rig.faults.arm("field_missing", "flowestate/activities", times=None, field=field)
    assert rig.sync(only=("leads", "lead_activities")).exit_code == 0
    assert rig.complaints() == []
    assert {(row["direction"], row["user_id"]) for row in rig.landed("lead_activities").values()} == {(None, None)}


def test_no_secret_of_a_subscription_lands(rig: SystemRig) -> None:
    rig.faults.arm("field_added", "flowestate/webhook_subscriptions", times=None, field="secret", value="whsec_hush")
    rig.sync(only=("webhook_subscriptions",))
    assert len(rig.landed("webhook_subscriptions")) == 3
    assert not any(b"whsec_hush" in file.read_bytes() for file in rig.home.rglob("*") if file.is_file())
