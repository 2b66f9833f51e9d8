"""A lead that only the whole list showed gets its job, if a job's list has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lead_pipeline_tests.ingest.rig import Rig

LEADS = "flowmaticx/leads"


def test_a_lead_that_came_into_a_finished_job_without_any_sign_gets_its_job_in_the_same_sync(rig: Rig) -> None:
    rig.sync()
    for job in rig.truth("jobs"):
        rig.world.edit.add_leads(job_id=job, count=1, silent=True)
    assert rig.sync().exit_code == 0
    assert rig.holds_truth()


def test_a_list_that_was_empty_by_mistake_is_read_again_as_its_job_counts_more(rig: Rig) -> None:
    job = max(rig.truth("jobs"))
    rig.faults.arm("empty_page", LEADS, times=None, where={"job_id": job})
    rig.faults.arm("total_off", LEADS, times=None, where={"job_id": job}, delta=-100_000)
    rig.sync()
    rig.faults.clear()
    assert rig.sync().exit_code == 0
    assert rig.holds_truth()


def test_leads_of_no_job_are_looked_for_once_only(rig: Rig) -> None:
    rig.sync()
    rig.world.edit.add_leads(job_id=None, count=2)
    assert rig.sync().exit_code == 0
    assert rig.holds_truth()
    assert rig.sync().exit_code == 0
    assert rig.requests == 3


def test_in_a_large_account_only_the_likeliest_jobs_are_read(many: Rig) -> None:
    many.sync()
    newest = max(many.truth("jobs"))
    many.world.edit.add_leads(job_id=newest, count=1, silent=True)
    many.running.sandbox.journal.clear()
    assert many.sync().exit_code == 0
    assert many.holds_truth()
    asked = {entry.query.get("job_id") for entry in many.running.sandbox.journal.entries(LEADS)} - {None}
    assert len(asked) <= 8
