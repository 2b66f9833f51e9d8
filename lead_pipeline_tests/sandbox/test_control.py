"""The control routes: what a test in another process asks for, without a key.

Each is shown to do what its Python attribute does.
"""

from __future__ import annotations

from typing import Any

import pytest

from lead_pipeline_tests.sandbox.conftest import KEY, Caller, MakeCaller


def ask(caller: Caller, method: str, path: str, body: object = None) -> Any:
    answer = caller.control(method, path, body)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


def test_the_journal_tells_each_request_and_never_the_key(caller: Caller) -> None:
    caller.get("/leads", limit=5, job_id=10_001)
    caller.client.get("/jobs", headers={"Authorization": ""})
    caller.get("/nothing")
    said = caller.control("GET", "/journal")
    assert KEY not in said.text
    assert KEY[:-4] not in said.text
    first, second, third = said.json()["entries"]
    assert (first["number"], first["method"], first["path"]) == (1, "GET", "/flowmaticx/api/v1/leads")
    assert first["query"] == {"limit": "5", "job_id": "10001"}
    assert (first["status"], first["key"], first["route"], first["faults"]) == (200, "abcd", "flowmaticx/leads", [])
    assert first["bytes"] > 100
    assert first["sandbox_time"] == "2026-05-20T10:00:00Z"
    assert first["monotonic"] <= second["monotonic"]
    assert (second["status"], second["key"]) == (401, None)
    assert (third["status"], third["route"]) == (404, None)


def test_the_journal_can_be_cleared_and_counts_on(caller: Caller) -> None:
    caller.get("/jobs")
    assert ask(caller, "DELETE", "/journal") == {"entries": []}
    caller.get("/jobs")
    assert [entry["number"] for entry in ask(caller, "GET", "/journal")["entries"]] == [2]
    assert len(caller.sandbox.journal) == 1
    assert len(caller.sandbox.journal.entries("flowmaticx/leads")) == 0


def test_a_short_key_is_not_shown_at_all(caller: Caller) -> None:
    caller.client.get("/jobs", headers={"Authorization": "Bearer lg_live_ab"})
    assert [entry.key for entry in caller.sandbox.journal] == ["****"]


def test_faults_can_be_armed_seen_and_cleared(caller: Caller) -> None:
    order = {"kind": "status", "route": "flowmaticx/jobs", "times": None, "params": {"status": 503}}
    assert ask(caller, "POST", "/faults", order) == {"number": 1}
    assert caller.get("/jobs").status_code == 503
    (armed,) = ask(caller, "GET", "/faults")["faults"]
    assert (armed["kind"], armed["hits"], armed["matched"]) == ("status", 1, 1)
    assert [entry.faults for entry in caller.sandbox.journal] == [("status",)]
    ask(caller, "DELETE", "/faults")
    assert caller.get("/jobs").status_code == 200


@pytest.mark.parametrize(
    ("path", "body", "complaint"),
    [
        ("/faults", {"kind": "stats"}, "known are"),
        ("/faults", {"kind": "bom", "tmies": 1}, "tmies"),
        ("/faults", {"kind": "bom", "route": "x"}, "known are"),
        ("/clock", {}, "advance_seconds"),
        ("/clock", {"set": "2020-01-01T00:00:00Z"}, "before its start"),
        ("/clock", {"set": "2027-01-01T00:00:00"}, "time zone"),
        ("/keys", {"key": ""}, "not empty"),
        ("/edits", {"edit": "paint"}, "known are: add_job"),
        ("/edits", {"edit": "add_job", "params": {"lead": 1}}, "known are: leads"),
        ("/edits", {"edit": "delete_leads", "params": {"ids": [1]}}, "no lead 1"),
        ("/edits", {"edit": "add_job", "system": "x"}, "known are: flowmaticx"),
        ("/rate_limit", {"requests_per_minute": -1}, ">= 0"),
        ("/rate_limit", [], "object"),
    ],
)
def test_an_order_that_makes_no_sense_is_400_and_says_why(
    caller: Caller, path: str, body: object, complaint: str
) -> None:
    answer = caller.control("POST", path, body)
    assert answer.status_code == 400
    assert complaint in answer.json()["error"]


def test_the_clock_can_be_read_advanced_and_set(caller: Caller) -> None:
    assert ask(caller, "GET", "/clock") == {"now": "2026-05-20T10:00:00+00:00", "frozen": True}
    assert ask(caller, "POST", "/clock", {"advance_seconds": 90})["now"] == "2026-05-20T10:01:30+00:00"
    assert ask(caller, "POST", "/clock", {"set": "2026-07-01T00:00:00Z"})["now"] == "2026-07-01T00:00:00+00:00"
    assert caller.data("/credits")["currentPeriodStart"] == "2026-07-01T00:00:00Z"


def test_the_truth_holds_twenty_thousand_leads(make_caller: MakeCaller) -> None:
    truth = ask(make_caller(leads=20_000), "GET", "/truth/flowmaticx")
    assert len(truth["leads"]) == 20_000
    jobs = {job["id"] for job in truth["jobs"]}
    assert {lead["job_id"] for lead in truth["leads"]} <= jobs
    assert sum(job["foundLeads"] for job in truth["jobs"]) == 20_000


def test_the_truth_of_an_unknown_system_says_which_there_are(caller: Caller) -> None:
    assert "known are: flowmaticx" in caller.control("GET", "/truth/x").json()["error"]


def test_keys_can_be_registered_and_revoked(caller: Caller) -> None:
    order = {"key": KEY, "scopes": ["jobs:read"], "plan": "AGENCY", "requests_per_minute": 2}
    assert ask(caller, "POST", "/keys", order)["key"] == "abcd"
    assert [caller.get(path).status_code for path in ("/jobs", "/leads", "/jobs")] == [200, 403, 429]
    ask(caller, "POST", "/keys", {"key": KEY, "revoked": True})
    assert caller.get("/jobs").status_code == 401


def test_rows_can_be_edited(caller: Caller) -> None:
    params = {"leads": 4, "fields": {"keyword": "made here"}}
    job_id = ask(caller, "POST", "/edits", {"edit": "add_job", "params": params})["result"]
    assert caller.data("/jobs", limit=1)["jobs"][0]["keyword"] == "made here"
    params = {"job_id": None, "count": 2}
    assert len(ask(caller, "POST", "/edits", {"edit": "add_leads", "params": params})["result"]) == 2
    ask(caller, "POST", "/edits", {"edit": "delete_jobs", "params": {"ids": [job_id]}})
    assert len(caller.all_leads()) == 452


def test_the_rate_limit_can_be_set(caller: Caller) -> None:
    assert ask(caller, "POST", "/rate_limit", {"requests_per_minute": 1}) == {"requests_per_minute": 1}
    assert [caller.get("/jobs").status_code for _ in range(2)] == [200, 429]
    assert ask(caller, "GET", "/rate_limit") == {"requests_per_minute": 1}


def test_control_is_no_api_call(caller: Caller) -> None:
    ask(caller, "GET", "/clock")
    assert len(caller.sandbox.journal) == 0
