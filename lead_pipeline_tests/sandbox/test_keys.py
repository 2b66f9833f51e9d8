"""Who may call: keys, scopes, plans, and how often.

What a permitted caller gets is in the other files.
"""

from __future__ import annotations

import pytest

from lead_pipeline.sandbox.keys import Key
from lead_pipeline_tests.sandbox.conftest import KEY, Caller, MakeCaller

OTHER_KEY = "lg_live_another_key_9876"


def ask(caller: Caller, path: str, authorization: str, method: str = "GET") -> tuple[int, str | None]:
    answer = caller.client.request(method, path, headers={"Authorization": authorization})
    return answer.status_code, answer.json().get("error", {}).get("code")


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer lg_live_", "Bearer sk_live_1", "Basic lg_live_1", "lg_live_1"]
)
def test_a_missing_or_strange_key_is_401(caller: Caller, authorization: str) -> None:
    assert ask(caller, "/jobs", authorization) == (401, "UNAUTHORIZED")


def test_any_key_with_the_prefix_may_do_all(caller: Caller) -> None:
    for path in ("/jobs", "/leads", "/credits"):
        assert ask(caller, path, "Bearer lg_live_whatever")[0] == 200


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", "/jobs", "jobs:read"),
        ("POST", "/jobs", "jobs:write"),
        ("GET", "/leads", "leads:read"),
        ("GET", "/credits", "credits:read"),
    ],
)
def test_each_endpoint_asks_for_its_own_scope(caller: Caller, method: str, path: str, scope: str) -> None:
    others = {"jobs:read", "jobs:write", "leads:read", "credits:read"} - {scope}
    caller.sandbox.keys.register(OTHER_KEY, sorted(others))
    assert ask(caller, path, f"Bearer {OTHER_KEY}", method) == (403, "FORBIDDEN")
    caller.sandbox.keys.register(OTHER_KEY, [scope])
    assert ask(caller, path, f"Bearer {OTHER_KEY}", method)[0] != 403


def test_a_plan_below_agency_is_403(caller: Caller) -> None:
    caller.sandbox.keys.register(OTHER_KEY, plan="STARTER")
    assert ask(caller, "/jobs", f"Bearer {OTHER_KEY}") == (403, "PLAN_FEATURE_LOCKED")
    caller.sandbox.flowmaticx.edit.set_account(plan="STARTER")
    assert ask(caller, "/jobs", f"Bearer {KEY}") == (403, "PLAN_FEATURE_LOCKED")


def test_a_revoked_key_is_401(caller: Caller) -> None:
    caller.sandbox.keys.revoke(OTHER_KEY)
    assert ask(caller, "/jobs", f"Bearer {OTHER_KEY}") == (401, "UNAUTHORIZED")


def test_a_key_does_not_print() -> None:
    assert "0123" not in repr(Key(KEY))


def test_over_the_limit_is_429_with_the_whole_seconds_to_wait(make_caller: MakeCaller) -> None:
    caller = make_caller(requests_per_minute=3)
    caller.sandbox.clock.advance(12.4)
    assert [caller.get("/credits").status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = caller.get("/credits")
    assert answer.headers["retry-after"] == "48"
    assert answer.json()["error"] == {"code": "RATE_LIMITED", "message": "Too many requests", "status": 429}


def test_a_new_minute_is_a_new_window(make_caller: MakeCaller) -> None:
    caller = make_caller(requests_per_minute=1)
    assert [caller.get("/credits").status_code for _ in range(2)] == [200, 429]
    caller.sandbox.clock.advance(60)
    assert caller.get("/credits").status_code == 200


def test_each_key_has_its_own_window_and_may_have_its_own_limit(make_caller: MakeCaller) -> None:
    caller = make_caller(requests_per_minute=1)
    caller.sandbox.keys.register(OTHER_KEY, requests_per_minute=2)
    assert [ask(caller, "/credits", f"Bearer {OTHER_KEY}")[0] for _ in range(3)] == [200, 200, 429]
    assert caller.get("/credits").status_code == 200


def test_zero_is_no_limit(make_caller: MakeCaller) -> None:
    caller = make_caller(requests_per_minute=0)
    assert {caller.get("/nothing").status_code for _ in range(310)} == {404}


def test_300_a_minute_is_the_limit_unless_set(make_caller: MakeCaller) -> None:
    assert make_caller(requests_per_minute=300).sandbox.rate_limit.requests_per_minute == 300
