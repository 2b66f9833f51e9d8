"""FlowMaestro's OpenAPI document: it tells of every endpoint, and every answer fits it.

What the fields mean is in test_reading.
"""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis

from lead_pipeline_tests.sandbox.one_system import OneSystem
from lead_pipeline_tests.sandbox.strange_requests import ask_strangely

PATHS = {
    *("/workflows", "/workflows/{id}", "/executions", "/executions/{id}", "/executions/{id}/events"),
    *("/agents", "/agents/{id}", "/threads/{id}", "/threads/{id}/messages", "/triggers", "/knowledge-bases"),
    *("/knowledge-bases/{id}", "/webhooks", "/webhooks/{id}", "/webhooks/{id}/deliveries"),
}


@pytest.fixture
def document(maestro: OneSystem) -> dict[str, Any]:
    described: dict[str, Any] = maestro.control("GET", "/openapi/flowmaestro")
    return described


def test_it_tells_of_every_endpoint_that_reads(document: dict[str, Any]) -> None:
    assert set(document["paths"]) == PATHS
    assert {method for item in document["paths"].values() for method in item} == {"get"}
    assert document["components"]["securitySchemes"]["key"]["name"] == "X-API-Key"


def test_a_name_in_a_path_is_a_parameter(document: dict[str, Any]) -> None:
    (place,) = document["paths"]["/agents/{id}"]["get"]["parameters"]
    assert (place["name"], place["in"], place["required"]) == ("id", "path", True)


def test_every_answer_is_as_described(maestro: OneSystem, document: dict[str, Any]) -> None:
    described = schemathesis.openapi.from_dict(document)
    truth, keys = maestro.truth(), {"X-API-Key": "wrong"}
    for path in PATHS - {"/executions/{id}/events"}:
        operation = described[path]["GET"]
        rows = truth[path.split("/")[1].replace("-", "_")] if "{id}" in path else [{"id": ""}]
        for row in rows[:60]:
            answer = maestro.get(path.replace("{id}", row["id"]), per_page=100)
            assert answer.status_code == 200
            operation.validate_response(answer)
        operation.validate_response(maestro.get(path, headers=keys))
        if "{id}" in path:
            operation.validate_response(maestro.get(path.replace("{id}", "x")))


def test_every_strange_request_is_answered_as_described(maestro: OneSystem, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    statuses, complaints = ask_strangely(maestro)
    assert not complaints, "\n\n".join(complaints)
    assert min(statuses[status] for status in (200, 404)) > 0
