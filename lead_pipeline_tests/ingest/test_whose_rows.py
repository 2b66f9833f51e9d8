"""Rows land under the job whose list they are of, and what only an earlier pass saw does not land."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.errors import FilterIgnored

if TYPE_CHECKING:
    from lead_pipeline_tests.ingest.rig import Rig

LEADS = "flowmaticx/leads"


def test_a_lead_that_is_gone_before_its_list_is_read_to_the_end_does_not_land(rig: Rig) -> None:
    job = max(rig.truth("jobs"))
    rig.world.edit.add_leads(job_id=job, count=150)
    rig.world.edit.add_leads(job_id=None, count=1)
    rig.faults.arm("delete_row", LEADS, after=1, times=1, where={"job_id": job}, at="read")
    assert rig.sync(in_flight=1).exit_code == 0
    assert rig.sync().exit_code == 0
    assert rig.holds_truth()


def test_an_api_that_ignores_whose_leads_are_asked_for_lands_nothing(rig: Rig) -> None:
    rig.faults.arm("parameter_ignored", LEADS, times=None, name="job_id")
    outcome = rig.sync()
    assert outcome.exit_code == 1
    assert any(isinstance(error, FilterIgnored) for each in outcome.endpoints for error in each.errors)
    assert rig.landed("leads") == {}
    rig.faults.clear()
    assert rig.sync().exit_code == 0
    assert rig.holds_truth()


def test_rows_that_are_held_keep_their_jobs_when_the_api_ignores_them(rig: Rig) -> None:
    rig.sync()
    rig.faults.arm("parameter_ignored", LEADS, times=None, name="job_id")
    assert rig.sync(verify=True).exit_code == 1
    assert rig.holds_truth()
    rig.faults.clear()
    assert rig.sync().exit_code == 0
    assert rig.holds_truth()
