"""Where Specway's page disagrees with itself: each switch, and what it does to a client.

With all of them off it is as test_reading says.
"""

from __future__ import annotations

from lead_pipeline_tests.sandbox.one_system import OneSystem
from lead_pipeline_tests.sandbox.specway.conftest import walk


def test_success_may_be_missing_so_a_client_must_not_ask_for_it(specway: OneSystem) -> None:
    specway.edit("switch", name="no_success")
    assert list(specway.body("/workflows")) == ["data", "meta"]
    assert list(specway.body("/webhooks")) == ["data"]
    assert specway.get("/nothing").json()["success"] is False


def test_meta_may_be_the_total_alone(specway: OneSystem) -> None:
    specway.edit("switch", name="only_total")
    assert specway.body("/workflows")["meta"] == {"total": 25}
    assert len(walk(specway, "/workflows", limit=10)) == 25


def test_only_the_list_may_say_when_a_workflow_changed(specway: OneSystem) -> None:
    specway.edit("switch", name="no_updated_at")
    (row,) = specway.data("/workflows", limit=1)
    assert "updated_at" in row
    assert "updated_at" not in specway.data(f"/workflows/{row['id']}")


def test_the_list_of_all_executions_may_not_exist(specway: OneSystem) -> None:
    specway.edit("switch", name="no_execution_list")
    assert specway.get("/executions").status_code == 404
    execution = specway.truth()["executions"][0]
    assert specway.data(f"/executions/{execution['id']}")["id"] == execution["id"]
    assert specway.data(f"/workflows/{execution['workflow_id']}/executions")


def test_executions_of_a_workflow_may_not_name_it(specway: OneSystem) -> None:
    specway.edit("switch", name="no_workflow_id")
    workflow = specway.truth()["executions"][0]["workflow_id"]
    assert "workflow_id" not in specway.data(f"/workflows/{workflow}/executions")[0]
    assert specway.data("/executions")[0]["workflow_id"]


def test_an_execution_may_tell_why_it_failed(specway: OneSystem) -> None:
    failed = next(row for row in specway.truth()["executions"] if row["status"] == "failed")
    assert "error" not in specway.data(f"/executions/{failed['id']}")
    specway.edit("switch", name="execution_error")
    assert specway.data(f"/executions/{failed['id']}")["error"] == failed["error"]


def test_the_largest_limit_may_be_twenty(specway: OneSystem) -> None:
    specway.edit("switch", name="small_limit")
    for path in ("/workflows", "/executions", "/forms"):
        assert [specway.get(path, None, limit=limit).status_code for limit in (20, 21)] == [200, 400]


def test_an_end_of_the_version_is_said_in_every_answer(specway: OneSystem) -> None:
    specway.edit("switch", name="sunset")
    for path, headers in (("/workflows", None), ("/nothing", None), ("/workflows", {"Authorization": ""})):
        assert specway.get(path, headers).headers["sunset"] == "Sat, 01 May 2027 00:00:00 GMT"
