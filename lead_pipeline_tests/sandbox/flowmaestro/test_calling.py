"""Who may call FlowMaestro, how often, and what a refusal says.

What a permitted caller reads is in test_reading.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import httpx
import pytest

from lead_pipeline_tests.sandbox.flowmaestro.conftest import KEY
from lead_pipeline_tests.sandbox.one_system import OneSystem

OTHER_KEY = "fm_test_another_key_9876"
SCOPES = {
    "/workflows": "workflows:read",
    "/executions": "executions:read",
    "/agents": "agents:read",
    "/threads/x": "threads:read",
    "/threads/x/messages": "threads:read",
    "/triggers": "triggers:read",
    "/knowledge-bases": "knowledge-bases:read",
    "/webhooks": "webhooks:read",
    "/webhooks/x/deliveries": "webhooks:read",
}


def ask(maestro: OneSystem, path: str = "/workflows", **headers: str) -> httpx.Response:
    """Ask with these headers and no other key."""
    url = f"{maestro.running.url('flowmaestro')}{path}"
    return httpx.get(url, headers={name.replace("_", "-"): value for name, value in headers.items()}, trust_env=False)


def error(answer: httpx.Response) -> dict[str, Any]:
    body = answer.json()
    assert list(body) == ["error", "meta"]
    assert list(body["error"]) == ["code", "message", "details"]
    told: dict[str, Any] = body["error"]
    return told


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X_API_Key": ""},
        {"X_API_Key": "fm_live_"},
        {"X_API_Key": "sk_live_1"},
        {"Authorization": "Basic fm_live_1"},
        {"Authorization": "fm_live_1"},
        # The key's own header is read first: a good key beside a bad one is not looked at.
        {"X_API_Key": "wrong", "Authorization": f"Bearer {KEY}"},
    ],
)
def test_a_missing_or_strange_key_is_401_without_a_word_on_limits(limited: OneSystem, headers: dict[str, str]) -> None:
    answer = ask(limited, **headers)
    assert (answer.status_code, error(answer)["code"]) == (401, "invalid_api_key")
    assert not [name for name in answer.headers if name.startswith("x-ratelimit")]


@pytest.mark.parametrize("key", [KEY, "fm_test_1"])
def test_both_kinds_of_key_open_in_both_headers(maestro: OneSystem, key: str) -> None:
    assert ask(maestro, X_API_Key=key).status_code == 200
    assert ask(maestro, Authorization=f"Bearer {key}").status_code == 200


@pytest.mark.parametrize("state", ["revoked", "expired"])
def test_a_key_that_was_good_once_says_what_became_of_it(maestro: OneSystem, state: str) -> None:
    maestro.control("POST", "/keys", {"key": OTHER_KEY, state: True})
    answer = ask(maestro, X_API_Key=OTHER_KEY)
    assert (answer.status_code, error(answer)["code"]) == (401, f"{state}_api_key")


@pytest.mark.parametrize(("path", "scope"), SCOPES.items())
def test_each_endpoint_asks_for_its_scope_and_says_which_are_there(maestro: OneSystem, path: str, scope: str) -> None:
    others = sorted(set(SCOPES.values()) - {scope})
    maestro.control("POST", "/keys", {"key": OTHER_KEY, "scopes": others})
    answer = ask(maestro, path, X_API_Key=OTHER_KEY)
    assert (answer.status_code, error(answer)["code"]) == (403, "insufficient_scope")
    assert error(answer)["details"] == {"required_scopes": [scope], "missing_scopes": [scope], "your_scopes": others}
    maestro.control("POST", "/keys", {"key": OTHER_KEY, "scopes": [scope]})
    assert ask(maestro, path, X_API_Key=OTHER_KEY).status_code in {200, 404}


def test_what_is_not_there_is_404_and_says_what_was_looked_for(maestro: OneSystem) -> None:
    answer = maestro.get("/workflows/wf_0")
    assert (answer.status_code, error(answer)["code"]) == (404, "resource_not_found")
    assert error(answer)["details"] == {"resource": "workflow", "id": "wf_0"}
    assert error(maestro.get("/nothing"))["code"] == "resource_not_found"


def test_it_answers_under_both_prefixes(maestro: OneSystem) -> None:
    other = maestro.client.get(f"{maestro.running.root_url}/flowmaestro/api/v1/workflows")
    assert other.json()["data"] == maestro.data("/workflows")
    assert [entry.route for entry in maestro.sandbox.journal] == ["flowmaestro/workflows"] * 2


def test_every_answer_has_a_request_id_of_its_own_and_the_time(maestro: OneSystem) -> None:
    metas = [maestro.get(path).json()["meta"] for path in ("/workflows", "/workflows", "/workflows/x")]
    assert len({UUID(meta["request_id"]) for meta in metas}) == 3
    assert {meta["timestamp"] for meta in metas} == {"2026-05-20T10:00:00.000Z"}


def test_every_answer_tells_of_the_minute_and_the_day(limited: OneSystem) -> None:
    limited.sandbox.clock.advance(15)
    limited.control("POST", "/keys", {"key": OTHER_KEY, "scopes": []})
    told = {name: value for name, value in limited.get("/workflows").headers.items() if "ratelimit" in name}
    assert told == {
        "x-ratelimit-limit": "60",
        "x-ratelimit-remaining": "59",
        "x-ratelimit-reset": str(int(limited.sandbox.clock.start) + 60),
        "x-ratelimit-limit-day": "10000",
        "x-ratelimit-remaining-day": "9999",
    }
    # What is refused costs a call too, once the key is known.
    assert limited.get("/nothing").headers["x-ratelimit-remaining"] == "58"
    refused = ask(limited, X_API_Key=OTHER_KEY)
    assert (refused.status_code, refused.headers["x-ratelimit-remaining"]) == (403, "59")


def test_over_the_minute_is_429_with_the_seconds_to_wait(limited: OneSystem) -> None:
    limited.sandbox.clock.advance(12.4)
    assert {limited.get("/workflows").status_code for _ in range(60)} == {200}
    answer = limited.get("/workflows")
    assert (answer.status_code, answer.headers["retry-after"], answer.headers["x-ratelimit-remaining"]) == (
        429,
        "48",
        "0",
    )
    assert error(answer)["code"] == "rate_limit_exceeded"
    assert error(answer)["details"] == {"limit": 60, "window": "minute", "retry_after": 48}
    limited.sandbox.clock.advance(48)
    assert limited.get("/workflows").status_code == 200


def test_over_the_day_is_429_until_midnight_and_refused_calls_count_too(limited: OneSystem) -> None:
    limited.control("POST", "/keys", {"key": KEY, "budgets": {"minute": 2, "day": 4}})
    assert [limited.get("/workflows").status_code for _ in range(4)] == [200, 200, 429, 429]
    limited.sandbox.clock.advance(60)
    answer = limited.get("/workflows")
    assert answer.status_code == 429
    # Fourteen hours: no client may sleep that long.
    assert error(answer)["details"] == {"limit": 4, "window": "day", "retry_after": 14 * 3600 - 60}
    assert answer.headers["x-ratelimit-remaining-day"] == "0"
    limited.sandbox.clock.advance(14 * 3600 - 60)
    assert limited.get("/workflows").status_code == 200


@pytest.mark.parametrize(("plan", "minute", "day"), [("FREE", "60", "1000"), ("PRO", "300", "50000")])
def test_a_plan_has_budgets_of_its_own(limited: OneSystem, plan: str, minute: str, day: str) -> None:
    limited.control("POST", "/keys", {"key": KEY, "plan": plan})
    headers = limited.get("/workflows").headers
    assert (headers["x-ratelimit-limit"], headers["x-ratelimit-limit-day"]) == (minute, day)


def test_a_budget_of_an_unknown_window_is_refused(maestro: OneSystem) -> None:
    with pytest.raises(ValueError, match="the windows are minute, hour, day"):
        maestro.sandbox.keys.register(OTHER_KEY, budgets={"week": 1})
