"""Faults that answer something else, or late.

One test a kind, and one for each of its ways.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
import pytest

from lead_pipeline_tests.sandbox.conftest import Caller, MakeCaller


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "VALIDATION_ERROR"),
        (401, "UNAUTHORIZED"),
        (402, "INSUFFICIENT_CREDITS"),
        (403, "FORBIDDEN"),
        (404, "NOT_FOUND"),
        (429, "RATE_LIMITED"),
        (500, "INTERNAL_ERROR"),
    ],
)
def test_status_answers_in_the_envelope(caller: Caller, status: int, code: str) -> None:
    caller.sandbox.faults.arm("status", status=status)
    answer = caller.get("/credits")
    assert answer.status_code == status
    assert answer.json()["ok"] is False
    assert answer.json()["error"]["code"] == code
    assert answer.json()["error"]["status"] == status
    assert "retry-after" not in answer.headers


def test_status_takes_any_code_and_message(caller: Caller) -> None:
    caller.sandbox.faults.arm("status", status=400, code="NO_SUBSCRIPTION", message="pay first")
    error = caller.get("/leads").json()["error"]
    assert error == {"code": "NO_SUBSCRIPTION", "message": "pay first", "status": 400}


def test_status_may_come_as_a_page_of_html(caller: Caller) -> None:
    caller.sandbox.faults.arm("status", status=502, html=True)
    answer = caller.get("/leads")
    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html; charset=utf-8")
    assert answer.text.startswith("<!DOCTYPE html>")


def test_status_304_has_no_body(caller: Caller) -> None:
    caller.sandbox.faults.arm("status", status=304)
    assert caller.get("/leads").content == b""
    assert caller.get("/leads").status_code == 200


def test_rate_limited_writes_retry_after_in_seconds(caller: Caller) -> None:
    caller.sandbox.faults.arm("rate_limited", seconds=7)
    answer = caller.get("/leads")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
    assert answer.json()["error"]["code"] == "RATE_LIMITED"


def test_rate_limited_writes_retry_after_as_a_date_of_real_time(caller: Caller) -> None:
    caller.sandbox.faults.arm("rate_limited", retry_after="date", seconds=60)
    until = parsedate_to_datetime(caller.get("/leads").headers["retry-after"])
    assert 55 < (until - datetime.now(UTC)).total_seconds() <= 60


def test_rate_limited_may_write_garbage_or_nothing(caller: Caller) -> None:
    caller.sandbox.faults.arm("rate_limited", retry_after="garbage")
    caller.sandbox.faults.arm("rate_limited", retry_after="absent")
    assert not caller.get("/leads").headers["retry-after"].isdigit()
    assert "retry-after" not in caller.get("/leads").headers


def test_slow_answers_late_and_rightly(caller: Caller) -> None:
    right = caller.get("/leads").content
    caller.sandbox.faults.arm("slow", seconds=0.05)
    begin = time.monotonic()
    assert caller.get("/leads").content == right
    assert time.monotonic() - begin >= 0.05


def test_slow_waits_no_longer_than_its_caller(make_caller: MakeCaller) -> None:
    caller = make_caller()
    caller.sandbox.faults.arm("slow", seconds=30)
    with pytest.raises(httpx.ReadTimeout):
        caller.client.get("/leads", timeout=0.05)
    begin = time.monotonic()
    caller.running.__exit__(None, None, None)
    assert time.monotonic() - begin < 25  # the fault would hold it up for 30 s


def test_redirect_points_elsewhere(caller: Caller) -> None:
    caller.sandbox.faults.arm("redirect", to="http://elsewhere.example/leads", status=307)
    answer = caller.get("/leads")
    assert (answer.status_code, answer.headers["location"]) == (307, "http://elsewhere.example/leads")


def test_write_then_500_takes_effect(caller: Caller) -> None:
    before = caller.data("/jobs")["total"]
    caller.sandbox.faults.arm("write_then_500")
    assert caller.post_job("ref-1").status_code == 500
    assert caller.data("/jobs")["total"] == before + 1
    again = caller.post_job("ref-1").json()["data"]
    assert again["job_id"] == caller.data("/jobs")["jobs"][0]["id"]
    assert caller.data("/jobs")["total"] == before + 1
