"""Leads and their activities: fields, paging, order, filters, the search, and how they move."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec
import pytest

from lead_pipeline.sandbox.flowestate import shapes
from lead_pipeline_tests.sandbox.one_system import OneSystem

DAY = 86_400


def truth(api: OneSystem, resource: str = "leads") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = api.truth()[resource]
    return rows


def walk(api: OneSystem, path: str = "/leads", limit: int = 100, **query: object) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    while True:
        page = api.body(path, limit=limit, offset=len(rows), **query)
        rows += page["data"]
        if not page["pagination"]["hasMore"]:
            return rows


def test_a_page_has_its_rows_under_data_and_says_whether_there_are_more(api: OneSystem) -> None:
    total = len(truth(api))
    page = api.body("/leads", limit=30, offset=30)
    assert list(page) == ["data", "pagination"]
    assert page["pagination"] == {"total": total, "limit": 30, "offset": 30, "hasMore": True}
    assert api.body("/leads", limit=30, offset=total - 30)["pagination"]["hasMore"] is False
    beyond = api.body("/leads", limit=30, offset=total + 5)
    assert (beyond["data"], beyond["pagination"]["hasMore"]) == ([], False)


def test_a_limit_too_large_is_silently_cut_to_a_hundred(api: OneSystem) -> None:
    page = api.body("/leads", limit=500)
    assert (len(page["data"]), page["pagination"]["limit"], page["pagination"]["hasMore"]) == (100, 100, True)
    assert api.body("/leads")["pagination"]["limit"] == 50


@pytest.mark.parametrize("limit", [13, 100])
def test_pages_to_the_end_are_the_truth(api: OneSystem, limit: int) -> None:
    rows = walk(api, limit=limit, sortOrder="asc")
    held = {row["id"]: row for row in truth(api)}
    assert len(rows) == len(held) > 100
    assert {row["id"]: row for row in rows} == held
    times = [row["createdAt"] for row in rows]
    assert times == sorted(times)
    assert [row["createdAt"] for row in walk(api)] == times[::-1]


def test_a_lead_has_all_its_fields_and_null_where_nothing_is_set(api: OneSystem) -> None:
    rows = walk(api)
    for row in rows:
        assert list(row) == list(shapes.Lead.__annotations__)
        msgspec.convert(row, shapes.Lead)
        assert row["email"] or row["phone"]
    empty = Counter(name for row in rows for name, value in row.items() if value is None)
    assert {"lastName", "email", "phone", "estimatedValue", "score", "assignedTo", "customFields"} <= set(empty)
    assert not {"id", "status", "source", "createdAt", "updatedAt"} & set(empty)


@pytest.mark.parametrize("by", ["firstName", "email", "company", "status", "source", "estimatedValue"])
def test_leads_can_be_sorted_but_never_by_time_of_change(api: OneSystem, by: str) -> None:
    up = [row[by] for row in walk(api, sortBy=by, sortOrder="asc") if row[by] is not None]
    assert up == sorted(up)
    assert [row[by] for row in walk(api, sortBy=by, sortOrder="desc") if row[by] is not None] == up[::-1]
    answer = api.get("/leads", sortBy="updatedAt")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "VALIDATION_ERROR")


def test_leads_can_be_filtered_by_status_and_source_and_text(api: OneSystem) -> None:
    held = truth(api)
    for status in ("won", "new"):
        found = {row["id"] for row in walk(api, status=status)}
        assert found == {row["id"] for row in held if row["status"] == status}
        assert found
    found = {row["id"] for row in walk(api, source="other", status="new")}
    assert found == {row["id"] for row in held if (row["source"], row["status"]) == ("other", "new")}
    known = next(row for row in held if row["email"] and row["phone"])
    for part in (known["firstName"].upper(), known["email"].lower(), known["phone"][-7:]):
        assert known["id"] in {row["id"] for row in walk(api, query=part)}


def test_the_search_finds_by_email_or_by_the_digits_of_a_phone(api: OneSystem) -> None:
    known = next(row for row in truth(api) if row["email"] and row["phone"])
    assert api.body("/leads/search", email=known["email"].upper()) == known
    spelled = " ".join(known["phone"])
    assert api.body("/leads/search", phone=spelled)["phone"] == known["phone"]
    assert api.get("/leads/search", email="nobody@post.example").status_code == 404
    answer = api.get("/leads/search")
    assert answer.json()["error"]["message"] == "Validation error: email: Email or phone is required"


def test_a_lead_by_itself_is_the_bare_row_of_the_list(api: OneSystem) -> None:
    row = api.body("/leads", limit=1)["data"][0]
    assert api.body(f"/leads/{row['id']}") == row


def test_a_source_the_crm_does_not_know_is_other_and_told_apart(api: OneSystem) -> None:
    unknown = [row for row in truth(api) if row["sourceMetadata"]]
    assert {row["source"] for row in unknown} == {"other"}
    assert {row["sourceMetadata"]["providedSource"] for row in unknown} == {"leadconduit_property"}


def test_a_lead_is_assigned_to_a_user_not_to_a_membership(api: OneSystem) -> None:
    members = api.body("/members")["data"]
    users, memberships = {one["user"]["id"] for one in members}, {one["id"] for one in members}
    given = {row["assignedToId"] for row in truth(api)} - {None}
    assert given
    assert given <= users
    assert not given & memberships
    assert all(row["assignedTo"]["id"] == row["assignedToId"] for row in truth(api) if row["assignedTo"])


def test_the_stage_of_a_lead_follows_its_status(api: OneSystem) -> None:
    stages = {stage["id"]: stage for stage in api.body("/pipeline/stages")["data"]}
    for row in truth(api):
        assert stages[row["stageId"]]["systemKey"] == row["status"]
        assert stages[row["stageId"]]["name"] == row["stageName"]
    assert {row["status"] for row in truth(api)} >= {"new", "contacted", "qualified", "won", "lost"}


def test_activities_come_all_at_once_unless_a_limit_is_sent(api: OneSystem) -> None:
    busiest, count = Counter(one["leadId"] for one in truth(api, "activities")).most_common(1)[0]
    path = f"/leads/{busiest}/activities"
    whole = api.body(path)
    assert list(whole) == ["data"]
    assert len(whole["data"]) == count > 5
    times = [one["createdAt"] for one in whole["data"]]
    assert times == sorted(times, reverse=True)
    assert whole["data"][-1]["type"] == "created"
    page = api.body(path, limit=2, offset=1)
    assert page["data"] == whole["data"][1:3]
    assert page["pagination"] == {"total": count, "limit": 2, "offset": 1, "hasMore": True}
    assert api.get("/leads/lead_0/activities").status_code == 404


def test_activities_of_all_leads_are_the_truth_and_the_newest_dates_the_lead(api: OneSystem) -> None:
    seen: list[dict[str, Any]] = []
    for lead in truth(api):
        mine = api.body(f"/leads/{lead['id']}/activities")["data"]
        assert mine[0]["createdAt"] == lead["updatedAt"]
        seen += mine
    assert {one["id"]: one for one in seen} == {one["id"]: one for one in truth(api, "activities")}
    assert len(seen) == len({one["id"] for one in seen})
    for one in seen:
        msgspec.convert(one, shapes.Activity)
        assert (one["direction"] is not None) == (one["type"] in {"call", "email", "meeting", "social_message"})


def test_leads_move_with_the_clock_and_no_filter_tells_which(api: OneSystem) -> None:
    before = {row["id"]: row for row in truth(api)}
    api.control("POST", "/clock", {"advance_seconds": 5 * DAY})
    after = {row["id"]: row for row in truth(api)}
    moved = [key for key in before if after[key]["updatedAt"] > before[key]["updatedAt"]]
    assert any(after[key]["status"] != before[key]["status"] for key in moved)
    assert all(after[key] == before[key] for key in set(before) - set(moved))
    assert set(after) > set(before)
    assert all(after[key]["createdAt"] == before[key]["createdAt"] for key in before)


def test_leads_that_were_imported_together_share_their_time_of_creation(api: OneSystem) -> None:
    together = Counter(row["createdAt"] for row in truth(api))
    assert together.most_common(1)[0][1] > 3


def test_a_switch_lets_ties_move_between_two_pages(api: OneSystem) -> None:
    held = {row["id"] for row in truth(api)}
    api.edit("switch", name="ties_move")
    rows = [row["id"] for row in walk(api, limit=7, sortBy="status")]
    assert len(rows) == len(held)
    assert set(rows) < held
    times = [row["createdAt"] for row in walk(api, limit=7, sortOrder="asc")]
    assert times == sorted(times)
