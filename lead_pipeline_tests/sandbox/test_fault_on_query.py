"""Faults in how a question is understood, seen by a real client."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lead_pipeline_tests.sandbox.conftest import Caller


def test_parameter_ignored_answers_as_if_it_had_not_been_given(caller: Caller) -> None:
    job = caller.get("/jobs", limit=1).json()["data"]["jobs"][0]["id"]
    all_of_them = caller.get("/leads", limit=5).json()
    caller.sandbox.faults.arm("parameter_ignored", "flowmaticx/leads", where={"job_id": job}, name="job_id")
    assert caller.get("/leads", limit=5, job_id=job).json() == all_of_them
    assert caller.sandbox.journal.entries("flowmaticx/leads")[-1].query["job_id"] == str(job)
    assert caller.get("/leads", limit=5, job_id=job).json() != all_of_them
