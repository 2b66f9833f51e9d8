"""Who may call Specway, how often, and what a refusal says.

What a permitted caller reads is in test_reading.
"""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from lead_pipeline_tests.sandbox.one_system import OneSystem
from lead_pipeline_tests.sandbox.specway.conftest import KEY

OTHER_KEY = "another-key-9876"


def ask(specway: OneSystem, path: str, authorization: str) -> httpx.Response:
    return specway.get(path, {"Authorization": authorization})


def error(answer: httpx.Response) -> dict[str, Any]:
    body = answer.json()
    assert list(body) == ["success", "error"]
    assert body["success"] is False
    assert list(body["error"]) == ["code", "message", "details"]
    told: dict[str, Any] = body["error"]
    return told


@pytest.mark.parametrize("authorization", ["", "Bearer", f"Basic {KEY}", KEY])
def test_a_missing_key_is_401(specway: OneSystem, authorization: str) -> None:
    answer = ask(specway, "/workflows", authorization)
    assert (answer.status_code, error(answer)["code"]) == (401, "UNAUTHORIZED")


def test_keys_have_no_prefix_so_any_is_good_until_it_is_revoked(specway: OneSystem) -> None:
    assert ask(specway, "/workflows", f"Bearer {OTHER_KEY}").status_code == 200
    specway.control("POST", "/keys", {"key": OTHER_KEY, "revoked": True})
    answer = ask(specway, "/workflows", f"Bearer {OTHER_KEY}")
    assert (answer.status_code, error(answer)["code"]) == (401, "UNAUTHORIZED")


@pytest.mark.parametrize("path", ["workflows", "executions", "forms", "credentials", "integrations", "webhooks"])
def test_a_key_without_the_permission_is_403(specway: OneSystem, path: str) -> None:
    specway.control("POST", "/keys", {"key": OTHER_KEY, "scopes": []})
    answer = ask(specway, f"/{path}", f"Bearer {OTHER_KEY}")
    assert (answer.status_code, error(answer)["code"]) == (403, "FORBIDDEN")
    specway.control("POST", "/keys", {"key": OTHER_KEY, "scopes": [path]})
    assert ask(specway, f"/{path}", f"Bearer {OTHER_KEY}").status_code == 200


@pytest.mark.parametrize(
    "path", ["/workflows/x", "/workflows/x/executions", "/executions/x", "/forms/x", "/forms/x/submissions", "/nothing"]
)
def test_what_is_not_there_is_404(specway: OneSystem, path: str) -> None:
    answer = specway.get(path)
    assert (answer.status_code, error(answer)["code"]) == (404, "NOT_FOUND")


def test_headers_tell_of_the_minute(limited: OneSystem) -> None:
    told = {name: value for name, value in limited.get("/workflows").headers.items() if "ratelimit" in name}
    assert told == {
        "x-ratelimit-limit": "300",
        "x-ratelimit-remaining": "299",
        "x-ratelimit-reset": str(limited.sandbox.clock.start + 60),
    }


@pytest.mark.parametrize(("plan", "minute"), [("Free", "60"), ("STARTER", "120"), ("PRO", "300"), ("BUSINESS", "600")])
def test_each_plan_has_its_own_rate(limited: OneSystem, plan: str, minute: str) -> None:
    limited.control("POST", "/keys", {"key": KEY, "plan": plan})
    assert limited.get("/workflows").headers["x-ratelimit-limit"] == minute


def test_over_the_minute_is_429_without_a_word_on_how_long_to_wait(limited: OneSystem) -> None:
    limited.control("POST", "/keys", {"key": KEY, "plan": "FREE"})
    assert [limited.get("/webhooks").status_code for _ in range(61)] == [200] * 60 + [429]
    answer = limited.get("/webhooks")
    assert error(answer)["code"] == "RATE_LIMITED"
    assert "retry-after" not in answer.headers
    assert answer.headers["x-ratelimit-remaining"] == "0"
    limited.sandbox.clock.advance(60)
    assert limited.get("/webhooks").status_code == 200


def test_over_the_day_is_429_while_the_headers_say_that_there_is_room(limited: OneSystem) -> None:
    limited.control("POST", "/keys", {"key": KEY, "budgets": {"day": 3}})
    assert [limited.get("/webhooks").status_code for _ in range(4)] == [200, 200, 200, 429]
    limited.sandbox.clock.advance(3600)
    answer = limited.get("/webhooks")
    # Waiting a minute, or twenty, does not help; only the caller's own count can tell why.
    assert (answer.status_code, answer.headers["x-ratelimit-remaining"]) == (429, "299")
    limited.sandbox.clock.advance(13 * 3600)
    assert limited.get("/webhooks").status_code == 200


def test_a_free_day_has_a_thousand_calls(limited: OneSystem) -> None:
    limited.control("POST", "/keys", {"key": KEY, "plan": "FREE"})
    statuses = []
    for _ in range(17):
        statuses += [limited.get("/nothing").status_code for _ in range(60)]
        limited.sandbox.clock.advance(60)
    assert (statuses.count(404), statuses[1000:]) == (1000, [429] * 20)
