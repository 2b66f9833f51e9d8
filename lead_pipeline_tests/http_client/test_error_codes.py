"""Each documented error code of FlowMaticX becomes the error of ours that stops just as much as it must, with a cure.

What waits or tries again is in test_retries.py and test_retry_after.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lead_pipeline import errors
from lead_pipeline.sources.flowmaticx import FLOWMATICX
from lead_pipeline_tests.http_client.asking import JOBS, asking, error_of
from lead_pipeline_tests.http_client.scripted_server import failure, says

if TYPE_CHECKING:
    from lead_pipeline.spec.source import Endpoint

pytestmark = pytest.mark.anyio

DOCUMENTED = [
    pytest.param(401, "UNAUTHORIZED", errors.KeyRejected, "NORTH_API_KEY", id="unauthorized"),
    pytest.param(403, "FORBIDDEN", errors.ScopeMissing, "jobs:read", id="forbidden"),
    pytest.param(403, "PLAN_FEATURE_LOCKED", errors.PlanLocked, "Agency plan", id="plan-feature-locked"),
    pytest.param(400, "NO_SUBSCRIPTION", errors.PlanLocked, "Agency plan", id="no-subscription"),
    pytest.param(402, "INSUFFICIENT_CREDITS", errors.PlanLocked, "too few credits", id="insufficient-credits"),
    pytest.param(400, "PLAN_LIMIT_EXCEEDED", errors.RequestRefused, "ask for fewer", id="plan-limit-exceeded"),
    pytest.param(400, "VALIDATION_ERROR", errors.RequestRefused, "report this", id="validation-error"),
    pytest.param(404, "NOT_FOUND", errors.ResourceMissing, "not in this workspace", id="not-found"),
]


@pytest.mark.parametrize(("status", "code", "kind", "cure"), DOCUMENTED)
async def test_a_documented_code_is_told_with_its_cure_and_asked_once(
    status: int, code: str, kind: type[errors.LeadPipelineError], cure: str
) -> None:
    async with asking(failure(status, code, "Words of the server")) as (server, asker):
        with pytest.raises(kind) as caught:
            await asker.ask()
    assert type(caught.value) is kind
    assert cure in caught.value.cure
    assert f"flowmaticx/north jobs: HTTP {status} {code}: Words of the server." in str(caught.value)
    assert len(server.requests) == 1


async def test_words_that_end_in_a_full_stop_are_told_with_one() -> None:
    error = await error_of(failure(403, "FORBIDDEN", "Your plan has no more."))
    assert "Your plan has no more." in str(error)
    assert ".." not in str(error)


def test_every_documented_code_is_declared_and_tried_here() -> None:
    tried = {str(parameters.values[1]) for parameters in DOCUMENTED} | {"RATE_LIMITED"}
    assert {problem.code for problem in FLOWMATICX.problems} == tried


@pytest.mark.parametrize("endpoint", FLOWMATICX.endpoints, ids=lambda endpoint: endpoint.name)
async def test_a_missing_scope_is_named_for_its_endpoint(endpoint: Endpoint) -> None:
    error = await error_of(failure(403, "FORBIDDEN"), endpoint=endpoint)
    assert isinstance(error, errors.ScopeMissing)
    assert endpoint.scope in error.cure
    assert (error.facts["scope"], error.facts["key_variable"]) == (endpoint.scope, "NORTH_API_KEY")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.RequestRefused),
        (401, errors.KeyRejected),
        (402, errors.PlanLocked),
        (403, errors.ScopeMissing),
        (404, errors.ResourceMissing),
        (405, errors.RequestRefused),
        (422, errors.RequestRefused),
    ],
)
@pytest.mark.parametrize("body", [b"", b"<html>no</html>", b'{"error": "no"}', b'{"error": {"code": 7}}', b"[]"])
async def test_without_a_code_the_status_decides(status: int, kind: type[Exception], body: bytes) -> None:
    error = await error_of(says(status, body))
    assert type(error) is kind
    assert str(status) in str(error)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        pytest.param(401, "FORBIDDEN", errors.KeyRejected, id="a 401 is the key's, whatever its code"),
        pytest.param(403, "UNAUTHORIZED", errors.KeyRejected, id="a revoked key may come as 403"),
        pytest.param(200, "UNAUTHORIZED", errors.KeyRejected, id="an envelope with status 200 counts"),
        pytest.param(200, "NO_SUBSCRIPTION", errors.PlanLocked, id="and so does the plan's"),
        pytest.param(403, "NEVER_HEARD_OF", errors.ScopeMissing, id="a new code falls back on the status"),
    ],
)
async def test_where_status_and_code_differ(status: int, code: str, kind: type[Exception]) -> None:
    assert type(await error_of(failure(status, code))) is kind


async def test_the_cure_belongs_to_the_error_not_to_a_code_that_contradicts_it() -> None:
    error = await error_of(failure(401, "FORBIDDEN"))
    assert isinstance(error, errors.KeyRejected)
    assert "Check the key in NORTH_API_KEY" in error.cure


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(status: int) -> None:
    async with asking(says(status, location="http://127.0.0.1:9/elsewhere")) as (server, asker):
        with pytest.raises(errors.ServerUnreachable, match="check the base URL"):
            await asker.ask(JOBS)
    assert [request.target for request in server.requests] == ["/jobs"]
