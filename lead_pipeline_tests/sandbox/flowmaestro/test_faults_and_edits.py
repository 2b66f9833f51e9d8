"""Faults and edits on tables: they bite in FlowMaestro's envelope, and the truth follows what truly changed.

What each fault does in general is in the files of FlowMaticX.
"""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from lead_pipeline_tests.sandbox.flowmaestro.conftest import walk
from lead_pipeline_tests.sandbox.one_system import OneSystem


def ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


@pytest.mark.parametrize(
    ("status", "code"), [(500, "internal_error"), (503, "service_unavailable"), (404, "resource_not_found")]
)
def test_a_status_comes_in_the_vendors_envelope(maestro: OneSystem, status: int, code: str) -> None:
    maestro.arm("status", "workflows", status=status)
    answer = maestro.get("/workflows")
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert list(answer.json()) == ["error", "meta"]
    assert maestro.get("/workflows").status_code == 200


def test_rate_limited_keeps_the_headers_of_the_budget(limited: OneSystem) -> None:
    limited.arm("rate_limited", "workflows", seconds=7)
    answer = limited.get("/workflows")
    assert (answer.status_code, answer.headers["retry-after"], answer.headers["x-ratelimit-limit"]) == (429, "7", "60")
    assert answer.json()["error"]["code"] == "rate_limit_exceeded"


def test_bodies_can_be_spoiled(maestro: OneSystem) -> None:
    right = maestro.get("/workflows")
    maestro.arm("truncated_json", "workflows")
    assert right.content.startswith(maestro.get("/workflows").content[:40])
    maestro.arm("html_body", "workflows")
    assert maestro.get("/workflows").headers["content-type"].startswith("text/html")
    maestro.arm("data_null", "workflows")
    assert maestro.body("/workflows")["data"] is None
    maestro.arm("list_body", "workflows")
    assert maestro.get("/workflows").json() == right.json()["data"]
    maestro.arm("error_as_200", "workflows")
    assert maestro.body("/workflows")["error"]["code"] == "internal_error"
    maestro.arm("cut", "workflows")
    with pytest.raises(httpx.ReadError):
        maestro.get("/workflows")


def test_fields_are_spoiled_by_their_ids_too(maestro: OneSystem) -> None:
    key = maestro.data("/workflows")[2]["id"]
    maestro.arm("field_value", "workflows", field="name", value=None, ids=[key])
    assert [row["id"] for row in maestro.data("/workflows") if row["name"] is None] == [key]
    maestro.arm("field_missing", "workflows/{id}", field="status")
    assert "status" not in maestro.data(f"/workflows/{key}")


def test_a_page_may_be_empty_short_or_repeated(maestro: OneSystem) -> None:
    first, right = maestro.body("/executions"), maestro.body("/executions", page=2)
    maestro.arm("empty_page", "executions")
    empty = maestro.body("/executions", page=2)
    assert (empty["data"], empty["pagination"]) == ([], right["pagination"])
    maestro.arm("short_page", "executions", rows=3)
    short = maestro.body("/executions", page=2)
    assert (short["data"], short["pagination"]) == (right["data"][:3], right["pagination"])
    maestro.arm("repeated_page", "executions")
    repeated = maestro.body("/executions", page=2)
    assert (repeated["data"], repeated["pagination"]) == (first["data"], right["pagination"])


def test_a_lowered_limit_makes_every_page_smaller_and_loses_none(maestro: OneSystem) -> None:
    maestro.arm("limit_lowered", "executions", times=None, limit=30)
    assert maestro.body("/executions", page=2, per_page=100)["pagination"]["per_page"] == 30
    assert ids(walk(maestro, "/executions", per_page=100)) == ids(maestro.truth()["executions"])


def test_a_total_that_is_off_takes_has_next_with_it(maestro: OneSystem) -> None:
    maestro.arm("total_off", "executions", delta=-250)
    said = maestro.body("/executions", page=3)["pagination"]
    assert (said["total_count"], said["total_pages"], said["has_next"]) == (50, 3, False)


@pytest.mark.parametrize(("kind", "total"), [("total_null", None), ("total_string", "300")])
def test_a_total_that_is_no_number_leaves_the_rest_right(maestro: OneSystem, kind: str, total: object) -> None:
    maestro.arm(kind, "executions")
    said = maestro.body("/executions", page=3)["pagination"]
    assert (said["total_count"], said["total_pages"], said["has_next"]) == (total, 15, True)


def test_endless_pages_have_always_a_next_one(maestro: OneSystem) -> None:
    maestro.arm("endless", "executions", times=None)
    body = maestro.body("/executions", page=50, per_page=100)
    assert (len(body["data"]), body["pagination"]["has_next"]) == (100, True)
    assert not set(ids(body["data"])) & set(ids(maestro.truth()["executions"]))


def test_a_row_that_comes_in_while_one_pages_shows_another_twice(maestro: OneSystem) -> None:
    before = ids(maestro.truth()["executions"])
    first = ids(maestro.data("/executions"))
    maestro.arm("insert_row", "executions", at="head")
    second = ids(maestro.data("/executions", page=2))
    assert second[0] == first[-1]
    after = ids(maestro.truth()["executions"])
    assert after[1:] == before
    assert after == ids(walk(maestro, "/executions"))


def test_a_row_in_the_middle_is_as_old_as_its_neighbours_and_fits_the_filter(maestro: OneSystem) -> None:
    workflow = maestro.data("/executions")[0]["workflow_id"]
    before = ids(walk(maestro, "/executions", workflow_id=workflow))
    maestro.arm("insert_row", "executions", at="tail")
    maestro.data("/executions", workflow_id=workflow)
    assert ids(walk(maestro, "/executions", workflow_id=workflow))[:-1] == before
    created = [row["created_at"] for row in maestro.truth()["executions"]]
    assert created == sorted(created, reverse=True)


def test_a_row_that_goes_while_one_pages_hides_another(maestro: OneSystem) -> None:
    everything = ids(maestro.truth()["executions"])
    maestro.data("/executions")
    maestro.arm("delete_row", "executions", at="read")
    assert ids(maestro.data("/executions", page=2)) == everything[21:41]
    assert len(maestro.truth()["executions"]) == 299


@pytest.mark.parametrize("resource", ["workflows", "executions", "agents", "triggers", "knowledge_bases", "webhooks"])
def test_rows_are_added_changed_and_deleted_in_every_list(maestro: OneSystem, resource: str) -> None:
    path = f"/{resource.replace('_', '-')}"
    before = ids(walk(maestro, path))
    added = maestro.edit("add_rows", resource=resource, count=2)
    assert ids(walk(maestro, path)) == [*reversed(added), *before]
    maestro.edit("delete_rows", resource=resource, keys=added[:1])
    assert ids(walk(maestro, path)) == [added[1], *before]


def test_a_changed_row_says_when_unless_the_change_says_otherwise(maestro: OneSystem) -> None:
    key = maestro.data("/workflows")[0]["id"]
    maestro.sandbox.clock.advance(60)
    maestro.edit("set_row", resource="workflows", key=key, fields={"name": "Renamed"})
    changed = maestro.data(f"/workflows/{key}")
    assert (changed["name"], changed["updated_at"]) == ("Renamed", "2026-05-20T10:01:00.000Z")
    maestro.edit("set_row", resource="workflows", key=key, fields={"name": "Again", "updated_at": "2026-01-01"})
    assert maestro.data(f"/workflows/{key}")["updated_at"] == "2026-01-01"


def test_an_execution_can_be_brought_to_its_end_or_to_a_status_nobody_documents(maestro: OneSystem) -> None:
    (running, *_) = maestro.data("/executions", status="running")
    fields = {"status": "paused"}
    maestro.edit("set_row", resource="executions", key=running["id"], fields=fields)
    assert ids(maestro.data("/executions", status="paused")) == [running["id"]]
    assert maestro.data(f"/executions/{running['id']}")["status"] == "paused"


@pytest.mark.parametrize(
    ("edit", "params", "complaint"),
    [
        ("add_rows", {"resource": "jobs"}, "known are: workflows"),
        ("add_rows", {"resource": "agents", "count": 2, "fields": {"id": "agent_1"}}, "is fixed"),
        ("set_row", {"resource": "agents", "key": "agent_1", "fields": {}}, "no 'agent_1' in agents"),
        ("set_row", {"resource": "agents", "key": "agent_1", "fields": {"id": "x"}}, "is fixed"),
        ("delete_rows", {"resource": "agents", "keys": ["agent_1"]}, "see the truth"),
        ("add_rows", {"resource": "agents", "count": 0}, ">= 1"),
    ],
)
def test_an_edit_that_makes_no_sense_says_why(
    maestro: OneSystem, edit: str, params: dict[str, object], complaint: str
) -> None:
    order = {"system": "flowmaestro", "edit": edit, "params": params}
    answer = httpx.post(f"{maestro.running.root_url}/_sandbox/edits", json=order)
    assert answer.status_code == 400
    assert complaint in answer.json()["error"]
