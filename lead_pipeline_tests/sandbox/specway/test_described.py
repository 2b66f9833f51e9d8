"""Specway's OpenAPI document: it tells of every endpoint, and every answer fits it.

What the fields mean is in test_reading.
"""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis

from lead_pipeline_tests.sandbox.one_system import OneSystem
from lead_pipeline_tests.sandbox.strange_requests import ask_strangely

PATHS = {
    *("/workflows", "/workflows/{id}", "/workflows/{id}/executions", "/executions", "/executions/{id}", "/forms"),
    *("/forms/{id}", "/forms/{id}/submissions", "/credentials", "/integrations", "/webhooks"),
}


@pytest.fixture
def document(specway: OneSystem) -> dict[str, Any]:
    described: dict[str, Any] = specway.control("GET", "/openapi/specway")
    return described


def test_it_tells_of_every_endpoint_that_reads(document: dict[str, Any]) -> None:
    assert set(document["paths"]) == PATHS
    assert {method for item in document["paths"].values() for method in item} == {"get"}


def test_a_name_that_python_keeps_for_itself_is_told_as_it_is_written(document: dict[str, Any]) -> None:
    declared = document["paths"]["/workflows/{id}/executions"]["get"]["parameters"]
    assert [one["name"] for one in declared] == ["id", "page", "limit", "status", "from", "to"]


@pytest.mark.parametrize("switch", [None, "no_updated_at", "no_workflow_id", "execution_error"])
def test_every_answer_is_as_described(specway: OneSystem, document: dict[str, Any], switch: str | None) -> None:
    if switch is not None:
        specway.edit("switch", name=switch)
    described = schemathesis.openapi.from_dict(document)
    truth = specway.truth()
    for path in PATHS:
        operation = described[path]["GET"]
        for row in truth[path.split("/")[1]][:40] if "{id}" in path else [{"id": ""}]:
            answer = specway.get(path.replace("{id}", row["id"]), None, limit=100)
            assert answer.status_code == 200
            operation.validate_response(answer)
        operation.validate_response(specway.get(path, {"Authorization": ""}))
        if "{id}" in path:
            operation.validate_response(specway.get(path.replace("{id}", "x")))


def test_every_strange_request_is_answered_as_described(specway: OneSystem, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    statuses, complaints = ask_strangely(specway)
    assert not complaints, "\n\n".join(complaints)
    assert min(statuses[status] for status in (200, 400, 404)) > 0
