"""Who may call and how often, what is refused and how it is said, and faults in this vendor's own words."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from lead_pipeline_tests.sandbox.one_system import OneSystem

PATHS = ("/flows", "/flows/flow_p9r2k7", "/flows/flow_p9r2k7/events", "/leads", "/analytics")


def error_of(answer: httpx.Response) -> dict[str, Any]:
    body = answer.json()
    assert list(body) == ["error"]
    error: dict[str, Any] = body["error"]
    assert error["request_id"].startswith("req_")
    return error


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer revoked-key", "Basic YTpi", "any-key-will-do"])
def test_a_missing_or_revoked_key_is_401(api: OneSystem, authorization: str) -> None:
    answer = api.client.get("/flows", headers={"Authorization": authorization})
    assert (answer.status_code, error_of(answer)["code"]) == (401, "unauthorized")


def test_a_key_without_rights_is_403(api: OneSystem) -> None:
    api.control("POST", "/keys", {"key": "nobody", "scopes": []})
    for path in PATHS:
        answer = api.client.get(path, headers={"Authorization": "Bearer nobody"})
        assert (answer.status_code, error_of(answer)["code"]) == (403, "forbidden")


@pytest.mark.parametrize("path", ["/leads/lead_0", "/flows/flow_0", "/flows/flow_0/events", "/nothing", "/flows/a/b/c"])
def test_what_is_not_there_is_404(api: OneSystem, path: str) -> None:
    answer = api.get(path)
    assert (answer.status_code, error_of(answer)["code"]) == (404, "not_found")
    assert "details" not in error_of(answer)


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("/leads", {"limit": 101}, "limit"),
        ("/leads", {"limit": "many"}, "limit"),
        ("/leads", {"offset": -1}, "offset"),
        ("/leads", {"created_after": "yesterday"}, "created_after"),
        ("/leads", {"created_after": "2026-05-01T10:00:00"}, "created_after"),
        ("/flows/flow_p9r2k7/events", {"limit": 1001}, "limit"),
        ("/flows/flow_p9r2k7/events", {"start_date": "2026-02-30"}, "start_date"),
        ("/analytics", {"group_by": "weather"}, "group_by"),
        ("/analytics", {"metric": "luck"}, "metric"),
    ],
)
def test_a_query_that_does_not_fit_is_400_and_names_the_field(
    api: OneSystem, path: str, query: dict[str, object], field: str
) -> None:
    answer = api.get(path, None, **query)
    error = error_of(answer)
    assert (answer.status_code, error["code"]) == (400, "validation_failed")
    assert [(one["field"], one["code"]) for one in error["details"]] == [(field, "invalid_format")]
    assert list(error) == ["code", "message", "details", "request_id"]


def test_no_two_errors_share_a_request_id(api: OneSystem) -> None:
    assert len({error_of(api.get("/nothing"))["request_id"] for _ in range(5)}) == 5


def test_every_answer_tells_where_the_hour_stands(limited: OneSystem) -> None:
    answers = [limited.get("/flows"), limited.get("/leads/lead_0")]
    assert [answer.headers["x-ratelimit-remaining"] for answer in answers] == ["999", "998"]
    assert {answer.headers["x-ratelimit-limit"] for answer in answers} == {"1000"}
    assert {answer.headers["x-ratelimit-reset"] for answer in answers} == {"1779274800"}  # 11:00 on that day


def test_the_101st_request_of_a_minute_is_429_with_no_word_of_when_to_come_back(limited: OneSystem) -> None:
    assert {limited.get("/leads/lead_0").status_code for _ in range(100)} == {404}
    answer = limited.get("/flows")
    assert (answer.status_code, error_of(answer)["code"]) == (429, "rate_limited")
    assert "retry-after" not in answer.headers
    # The headers tell of the hour, in which all is well.
    assert int(answer.headers["x-ratelimit-remaining"]) > 800
    limited.sandbox.clock.advance(60)
    assert limited.get("/flows").status_code == 200


def test_the_1001st_request_of_an_hour_is_429_until_the_reset(limited: OneSystem) -> None:
    limited.sandbox.keys.register("steady", budgets={"minute": 10_000})
    bearer = {"Authorization": "Bearer steady"}
    asked = [limited.client.get("/leads/lead_0", headers=bearer).status_code for _ in range(1001)]
    assert (asked[:1000], asked[1000]) == ([404] * 1000, 429)
    answer = limited.client.get("/flows", headers=bearer)
    assert answer.headers["x-ratelimit-remaining"] == "0"
    limited.sandbox.clock.advance(int(answer.headers["x-ratelimit-reset"]) - limited.sandbox.clock.whole())
    assert limited.client.get("/flows", headers=bearer).status_code == 200


def test_faults_speak_this_vendors_language(api: OneSystem) -> None:
    arm = api.sandbox.faults.arm
    arm("status", "leadconduit/leads", status=500)
    assert error_of(api.get("/leads"))["code"] == "internal_error"
    arm("rate_limited", "leadconduit/lead", retry_after="absent")
    answer = api.get("/leads/lead_0")
    assert (answer.status_code, error_of(answer)["code"]) == (429, "rate_limited")
    arm("error_as_200", "leadconduit/flows")
    answer = api.get("/flows")
    assert (answer.status_code, error_of(answer)["code"]) == (200, "internal_error")
    arm("html_body", "leadconduit/flow")
    assert api.get("/flows/flow_p9r2k7").text.startswith("<!DOCTYPE")
    arm("truncated_json", "leadconduit/events")
    with pytest.raises(ValueError, match="char"):
        api.get("/flows/flow_p9r2k7/events").json()


def test_faults_of_pages_bend_the_counters_of_this_vendor(api: OneSystem) -> None:
    arm, total = api.sandbox.faults.arm, api.body("/leads")["total_count"]
    arm("total_off", "leadconduit/leads", delta=7)
    assert api.body("/leads")["total_count"] == total + 7
    arm("offset_ignored", "leadconduit/leads")
    assert api.body("/leads", limit=10, offset=30) == api.body("/leads", limit=10)
    arm("limit_lowered", "leadconduit/leads", limit=5)
    lowered = api.body("/leads")
    assert (lowered["per_page"], len(lowered["leads"]), lowered["page_count"]) == (5, 5, -(-total // 5))


@pytest.mark.parametrize("at", ["head", "middle", "tail"])
def test_a_row_can_come_and_go_where_it_is_wanted(api: OneSystem, at: str) -> None:
    before = [row["id"] for row in api.body("/leads", limit=100, status="rejected")["leads"]]
    number = {"head": 0, "middle": len(before) // 2, "tail": len(before)}[at]
    api.sandbox.faults.arm("insert_row", "leadconduit/leads", at=at)
    with_one = [row["id"] for row in api.body("/leads", limit=100, status="rejected")["leads"]]
    assert with_one[:number] + with_one[number + 1 :] == before
    api.sandbox.faults.arm("delete_row", "leadconduit/leads", at=number)
    assert [row["id"] for row in api.body("/leads", limit=100, status="rejected")["leads"]] == before


def test_edits_change_what_is_read(api: OneSystem) -> None:
    lead = api.body("/leads")["leads"][0]["id"]
    api.edit("set_row", resource="leads", key=lead, fields={"status": "converted", "source": "radio"})
    row = api.body("/leads")["leads"][0]
    assert (row["status"], row["source"]) == ("converted", "radio")
    assert api.body(f"/leads/{lead}")["updated_at"] == "2026-05-20T10:00:00Z"
    api.edit("delete_rows", resource="leads", keys=[lead])
    assert api.get(f"/leads/{lead}").status_code == 404
    (flow,) = api.edit("add_rows", resource="flows", fields={"name": "Radio"})
    assert api.body(f"/flows/{flow}")["name"] == "Radio"
    (event,) = api.edit("add_rows", resource="events", fields={"flow_id": flow})
    assert [one["id"] for one in api.body(f"/flows/{flow}/events")["events"]] == [event]
