"""Where FlowMaestro's pages and its server disagree: each switch, and the trap it lays.

With all of them off it is as the pages say, which is in test_reading.
"""

from __future__ import annotations

import pytest

from lead_pipeline_tests.sandbox.flowmaestro.conftest import walk
from lead_pipeline_tests.sandbox.one_system import OneSystem


def test_an_unknown_switch_says_which_there_are(maestro: OneSystem) -> None:
    with pytest.raises(ValueError, match=r"known are: .*broken_counts: total_count"):
        maestro.sandbox.flowmaestro.switches.switch(name="broken")


def test_a_switch_can_be_switched_back(maestro: OneSystem) -> None:
    right = maestro.data("/workflows")
    assert maestro.edit("switch", name="old_workflows") == ["old_workflows"]
    assert maestro.data("/workflows") != right
    assert maestro.edit("switch", name="old_workflows", on=False) == []
    assert maestro.data("/workflows") == right


def test_old_workflows_have_other_fields_in_the_list_and_by_themselves(maestro: OneSystem) -> None:
    maestro.edit("switch", name="old_workflows")
    (row,) = maestro.data("/workflows", per_page=1)
    assert list(row) == ["id", "name", "description", "version", "inputs", "created_at", "updated_at"]
    assert maestro.data(f"/workflows/{row['id']}") == row


def test_old_triggers_call_their_type_otherwise(maestro: OneSystem) -> None:
    (new,) = maestro.data("/triggers", per_page=1)
    maestro.edit("switch", name="old_triggers")
    (row,) = maestro.data("/triggers", per_page=1)
    assert row["trigger_type"] == new["type"]
    assert set(row) ^ set(new) == {"type", "trigger_type", "workflow_name", "updated_at"}


def test_an_error_may_be_its_bare_message(maestro: OneSystem) -> None:
    failed = maestro.data("/executions", status="failed", per_page=1)[0]["id"]
    whole = maestro.data(f"/executions/{failed}")["error"]
    maestro.edit("switch", name="error_as_text")
    assert maestro.data(f"/executions/{failed}")["error"] == whole["message"]


def test_executions_may_tell_when_they_were_created(maestro: OneSystem) -> None:
    maestro.edit("switch", name="execution_created_at")
    created = [row["created_at"] for row in maestro.data("/executions", per_page=100)]
    assert created == sorted(created, reverse=True)


def test_messages_may_come_all_at_once(maestro: OneSystem) -> None:
    path = f"/threads/{max(maestro.truth()['threads'], key=lambda row: row['message_count'])['id']}/messages"
    paged = walk(maestro, path)
    maestro.edit("switch", name="messages_unpaged")
    body = maestro.body(path, per_page=2)
    assert (list(body), body["data"]) == (["data", "meta"], {"messages": paged})
    assert len(paged) > 2


def test_pagination_may_have_only_has_more(maestro: OneSystem) -> None:
    maestro.edit("switch", name="has_more")
    pages = [maestro.body("/executions", per_page=100, page=page)["pagination"] for page in (1, 3)]
    assert pages[0] == {"page": 1, "per_page": 100, "total_count": 300, "has_more": True}
    assert pages[1]["has_more"] is False


def test_a_row_that_is_listed_may_not_be_found(maestro: OneSystem) -> None:
    maestro.edit("switch", name="others_hidden")
    ids = [row["id"] for row in maestro.data("/executions", per_page=100)]
    assert {maestro.get(f"/executions/{key}").status_code for key in ids} == {200, 404}


def test_broken_counts_lose_rows_for_who_believes_has_next(maestro: OneSystem) -> None:
    maestro.edit("switch", name="broken_counts")
    first = maestro.body("/executions", per_page=100)
    assert len(first["data"]) < 100
    assert (first["pagination"]["total_count"], first["pagination"]["has_next"]) == (len(first["data"]), False)
    # Nor does it help to go on until a page is empty: rows are missing between the pages.
    seen = [row for page in range(1, 6) for row in maestro.data("/executions", per_page=100, page=page)]
    assert len({row["id"] for row in seen}) < 300


def test_broken_counts_with_workflow_and_status_filter_within_a_page(maestro: OneSystem) -> None:
    truth = maestro.truth()["executions"]
    busy = max({row["workflow_id"] for row in truth}, key=lambda key: sum(row["workflow_id"] == key for row in truth))
    failed = [row["id"] for row in truth if row["workflow_id"] == busy and row["status"] == "failed"]
    maestro.edit("switch", name="broken_counts")
    pages = [
        maestro.body("/executions", workflow_id=busy, status="failed", per_page=20, page=page) for page in range(1, 10)
    ]
    assert pages[0]["pagination"]["has_next"] is False
    assert len(pages[0]["data"]) < len(failed)
    assert [row["id"] for page in pages for row in page["data"]] == failed


def test_broken_counts_are_right_by_workflow_alone(maestro: OneSystem) -> None:
    workflows = {row["workflow_id"] for row in maestro.truth()["executions"]}
    maestro.edit("switch", name="broken_counts")
    ids = [row["id"] for key in workflows for row in walk(maestro, "/executions", per_page=20, workflow_id=key)]
    assert (len(ids), len(set(ids))) == (300, 300)
