"""The sandbox's description of itself: where it is found, and that it says what the vendor's document says.

Whether the sandbox keeps to it is asked in test_openapi_kept.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import pytest

from lead_pipeline_tests.sandbox.conftest import Caller

Schema: TypeAlias = dict[str, Any]


@pytest.fixture
def document(caller: Caller) -> Schema:
    answer = caller.control("GET", "/openapi/flowmaticx")
    assert answer.status_code == 200
    described: Schema = answer.json()
    return described


def query_of(document: Schema, path: str) -> dict[str, Schema]:
    return {one["name"]: one["schema"] for one in document["paths"][path]["get"]["parameters"]}


def test_it_tells_of_every_endpoint_and_no_other(caller: Caller, document: Schema) -> None:
    assert document["openapi"].startswith("3.1.")
    assert document["servers"] == [{"url": caller.sandbox.flowmaticx.prefix}]
    methods = {(path, method) for path, item in document["paths"].items() for method in item}
    assert methods == {("/jobs", "get"), ("/jobs", "post"), ("/leads", "get"), ("/credits", "get")}


def test_the_description_of_an_unknown_system_says_which_there_are(caller: Caller) -> None:
    answer = caller.control("GET", "/openapi/x")
    assert (answer.status_code, "known are: flowmaticx" in answer.json()["error"]) == (400, True)


def test_a_query_has_its_types_bounds_words_and_defaults(document: Schema) -> None:
    jobs, leads = query_of(document, "/jobs"), query_of(document, "/leads")
    assert list(jobs) == ["limit", "offset", "status"]
    assert list(leads) == ["limit", "offset", "job_id", "billable_only", "email_status"]
    assert jobs["limit"] == leads["limit"] == {"type": "integer", "minimum": 1, "maximum": 100, "default": 50}
    assert (jobs["offset"]["minimum"], jobs["offset"]["default"]) == (0, 0)
    assert set(jobs["status"]["enum"]) == {"QUEUED", "RUNNING", "COMPLETED", "FAILED", "TIMED_OUT"}
    assert set(leads["email_status"]["enum"]) == {"VALID", "RISKY", "INVALID"}
    assert leads["billable_only"] == {"anyOf": [{"type": "boolean"}, {"enum": [0, 1]}], "default": True}
    assert query_of(document, "/credits") == {}


def test_an_order_has_its_required_fields_and_the_others_defaults(document: Schema) -> None:
    order = document["components"]["schemas"]["Order"]
    assert order["required"] == ["workflow_type", "keyword", "location", "leads_requested"]
    fields = order["properties"]
    assert fields["leads_requested"] == {"type": "integer", "minimum": 1, "maximum": 500}
    assert (fields["ai_enabled"]["default"], fields["include_risky"]["default"]) == (True, False)
    (header,) = document["paths"]["/jobs"]["post"]["parameters"]
    assert (header["name"], header["in"], header["required"]) == ("Idempotency-Key", "header", False)


def test_each_endpoint_asks_for_a_bearer_with_its_scope(document: Schema) -> None:
    ((name, scheme),) = document["components"]["securitySchemes"].items()
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    scopes = [operation["security"] for item in document["paths"].values() for operation in item.values()]
    assert scopes == [[{name: [scope]}] for scope in ("jobs:read", "jobs:write", "leads:read", "credits:read")]


def test_a_refusal_says_its_codes_and_status_in_the_envelope(document: Schema) -> None:
    answers = document["paths"]["/jobs"]["post"]["responses"]
    assert list(answers) == ["200", "400", "401", "402", "403", "429"]
    schema = answers["400"]["content"]["application/json"]["schema"]
    assert schema["properties"]["ok"] == {"const": False}
    error = schema["properties"]["error"]["properties"]
    assert error["code"]["enum"] == ["VALIDATION_ERROR", "PLAN_LIMIT_EXCEEDED", "NO_SUBSCRIPTION"]
    assert error["status"] == {"const": 400}
    assert answers["429"]["headers"]["retry-after"]["schema"]["type"] == "integer"


@pytest.mark.parametrize(("path", "name"), [("/jobs", "Job"), ("/leads", "Lead"), ("/credits", "Balance")])
def test_what_is_shown_is_described_field_by_field(caller: Caller, document: Schema, path: str, name: str) -> None:
    data = caller.data(path)
    (row, *_) = data.get(path[1:], [data])
    described = document["components"]["schemas"][name]
    assert set(described["properties"]) == set(described["required"]) == set(row)


def test_a_whole_number_may_be_written_with_a_point(caller: Caller) -> None:
    assert caller.post_job(leads_requested=50.0).json()["data"]["estimated_credits"] == 100


@pytest.mark.parametrize("number", [50.5, float(2**70), 0.0])
def test_no_other_number_with_a_point_is_a_size(caller: Caller, number: float) -> None:
    answer = caller.post_job(leads_requested=number)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == "leads_requested: expected a whole number from 1 to 500"


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"keyword": "\xff"}'], ids=["too deep", "no UTF-8"])
def test_a_body_that_cannot_be_read_is_400_too(caller: Caller, body: bytes) -> None:
    answer = caller.client.post("/jobs", content=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "VALIDATION_ERROR")
