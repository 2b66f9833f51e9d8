"""Projects and units, members, stages, sources, subscriptions, and who is calling: each in its own envelope."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from lead_pipeline.sandbox.flowestate import shapes
from lead_pipeline_tests.sandbox.one_system import OneSystem


def truth(api: OneSystem, resource: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = api.truth()[resource]
    return rows


@pytest.mark.parametrize(
    ("path", "resource", "shape"),
    [
        ("/members", "members", shapes.Member),
        ("/pipeline/stages", "pipeline_stages", shapes.Stage),
        ("/lead-sources", "lead_sources", shapes.Source),
        ("/webhooks/subscriptions", "webhook_subscriptions", shapes.Subscription),
    ],
)
def test_a_small_list_comes_whole_and_says_nothing_of_pages(
    api: OneSystem, path: str, resource: str, shape: Any
) -> None:
    body = api.body(path, limit=1)
    assert list(body) == ["data"]
    assert body["data"] == truth(api, resource)
    for row in body["data"]:
        assert list(row) == list(shape.__annotations__)
        msgspec.convert(row, shape)


def test_projects_are_paged_and_are_the_truth(api: OneSystem) -> None:
    rows: list[dict[str, Any]] = []
    for offset in range(0, 15, 5):
        page = api.body("/projects", limit=5, offset=offset)
        assert list(page) == ["data", "pagination"]
        rows += page["data"]
    assert rows == truth(api, "projects")
    for row in rows:
        assert list(row) == list(shapes.Project.__annotations__)
        msgspec.convert(row, shapes.Project)
        assert api.body(f"/projects/{row['id']}") == row
    assert any(isinstance(row["bathrooms"], float) for row in rows)
    assert {row["status"] for row in rows} == {"draft", "published", "archived"}


def test_projects_can_be_filtered_by_a_part_of_the_city_by_status_and_by_text(api: OneSystem) -> None:
    held = truth(api, "projects")
    assert {one["city"] for one in api.body("/projects", city="domin")["data"]} == {"Santo Domingo"}
    drafts = api.body("/projects", status="draft", sortBy="name", sortOrder="asc")["data"]
    assert [one["name"] for one in drafts] == sorted(one["name"] for one in held if one["status"] == "draft")
    builder = next(one["promotora"] for one in held if one["promotora"])
    assert api.body("/projects", query=builder.upper())["pagination"]["total"] == sum(
        one["promotora"] == builder for one in held
    )


def test_all_units_of_a_project_come_at_once_however_many(api: OneSystem) -> None:
    seen: list[dict[str, Any]] = []
    counts = []
    for project in truth(api, "projects"):
        body = api.body(f"/projects/{project['id']}/units")
        assert list(body) == ["data"]
        prices = [unit["price"] for unit in body["data"]]
        assert (project["unitCount"], project["minPrice"]) == (len(prices), min(prices, default=None))
        counts.append(len(prices))
        seen += body["data"]
    assert (min(counts), max(counts)) == (0, 130)
    assert {unit["id"]: unit for unit in seen} == {unit["id"]: unit for unit in truth(api, "units")}
    for unit in seen:
        assert list(unit) == list(shapes.Unit.__annotations__)
        msgspec.convert(unit, shapes.Unit)
    assert api.get("/projects/proj_0/units").status_code == 404


def test_a_member_by_itself_is_bare(api: OneSystem) -> None:
    member = truth(api, "members")[0]
    assert api.body(f"/members/{member['id']}") == member
    # The id of the user behind it is another, and opens nothing here.
    assert api.get(f"/members/{member['user']['id']}").status_code == 404


def test_the_first_stage_is_number_0_and_one_has_no_system_key(api: OneSystem) -> None:
    stages = api.body("/pipeline/stages")["data"]
    assert [stage["order"] for stage in stages] == list(range(len(stages)))
    assert [stage["stageKind"] for stage in stages].count("open") == len(stages) - 2
    assert stages[-1]["systemKey"] is None


def test_the_names_of_events_come_in_a_shape_of_their_own(api: OneSystem) -> None:
    body = api.body("/webhooks/events")
    assert list(body) == ["events", "groups"]
    assert len(body["events"]) == 16
    assert [name for names in body["groups"].values() for name in names] == body["events"]


def test_subscriptions_are_in_snake_case_and_never_tell_a_secret(api: OneSystem) -> None:
    for row in api.body("/webhooks/subscriptions")["data"]:
        assert "secret" not in row
        assert len(row["events"]) == 1


def test_a_caller_can_ask_who_they_are(api: OneSystem) -> None:
    me = api.body("/me")
    assert me["organization"] == {"id": "org_5f2a", "name": "Costa Verde Homes", "slug": "costa-verde-homes"}
    assert me["auth"]["type"] == "api_key"
    assert (me["auth"]["clientId"], me["auth"]["userId"]) == (None, None)
    token = {"Authorization": f"Bearer {'o' * 40}"}
    auth = api.client.get("/me", headers=token).json()["auth"]
    assert (auth["type"], auth["clientId"], auth["userId"]) == ("oauth", "client_sandbox", "user_01")
    api.sandbox.keys.register("fe_k_few", ["members:read"])
    few = api.client.get("/me", headers={"Authorization": "Bearer fe_k_few"}).json()
    assert few["auth"]["scopes"] == ["members:read"]


def test_edits_change_what_is_read(api: OneSystem) -> None:
    project = truth(api, "projects")[0]
    fields = {"projectId": project["id"], "price": 1}
    (unit,) = api.edit("add_rows", resource="units", fields=fields)
    shown = api.body(f"/projects/{project['id']}")
    assert (shown["unitCount"], shown["minPrice"]) == (project["unitCount"] + 1, 1)
    api.edit("set_row", resource="units", key=unit, fields={"status": "sold"})
    assert [one["status"] for one in api.body(f"/projects/{project['id']}/units")["data"] if one["id"] == unit] == [
        "sold"
    ]
    api.edit("delete_rows", resource="units", keys=[unit])
    assert api.body(f"/projects/{project['id']}") == project
    lead = api.body("/leads", limit=1)["data"][0]["id"]
    api.edit("set_row", resource="leads", key=lead, fields={"status": "lost"})
    changed = api.body(f"/leads/{lead}")
    assert changed["status"] == "lost"
    assert changed["updatedAt"].startswith("2026-05-20T10:00:00.")


@pytest.mark.parametrize(
    "resource",
    [
        *("leads", "activities", "projects", "units", "members", "pipeline_stages", "lead_sources"),
        "webhook_subscriptions",
    ],
)
def test_rows_of_every_resource_can_be_added(api: OneSystem, resource: str) -> None:
    keys = api.edit("add_rows", resource=resource, count=2)
    added = [row for row in truth(api, resource) if row["id"] in keys]
    assert len(added) == 2
    like = truth(api, resource)[-1]
    assert all(list(row) == list(like) for row in added)
