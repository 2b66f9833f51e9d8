"""POST /jobs: what it takes, what it answers, what it costs, and what an Idempotency-Key changes.

How the new job goes on is in test_progress.
"""

from __future__ import annotations

import pytest

from lead_pipeline_tests.sandbox.conftest import Caller, MakeCaller


def error_of(caller: Caller, **changes: object) -> tuple[int, str, str]:
    answer = caller.post_job(**changes)  # type: ignore[arg-type]  # no change is called key
    error = answer.json()["error"]
    assert error["status"] == answer.status_code
    return answer.status_code, error["code"], error["message"]


def test_a_new_job_is_answered_in_snake_case_with_200_and_a_lower_case_status(caller: Caller) -> None:
    before = caller.data("/credits")["creditsRemaining"]
    answer = caller.post_job()
    assert answer.status_code == 200
    data = answer.json()["data"]
    assert list(data) == ["job_id", "status", "estimated_credits", "credits_remaining"]
    assert data["status"] == "queued"
    assert data["estimated_credits"] == 100
    assert data["credits_remaining"] == before - 100 == caller.data("/credits")["creditsRemaining"]


def test_the_new_job_heads_the_list(caller: Caller) -> None:
    job_id = caller.post_job(workflow_type="TIKTOK", keyword="#bakery", location="Łódź").json()["data"]["job_id"]
    job = caller.data("/jobs", limit=1)["jobs"][0]
    assert job["id"] == job_id
    assert (job["workflowType"], job["keyword"], job["location"]) == ("TIKTOK", "#bakery", "Łódź")
    assert (job["status"], job["requestedLeads"], job["foundLeads"], job["creditsUsed"]) == ("QUEUED", 50, 0, 0)
    assert (job["createdAt"], job["startedAt"], job["finishedAt"]) == ("2026-05-20T10:00:00Z", None, None)


def test_without_ai_a_lead_costs_one_credit(caller: Caller) -> None:
    assert caller.post_job(ai_enabled=False).json()["data"]["estimated_credits"] == 50


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("workflow_type", "MYSPACE"),
        ("workflow_type", None),
        ("keyword", ""),
        ("keyword", 5),
        ("location", "   "),
        ("leads_requested", 0),
        ("leads_requested", 501),
        ("leads_requested", "50"),
        ("leads_requested", True),
        ("leads_requested", 1.5),
        ("ai_enabled", "yes"),
        ("include_risky", 1),
    ],
)
def test_a_body_that_does_not_fit_is_400_and_names_the_field(caller: Caller, field: str, value: object) -> None:
    status, code, message = error_of(caller, **{field: value})
    assert (status, code) == (400, "VALIDATION_ERROR")
    assert message.startswith(f"{field}:")


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"null"])
def test_a_body_that_is_no_object_is_400(caller: Caller, body: bytes) -> None:
    answer = caller.client.post("/jobs", content=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "VALIDATION_ERROR")


def test_more_than_the_plan_allows_is_400(caller: Caller) -> None:
    caller.sandbox.flowmaticx.edit.set_account(most_leads_per_job=40)
    assert error_of(caller)[:2] == (400, "PLAN_LIMIT_EXCEEDED")


def test_no_subscription_is_400(caller: Caller) -> None:
    caller.sandbox.flowmaticx.edit.set_account(subscribed=False)
    assert error_of(caller)[:2] == (400, "NO_SUBSCRIPTION")


def test_too_few_credits_are_402_and_nothing_is_made(caller: Caller) -> None:
    used = caller.data("/credits")["creditsUsed"]
    caller.sandbox.flowmaticx.edit.set_account(credits_total=used + 5)
    before = caller.data("/jobs")["total"]
    assert error_of(caller) == (402, "INSUFFICIENT_CREDITS", "Need 100 credits, have 5")
    assert caller.data("/jobs")["total"] == before


def test_the_same_key_gives_the_first_job_again(caller: Caller) -> None:
    first = caller.post_job("ref-1").json()["data"]
    total = caller.data("/jobs")["total"]
    again = caller.post_job("ref-1")
    assert (again.status_code, again.json()["data"]) == (200, first)
    assert caller.data("/jobs")["total"] == total
    assert caller.sandbox.flowmaticx.posting.replays == 1


def test_a_replay_tells_the_numbers_of_now(make_caller: MakeCaller) -> None:
    caller = make_caller(live_jobs=0)
    first = caller.post_job("ref-1").json()["data"]
    caller.post_job("ref-2", leads_requested=10)
    caller.sandbox.clock.advance(30)
    again = caller.post_job("ref-1").json()["data"]
    assert list(again) == list(first)
    assert again["status"] == "running"
    assert again["credits_remaining"] == caller.data("/credits")["creditsRemaining"] < first["credits_remaining"]


def test_another_body_under_a_known_key_still_gives_the_first_job_and_is_counted(caller: Caller) -> None:
    first = caller.post_job("ref-1").json()["data"]
    other = caller.post_job("ref-1", keyword="florist").json()["data"]
    broken = caller.post_job("ref-1", leads_requested=0).json()["data"]
    assert first["job_id"] == other["job_id"] == broken["job_id"]
    assert caller.sandbox.flowmaticx.truth()["idempotency"] == {"keys": 1, "replays": 2, "mismatches": 2}


def test_a_key_is_the_workspaces_whichever_api_key_brings_it(caller: Caller) -> None:
    first = caller.post_job("ref-1").json()["data"]["job_id"]
    caller.client.headers["Authorization"] = "Bearer lg_live_someone_else"
    assert caller.post_job("ref-1").json()["data"]["job_id"] == first


def test_a_refused_order_does_not_use_its_key_up(caller: Caller) -> None:
    assert caller.post_job("ref-1", keyword="").status_code == 400
    assert caller.post_job("ref-1").status_code == 200


def test_without_a_key_each_call_makes_a_job(caller: Caller) -> None:
    ids = {caller.post_job().json()["data"]["job_id"] for _ in range(3)}
    assert len(ids) == 3
