"""What FlowMaestro lets us read: every list to its end, every row by itself, against the truth.

Keys and budgets are in test_calling, what the switches change in test_switches.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from lead_pipeline_tests.sandbox.flowmaestro.conftest import walk
from lead_pipeline_tests.sandbox.one_system import OneSystem, calling

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
IN_LISTS: dict[str, str] = {
    "workflows": "id name description status created_at updated_at",
    "executions": "id workflow_id workflow_name status started_at completed_at duration_ms",
    "agents": "id name description model created_at updated_at",
    "triggers": "id workflow_id workflow_name name type enabled trigger_count last_triggered_at created_at",
    "knowledge-bases": "id name description document_count chunk_count created_at updated_at",
    "webhooks": "id name url events is_active created_at updated_at",
}
BY_ITSELF_TOO: dict[str, str] = {
    "workflows": "input_schema",
    "executions": "inputs outputs error",
    "agents": "system_prompt temperature max_tokens available_tools",
    "knowledge-bases": "embedding_model chunk_size chunk_overlap",
    "webhooks": "headers",
}


def table(name: str) -> str:
    return name.replace("-", "_")


def without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


@pytest.mark.parametrize("name", IN_LISTS)
def test_a_list_paged_to_its_end_is_the_truth_newest_first(maestro: OneSystem, name: str) -> None:
    fields = IN_LISTS[name].split()
    rows = walk(maestro, f"/{name}", per_page=7)
    truth = maestro.truth()[table(name)]
    assert rows == [{field: row[field] for field in fields} for row in truth]
    assert all(list(row) == fields for row in rows)
    created = [row["created_at"] for row in truth]
    assert created == sorted(created, reverse=True)
    assert len(rows) >= 3


@pytest.mark.parametrize("name", BY_ITSELF_TOO)
def test_a_row_by_itself_tells_more_than_the_list(maestro: OneSystem, name: str) -> None:
    for row in maestro.data(f"/{name}", per_page=3):
        alone = maestro.data(f"/{name}/{row['id']}")
        assert without(alone, *BY_ITSELF_TOO[name].split()) == row
        assert set(alone) - set(row) == set(BY_ITSELF_TOO[name].split())


def test_a_trigger_cannot_be_read_by_itself(maestro: OneSystem) -> None:
    (trigger,) = maestro.data("/triggers", per_page=1)
    assert maestro.get(f"/triggers/{trigger['id']}").status_code == 404


def test_no_endpoint_lists_threads_but_who_knows_the_id_can_read_one(maestro: OneSystem) -> None:
    assert maestro.get("/threads").status_code == 404
    for thread in maestro.truth()["threads"]:
        alone = maestro.data(f"/threads/{thread['id']}")
        assert list(alone) == ["id", "agent_id", "status", "message_count", "created_at", "last_message_at"]
        messages = walk(maestro, f"/threads/{thread['id']}/messages", per_page=10)
        assert len(messages) == alone["message_count"]
        assert alone["last_message_at"] == (messages[0]["created_at"] if messages else None)


def test_what_a_user_wrote_has_no_tool_calls_at_all(maestro: OneSystem) -> None:
    messages = [
        message
        for thread in maestro.truth()["threads"]
        for message in walk(maestro, f"/threads/{thread['id']}/messages")
    ]
    assert {message["role"]: "tool_calls" in message for message in messages} == {"user": False, "assistant": True}
    assert None in [message.get("tool_calls", "missing") for message in messages]


def test_deliveries_are_read_per_webhook(maestro: OneSystem) -> None:
    truth = maestro.truth()
    for webhook in truth["webhooks"]:
        deliveries = walk(maestro, f"/webhooks/{webhook['id']}/deliveries", per_page=20)
        assert deliveries == [row for row in truth["deliveries"] if row["webhook_id"] == webhook["id"]]
    assert {row["status"] for row in truth["deliveries"]} == {"success", "failed", "retrying", "pending"}


def test_a_webhook_never_shows_its_secret(maestro: OneSystem) -> None:
    assert "whsec" not in json.dumps(maestro.truth())


def test_an_execution_has_times_and_results_only_as_far_as_it_came(maestro: OneSystem) -> None:
    executions = maestro.truth()["executions"]
    by_status = {status: [row for row in executions if row["status"] == status] for status in ("pending", "running")}
    assert all(row["started_at"] is None for row in by_status["pending"])
    assert all(row["completed_at"] is None for rows in by_status.values() for row in rows)
    assert all(rows for rows in by_status.values())
    for row in executions:
        assert (row["error"] is not None) == (row["status"] == "failed")
        assert (row["outputs"] is not None) == (row["status"] == "completed")
    cancelled = [row for row in executions if row["status"] == "cancelled"]
    # One that was cancelled while it waited has an end, and never had a beginning.
    assert any(row["started_at"] is None and row["completed_at"] for row in cancelled)


def test_a_failed_execution_is_data_with_an_error_in_three_parts(maestro: OneSystem) -> None:
    failed = maestro.data("/executions", status="failed", per_page=1)[0]
    error = maestro.data(f"/executions/{failed['id']}")["error"]
    assert set(error) == {"code", "message", "node_id"}


def test_executions_are_filtered_by_workflow_and_by_status(maestro: OneSystem) -> None:
    everything = walk(maestro, "/executions")
    workflow = everything[0]["workflow_id"]
    for status in ("pending", "running", "completed", "failed", "cancelled"):
        assert walk(maestro, "/executions", status=status) == [row for row in everything if row["status"] == status]
    of_one = [row for row in everything if row["workflow_id"] == workflow]
    assert walk(maestro, "/executions", workflow_id=workflow) == of_one
    both = walk(maestro, "/executions", workflow_id=workflow, status="failed")
    assert both == [row for row in of_one if row["status"] == "failed"]


def test_a_status_nobody_knows_is_an_empty_list(maestro: OneSystem) -> None:
    body = maestro.body("/executions", status="lost")
    assert (body["data"], body["pagination"]["total_count"], body["pagination"]["total_pages"]) == ([], 0, 0)


def test_there_is_no_filter_by_time(maestro: OneSystem) -> None:
    asked = maestro.body("/executions", created_after="2026-05-19T00:00:00.000Z", updated_since="2026-05-19")
    assert asked["pagination"]["total_count"] == 300


def test_executions_outlive_their_workflow_which_no_list_shows_any_more(maestro: OneSystem) -> None:
    listed = {row["id"] for row in walk(maestro, "/workflows")}
    orphans = [row for row in walk(maestro, "/executions") if row["workflow_id"] not in listed]
    assert orphans
    assert maestro.get(f"/workflows/{orphans[0]['workflow_id']}").status_code == 404
    assert orphans[0] in walk(maestro, "/executions", workflow_id=orphans[0]["workflow_id"])


def test_a_page_says_where_it_is(maestro: OneSystem) -> None:
    body = maestro.body("/executions", page=2)
    assert list(body) == ["data", "pagination", "meta"]
    assert body["pagination"] == {
        "page": 2,
        "per_page": 20,
        "total_count": 300,
        "total_pages": 15,
        "has_next": True,
        "has_prev": True,
    }
    assert maestro.body("/executions", page=15)["pagination"]["has_next"] is False
    behind = maestro.body("/executions", page=16)
    assert (behind["data"], behind["pagination"]["page"], behind["pagination"]["has_prev"]) == ([], 16, True)


@pytest.mark.parametrize(
    ("query", "page", "per_page"),
    [
        # Neither is refused: a client that writes them wrongly gets other rows than it meant, and no word about it.
        ({"per_page": 1000}, 1, 100),
        ({"per_page": 0}, 1, 20),
        ({"per_page": "all"}, 1, 20),
        ({"page": 0}, 1, 20),
        ({"page": "next", "per_page": 5}, 1, 5),
        ({"limit": 5, "offset": 5}, 1, 20),
    ],
)
def test_a_strange_page_is_the_default_and_a_large_one_the_largest(
    maestro: OneSystem, query: dict[str, object], page: int, per_page: int
) -> None:
    body = maestro.body("/executions", **query)
    assert (body["pagination"]["page"], body["pagination"]["per_page"], len(body["data"])) == (page, per_page, per_page)


def test_moments_are_written_with_milliseconds_in_utc(maestro: OneSystem) -> None:
    rows = [row for rows in maestro.truth().values() for row in rows]
    moments = [value for row in rows for name, value in row.items() if name.endswith("_at") and value is not None]
    assert moments
    assert all(MOMENT.fullmatch(moment) for moment in moments)
    assert max(moments) <= "2026-05-20T10:00:00.000Z"


def test_the_stream_of_an_ended_execution_has_its_end_only(maestro: OneSystem) -> None:
    done = maestro.data("/executions", status="completed", per_page=1)[0]
    answer = maestro.get(f"/executions/{done['id']}/events", headers={"Accept": "text/event-stream"})
    assert answer.headers["content-type"] == "text/event-stream"
    assert [line for line in answer.text.splitlines() if line.startswith("event:")] == ["event: execution:completed"]
    running = maestro.data("/executions", status="running", per_page=1)[0]
    assert maestro.get(f"/executions/{running['id']}/events").text.startswith("event: connected\n")


def test_the_same_seed_makes_the_same_workspace_and_the_size_can_be_set() -> None:
    headers = {"X-API-Key": "fm_live_x"}
    with calling("flowmaestro", headers, size=40) as one, calling("flowmaestro", headers, size=40) as other:
        assert one.truth() == other.truth()
        assert len(one.truth()["executions"]) == 40
    with calling("flowmaestro", headers, size=40, seed=8) as third:
        assert third.truth() != one.sandbox.flowmaestro.truth()
    with calling("flowmaestro", headers, size=0) as empty:
        assert set(map(len, empty.truth().values())) == {0}
        assert empty.body("/workflows")["pagination"]["total_pages"] == 0
