"""FlowEstate's OpenAPI document: it tells of every endpoint, and every answer fits it, good ones and refusals."""

from __future__ import annotations

import re
from typing import Any

import pytest
import schemathesis

from lead_pipeline_tests.sandbox.one_system import OneSystem

RESOURCE_OF = {
    "/me": None,
    "/leads": None,
    "/leads/search": None,
    "/leads/{lead_id}": "leads",
    "/leads/{lead_id}/activities": "leads",
    "/projects": None,
    "/projects/{project_id}": "projects",
    "/projects/{project_id}/units": "projects",
    "/members": None,
    "/members/{member_id}": "members",
    "/pipeline/stages": None,
    "/lead-sources": None,
    "/webhooks/events": None,
    "/webhooks/subscriptions": None,
}
"""What stands in the place of a path, if it has one."""


@pytest.fixture
def document(api: OneSystem) -> dict[str, Any]:
    described: dict[str, Any] = api.control("GET", "/openapi/flowestate")
    return described


def test_it_tells_of_every_endpoint_that_reads(document: dict[str, Any]) -> None:
    assert set(document["paths"]) == set(RESOURCE_OF)
    assert {method for item in document["paths"].values() for method in item} == {"get"}


def test_every_answer_is_as_described(api: OneSystem, document: dict[str, Any]) -> None:
    described, truth = schemathesis.openapi.from_dict(document), api.truth()
    for path, resource in RESOURCE_OF.items():
        operation = described[path]["GET"]
        for row in truth[resource][:40] if resource else [{"id": ""}]:
            answer = api.get(re.sub("{.*}", row["id"], path), limit=100)
            assert answer.status_code == (400 if path == "/leads/search" else 200)
            operation.validate_response(answer)
        operation.validate_response(api.get(path, {"Authorization": "Bearer"}))
        if resource:
            operation.validate_response(api.get(re.sub("{.*}", "x", path)))
        if "400" in operation.definition.raw["responses"]:
            operation.validate_response(api.get(re.sub("{.*}", "x", path), limit="x", group_by="x"))
