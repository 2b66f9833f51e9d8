"""The sandbox against its own description: whatever is asked, it answers as the document says.

Schemathesis thinks the requests up from the document, right ones and wrong ones, the same for the same code.
"""

from __future__ import annotations

from collections import Counter
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from lead_pipeline_tests.sandbox.conftest import KEY, Caller, MakeCaller

if TYPE_CHECKING:
    import httpx
    from schemathesis import Case, HookContext
    from schemathesis.specs.openapi.schemas import OpenApiSchema


EXAMPLES = 40  # per endpoint, beside those at the bounds of each parameter
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "positive_data_acceptance",
    "ignored_auth",
)
OTHER_KEY = "lg_live_another_key_9876"


@pytest.fixture
def rich(make_caller: MakeCaller) -> Caller:
    caller = make_caller()
    caller.sandbox.flowmaticx.edit.set_account(credits_total=10**9)
    return caller


@pytest.fixture
def described(rich: Caller, monkeypatch: pytest.MonkeyPatch) -> OpenApiSchema:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    config = {
        "seed": 1,
        "base-url": rich.running.base_url,
        "headers": {"Authorization": f"Bearer {KEY}"},
        "generation": {"deterministic": True, "max-examples": EXAMPLES, "database": "none"},
        # Among those left out is a 405 for other methods: the vendor's document knows only NOT_FOUND.
        "checks": {"enabled": False, **{name: {"enabled": True} for name in CHECKS}},
    }
    document = rich.control("GET", "/openapi/flowmaticx").json()
    return schemathesis.openapi.from_dict(document, config=SchemathesisConfig.from_dict(config))


def use_each_key_once(schema: OpenApiSchema) -> None:
    """A known Idempotency-Key answers with its job, whatever the body is: no schema can say that."""
    numbers = count()

    def map_case(_: HookContext, case: Case[Any]) -> Case[Any]:
        if case.headers and case.headers.get("Idempotency-Key"):
            case.headers["Idempotency-Key"] += str(next(numbers))
        return case

    schema.hook(map_case)


def test_every_request_is_answered_as_described(described: OpenApiSchema) -> None:
    use_each_key_once(described)
    asked: Counter[tuple[str, int | None]] = Counter()
    complaints: list[object] = []
    for event in from_schema(described).execute():
        match event:
            case events.ScenarioFinished(recorder=recorder):
                for number, exchange in recorder.interactions.items():
                    status = None if exchange.response is None else exchange.response.status_code
                    asked[recorder.cases[number].value.operation.label, status] += 1
                failed = [check.failure_info for checks in recorder.checks.values() for check in checks]
                complaints += [f"{info.failure}\n{info.code_sample}" for info in failed if info is not None]
            case events.NonFatalError() | events.FatalError():
                complaints.append(event)
    assert not complaints, "\n\n".join(map(str, complaints))
    for label in ("GET /jobs", "GET /leads", "POST /jobs"):
        assert min(asked[label, status] for status in (200, 400, 401)) > 0
    assert asked["GET /credits", 200] > 0


def refusals(caller: Caller) -> list[tuple[str, str, httpx.Response]]:
    """Provoke what takes more than a strange request: method, code and answer of each."""
    edit, keys, bearer = caller.sandbox.flowmaticx.edit, caller.sandbox.keys, {"Authorization": f"Bearer {OTHER_KEY}"}
    provoked = []
    edit.set_account(credits_total=0)
    provoked.append(("POST", "INSUFFICIENT_CREDITS", caller.post_job()))
    edit.set_account(most_leads_per_job=40)
    provoked.append(("POST", "PLAN_LIMIT_EXCEEDED", caller.post_job()))
    edit.set_account(subscribed=False)
    provoked.append(("POST", "NO_SUBSCRIPTION", caller.post_job()))
    for method in ("GET", "POST"):
        keys.register(OTHER_KEY, ())
        provoked.append((method, "FORBIDDEN", caller.client.request(method, "/jobs", headers=bearer)))
        keys.register(OTHER_KEY, plan="STARTER")
        provoked.append((method, "PLAN_FEATURE_LOCKED", caller.client.request(method, "/jobs", headers=bearer)))
    caller.sandbox.rate_limit.requests_per_minute = 1
    provoked += [("GET", "RATE_LIMITED", answer) for answer in (caller.get("/jobs"), caller.get("/jobs"))][1:]
    return provoked


def test_every_refusal_is_described(rich: Caller, described: OpenApiSchema) -> None:
    provoked = refusals(rich)
    for method, code, answer in provoked:
        assert answer.json()["error"]["code"] == code
        described["/jobs"][method].validate_response(answer)
        response = described.raw_schema["paths"]["/jobs"][method.lower()]["responses"][str(answer.status_code)]
        assert set(response.get("headers", ())) <= set(answer.headers)
    listed = {
        code
        for endpoint in rich.sandbox.flowmaticx.endpoints()
        for codes in endpoint.refuses.values()
        for code in codes
    }
    assert listed == {code for _, code, _ in provoked} | {"VALIDATION_ERROR", "UNAUTHORIZED"}


def test_the_description_is_openapi(described: OpenApiSchema) -> None:
    described.validate()
