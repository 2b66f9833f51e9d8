"""Faults and edits on Specway: they bite in its envelope, and the truth follows what truly changed.

What each fault does in general is in the files of FlowMaticX; on cursors, in test_cursors.
"""

from __future__ import annotations

import pytest

from lead_pipeline_tests.sandbox.one_system import OneSystem
from lead_pipeline_tests.sandbox.specway.conftest import ids, walk


@pytest.mark.parametrize(
    ("status", "code"), [(500, "INTERNAL_ERROR"), (503, "INTERNAL_ERROR"), (401, "UNAUTHORIZED"), (403, "FORBIDDEN")]
)
def test_a_status_comes_in_the_vendors_envelope(specway: OneSystem, status: int, code: str) -> None:
    specway.arm("status", "forms", status=status)
    answer = specway.get("/forms")
    assert (answer.status_code, answer.json()["success"], answer.json()["error"]["code"]) == (status, False, code)
    assert specway.get("/forms").status_code == 200


def test_rate_limited_may_have_a_retry_after_all_the_same(specway: OneSystem) -> None:
    specway.arm("rate_limited", "forms", seconds=5)
    answer = specway.get("/forms")
    assert (answer.status_code, answer.headers["retry-after"], answer.json()["error"]["code"]) == (
        *(429, "5"),
        "RATE_LIMITED",
    )
    specway.arm("rate_limited", "forms", retry_after="absent")
    assert "retry-after" not in specway.get("/forms").headers


def test_bodies_can_be_spoiled(specway: OneSystem) -> None:
    right = specway.get("/forms")
    specway.arm("html_body", "forms")
    assert specway.get("/forms").text.startswith("<!DOCTYPE html>")
    specway.arm("error_as_200", "forms")
    assert specway.body("/forms")["success"] is False
    specway.arm("truncated_json", "forms", keep=0.25)
    assert right.content.startswith(specway.get("/forms").content)
    specway.arm("list_body", "forms")
    assert specway.get("/forms").json() == right.json()["data"]
    specway.arm("data_null", "forms")
    assert specway.body("/forms") == {**right.json(), "data": None}


def test_pages_can_be_spoiled_whichever_way_a_list_is_paged(specway: OneSystem) -> None:
    specway.arm("total_off", "workflows", delta=-20)
    assert specway.body("/workflows")["meta"] == {"page": 1, "limit": 20, "total": 5}
    specway.arm("empty_page", "credentials")
    assert specway.data("/credentials") == []
    specway.arm("limit_lowered", "workflows", times=None, limit=10)
    assert ids(walk(specway, "/workflows")) == ids(specway.truth()["workflows"])


def test_rows_come_and_go_while_one_pages(specway: OneSystem) -> None:
    before = ids(specway.truth()["workflows"])
    specway.arm("delete_row", "workflows", at="head")
    assert ids(specway.data("/workflows", page=2)) == before[21:]
    specway.arm("insert_row", "workflows", at="head")
    specway.data("/workflows")
    after = ids(specway.truth()["workflows"])
    assert (after[1:], after[0] in before) == (before[1:], False)
    specway.arm("insert_row", "webhooks", at="tail")
    assert len(specway.data("/webhooks")) == 6


def test_a_row_that_is_put_into_a_forms_list_is_of_that_form(specway: OneSystem) -> None:
    path = f"/forms/{specway.truth()['forms'][0]['id']}/submissions"
    before = ids(walk(specway, path))
    specway.arm("insert_row", "forms/{id}/submissions", at="middle")
    specway.data(path)
    after = walk(specway, path)
    assert set(before) < set(ids(after))
    assert [row["created_at"] for row in after] == sorted((row["created_at"] for row in after), reverse=True)


def test_rows_are_added_changed_and_deleted(specway: OneSystem) -> None:
    form = specway.truth()["forms"][0]["id"]
    fields = {"form_id": form, "data": {"email": "kim@mail.example"}}
    (added,) = specway.edit("add_rows", resource="submissions", fields=fields)
    path = f"/forms/{form}/submissions"
    assert specway.data(path)[0] == {"id": added, **fields, "created_at": "2026-05-20T10:00:00Z"}
    specway.edit("delete_rows", resource="submissions", keys=[added])
    assert added not in ids(walk(specway, path))
    specway.sandbox.clock.advance(5)
    specway.edit("set_row", resource="forms", key=form, fields={"name": "Renamed"})
    changed = specway.data(f"/forms/{form}")
    assert (changed["name"], changed["updated_at"]) == ("Renamed", "2026-05-20T10:00:05Z")


def test_an_execution_can_be_brought_to_its_end(specway: OneSystem) -> None:
    (pending,) = [row for row in specway.truth()["executions"] if row["status"] == "pending"]
    fields = {"status": "completed", "started_at": "2026-05-20T09:00:00Z", "completed_at": "2026-05-20T09:00:05Z"}
    specway.edit("set_row", resource="executions", key=pending["id"], fields=fields)
    path = f"/workflows/{pending['workflow_id']}/executions"
    assert pending["id"] in ids(walk(specway, path, 100, **{"from": "2026-05-20T09:00:00Z"}))
