"""What Specway lets us read: every list to its end, every row by itself, against the truth.

Cursors are in test_cursors, keys and budgets in test_calling, what the switches change in test_switches.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from lead_pipeline_tests.sandbox.one_system import OneSystem, calling
from lead_pipeline_tests.sandbox.specway.conftest import follow, ids, walk

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
EXECUTION = ["id", "workflow_id", "status", "started_at", "completed_at"]


def shown(rows: list[dict[str, Any]], *fields: str) -> list[dict[str, Any]]:
    return [{field: row[field] for field in fields} for row in rows]


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("workflows", "id name status created_at updated_at"),
        ("forms", "id name status fields created_at updated_at"),
    ],
)
def test_a_list_paged_to_its_end_is_the_truth_newest_first(specway: OneSystem, name: str, fields: str) -> None:
    truth = specway.truth()[name]
    rows = walk(specway, f"/{name}", limit=2)
    assert rows == shown(truth, *fields.split())
    assert all(list(row) == fields.split() for row in rows)
    created = [row["created_at"] for row in truth]
    assert created == sorted(created, reverse=True)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("credentials", "id name type created_at"),
        ("integrations", "id provider name status connected_at"),
        ("webhooks", "id url events active created_at"),
    ],
)
def test_a_short_list_comes_all_at_once_and_without_meta(specway: OneSystem, name: str, fields: str) -> None:
    body = specway.body(f"/{name}")
    assert list(body) == ["success", "data"]
    assert body["data"] == shown(specway.truth()[name], *fields.split())
    # It takes no notice of pages: who asks for the next one until one is empty asks for ever.
    assert specway.body(f"/{name}", page=2, limit=1) == body


def test_a_workflow_by_itself_tells_its_structure(specway: OneSystem) -> None:
    (row,) = specway.data("/workflows", limit=1)
    alone = specway.data(f"/workflows/{row['id']}")
    fields = ["id", "name", "description", "status", "nodes", "edges", "variables", "created_at", "updated_at"]
    assert list(alone) == fields
    assert {name: alone[name] for name in row} == row
    assert isinstance(alone["nodes"], list)
    assert isinstance(alone["variables"], dict)


def test_workflows_are_filtered_by_status_and_searched_by_name(specway: OneSystem) -> None:
    everything = walk(specway, "/workflows")
    for status in ("draft", "published"):
        assert walk(specway, "/workflows", status=status) == [row for row in everything if row["status"] == status]
    found = walk(specway, "/workflows", search="größen")
    assert found == [row for row in everything if "Größen" in row["name"]] != []
    assert specway.body("/workflows", search="nothing like it")["meta"]["total"] == 0


def test_every_workflows_executions_add_up_to_all(specway: OneSystem) -> None:
    executions = specway.truth()["executions"]
    for workflow in specway.truth()["workflows"]:
        rows = walk(specway, f"/workflows/{workflow['id']}/executions", limit=5)
        assert rows == shown([row for row in executions if row["workflow_id"] == workflow["id"]], *EXECUTION)
    assert follow(specway) == shown(executions, *EXECUTION)


def test_executions_of_a_workflow_are_filtered_by_status(specway: OneSystem) -> None:
    path = f"/workflows/{specway.truth()['workflows'][0]['id']}/executions"
    everything = walk(specway, path)
    for status in ("pending", "running", "completed", "failed"):
        assert walk(specway, path, status=status) == [row for row in everything if row["status"] == status]


def test_a_window_has_both_its_ends_in_it(specway: OneSystem) -> None:
    path = f"/workflows/{specway.truth()['workflows'][0]['id']}/executions"
    started = [row for row in walk(specway, path) if row["started_at"]]
    last, first = started[1]["started_at"], started[-2]["started_at"]
    assert walk(specway, path, **{"from": first, "to": last}) == started[1:-1]
    assert walk(specway, path, to=last) == started[1:]
    assert walk(specway, path, **{"from": first}) == started[:-1]
    assert walk(specway, path, **{"from": first.replace("Z", "+00:00")}) == started[:-1]


def test_a_day_as_the_end_of_a_window_is_its_first_second(specway: OneSystem) -> None:
    path = f"/workflows/{specway.truth()['workflows'][0]['id']}/executions"
    day = next(row["started_at"] for row in walk(specway, path) if row["started_at"])[:10]
    # Who means that day too, must ask for the next one.
    assert all(row["started_at"][:10] < day for row in walk(specway, path, to=day))
    assert walk(specway, path, to=day) != []


def test_an_execution_that_waits_is_in_no_window(specway: OneSystem) -> None:
    (pending,) = [row for row in specway.truth()["executions"] if row["status"] == "pending"]
    path = f"/workflows/{pending['workflow_id']}/executions"
    assert pending["started_at"] is None
    assert pending["id"] in ids(walk(specway, path))
    assert pending["id"] not in ids(walk(specway, path, 100, **{"from": "2000-01-01", "to": "2099-01-01"}))


def test_an_execution_by_itself_has_its_output_and_log(specway: OneSystem) -> None:
    truth = specway.truth()["executions"]
    for row in truth[:40]:
        alone = specway.data(f"/executions/{row['id']}")
        assert list(alone) == [*EXECUTION, "output", "logs"]
        assert alone == shown([row], *alone)[0]
    assert all((row["completed_at"] is None) == (row["status"] in {"pending", "running"}) for row in truth)
    # An output is any JSON, not only an object.
    assert {type(row["output"]) for row in truth} == {dict, str, int, type(None)}


def test_submissions_are_read_per_form_and_windowed_by_when_they_came(specway: OneSystem) -> None:
    truth = specway.truth()
    for form in truth["forms"]:
        assert specway.data(f"/forms/{form['id']}") == form
        path = f"/forms/{form['id']}/submissions"
        rows = walk(specway, path, limit=30)
        assert rows == [row for row in truth["submissions"] if row["form_id"] == form["id"]]
        assert walk(specway, path, **{"from": rows[3]["created_at"]}) == rows[:4]
    # No two need have the same fields, and some have one that the form does not ask for.
    assert len({frozenset(row["data"]) for row in truth["submissions"]}) > 3


def test_no_secret_is_shown(specway: OneSystem) -> None:
    held = json.dumps({name: specway.truth()[name] for name in ("credentials", "webhooks")})
    assert not [word for word in ('"value"', '"secret"') if word in held]


def test_a_page_says_where_it_is(specway: OneSystem) -> None:
    body = specway.body("/workflows", page=2)
    assert list(body) == ["success", "data", "meta"]
    assert body["success"] is True
    assert (body["meta"], len(body["data"])) == ({"page": 2, "limit": 20, "total": 25}, 5)
    assert specway.body("/workflows", page=3)["data"] == []


def test_moments_are_whole_seconds_in_utc(specway: OneSystem) -> None:
    rows = [row for rows in specway.truth().values() for row in rows]
    moments = [value for row in rows for name, value in row.items() if name.endswith("_at") and value is not None]
    assert all(MOMENT.fullmatch(moment) for moment in moments)
    assert max(moments) <= "2026-05-20T10:00:00Z"


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("/workflows", {"limit": 101}, "limit"),
        ("/workflows", {"limit": 0}, "limit"),
        ("/workflows", {"page": "two"}, "page"),
        ("/workflows", {"status": "active"}, "status"),
        ("/executions", {"limit": 101}, "limit"),
        ("/executions", {"cursor": "abc123"}, "cursor"),
        ("/workflows/{workflow}/executions", {"status": "cancelled"}, "status"),
        ("/workflows/{workflow}/executions", {"from": "yesterday"}, "from"),
        ("/forms/{form}/submissions", {"to": "2026-13-01"}, "to"),
    ],
)
def test_a_query_that_does_not_fit_is_400_and_names_the_field(
    specway: OneSystem, path: str, query: dict[str, object], field: str
) -> None:
    truth = specway.truth()
    answer = specway.get(path.format(workflow=truth["workflows"][0]["id"], form=truth["forms"][0]["id"]), None, **query)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], list(error["details"])) == (400, "VALIDATION_ERROR", [field])


def test_the_same_seed_makes_the_same_account_and_the_size_can_be_set() -> None:
    headers = {"Authorization": "Bearer x"}
    with calling("specway", headers, size=40) as one, calling("specway", headers, size=40) as other:
        assert one.truth() == other.truth()
        assert len(one.truth()["executions"]) == 40
    with calling("specway", headers, size=0) as empty:
        assert set(map(len, empty.truth().values())) == {0}
        assert empty.body("/executions")["meta"] == {"next_cursor": None, "has_more": False}
