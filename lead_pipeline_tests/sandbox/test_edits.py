"""Edits behind the API's back, and the truth that tells them.

Faults that change rows while someone pages are in test_fault_on_change.
"""

from __future__ import annotations

import pytest

from lead_pipeline.sandbox.flowmaticx.edits import Edits, NoSuchRow
from lead_pipeline_tests.sandbox.conftest import Caller


@pytest.fixture
def edit(caller: Caller) -> Edits:
    return caller.sandbox.flowmaticx.edit


@pytest.fixture
def job_id(caller: Caller) -> int:
    job = caller.data("/jobs", status="COMPLETED")["jobs"][1]["id"]
    assert isinstance(job, int)
    return job


def found(caller: Caller, job_id: int) -> int:
    (count,) = [row["foundLeads"] for row in caller.walk("jobs") if row["id"] == job_id]
    assert isinstance(count, int)
    return count


def charged(caller: Caller, job_id: int) -> int:
    (used,) = [row["creditsUsed"] for row in caller.walk("jobs") if row["id"] == job_id]
    assert isinstance(used, int)
    return used


def test_the_truth_is_what_the_api_shows_with_each_leads_job(caller: Caller) -> None:
    truth = caller.sandbox.flowmaticx.truth()
    assert truth["jobs"] == caller.walk("jobs")
    leads = truth["leads"]
    assert isinstance(leads, list)
    assert [{k: v for k, v in lead.items() if k != "job_id"} for lead in leads] == caller.all_leads()
    job = caller.data("/jobs", status="COMPLETED")["jobs"][0]["id"]
    assert [lead["id"] for lead in leads if lead["job_id"] == job] == [
        lead["id"] for lead in caller.all_leads(job_id=job)
    ]


def test_deleted_leads_are_gone_and_counted(caller: Caller, edit: Edits, job_id: int) -> None:
    ids = [lead["id"] for lead in caller.all_leads(job_id=job_id)][2:4]
    before, count = caller.data("/leads")["total"], found(caller, job_id)
    billable = sum(lead["isBillable"] for lead in caller.all_leads(job_id=job_id)[2:4])
    edit.delete_leads(ids=ids)
    assert not set(ids) & {lead["id"] for lead in caller.all_leads()}
    assert caller.data("/leads")["total"] == before - billable
    assert found(caller, job_id) == count - 2
    with pytest.raises(NoSuchRow):
        edit.delete_leads(ids=ids)


def test_silently_deleted_leads_leave_the_counter(caller: Caller, edit: Edits, job_id: int) -> None:
    count = found(caller, job_id)
    edit.delete_leads(ids=[caller.all_leads(job_id=job_id)[0]["id"]], silent=True)
    assert found(caller, job_id) == count
    assert len(caller.all_leads(job_id=job_id)) == count - 1


def test_a_job_goes_with_its_leads_or_without(caller: Caller, edit: Edits, job_id: int) -> None:
    other = caller.data("/jobs", status="COMPLETED")["jobs"][0]["id"]
    count, kept = found(caller, job_id), found(caller, other)
    edit.delete_jobs(ids=[job_id])
    edit.delete_jobs(ids=[other], with_leads=False)
    assert not {job_id, other} & {job["id"] for job in caller.walk("jobs")}
    assert caller.all_leads(job_id=job_id) == []
    assert len(caller.all_leads(job_id=other)) == kept
    assert len(caller.all_leads()) == 450 - count
    with pytest.raises(NoSuchRow):
        edit.delete_jobs(ids=[job_id])


def test_added_leads_are_the_newest_counted_and_charged(caller: Caller, edit: Edits, job_id: int) -> None:
    count, used = found(caller, job_id), charged(caller, job_id)
    ids = edit.add_leads(job_id=job_id, count=3, fields={"businessName": "Neu"})
    assert [lead["id"] for lead in caller.all_leads()[:3]] == ids[::-1]
    assert {lead["businessName"] for lead in caller.all_leads(job_id=job_id)[:3]} == {"Neu"}
    assert found(caller, job_id) == count + 3
    assert charged(caller, job_id) - used in (3, 6)


def test_orphans_are_leads_of_no_job(caller: Caller, edit: Edits) -> None:
    ids = edit.add_leads(job_id=None, count=2)
    assert {lead["id"] for lead in caller.all_leads()} >= set(ids)
    by_job = {lead["id"] for job in caller.walk("jobs") for lead in caller.all_leads(job_id=job["id"])}
    assert not by_job & set(ids)
    truth = caller.sandbox.flowmaticx.truth()["leads"]
    assert isinstance(truth, list)
    assert [lead["job_id"] for lead in truth if lead["id"] in ids] == [None, None]


def test_an_added_job_is_final_and_has_its_leads(caller: Caller, edit: Edits) -> None:
    job_id = edit.add_job(leads=7, status="FAILED", keyword="florist", fields={"location": "Nowhere"})
    job = caller.data("/jobs", limit=1)["jobs"][0]
    assert (job["id"], job["status"], job["foundLeads"], job["location"]) == (job_id, "FAILED", 7, "Nowhere")
    assert len(caller.all_leads(job_id=job_id)) == 7


def test_set_fields_stay_and_filters_see_them(caller: Caller, edit: Edits, job_id: int) -> None:
    lead = next(lead for lead in caller.all_leads() if lead["emailStatus"] == "VALID" and lead["isBillable"])
    total = caller.data("/leads")["total"]
    edit.set_lead(id=lead["id"], fields={"emailStatus": "INVALID", "isBillable": False, "city": "Oz"})
    (changed,) = [row for row in caller.all_leads(email_status="INVALID") if row["id"] == lead["id"]]
    assert changed == {**lead, "emailStatus": "INVALID", "isBillable": False, "city": "Oz"}
    assert caller.data("/leads")["total"] == total - 1
    edit.set_job(id=job_id, fields={"status": "RUNNING", "foundLeads": 999})
    assert found(caller, job_id) == 999
    assert job_id in {job["id"] for job in caller.walk("jobs", status="RUNNING")}
    assert job_id not in {job["id"] for job in caller.walk("jobs", status="COMPLETED")}


def test_edits_refuse_what_is_not_there_and_what_is_fixed(edit: Edits) -> None:
    with pytest.raises(NoSuchRow, match="no job 5"):
        edit.add_leads(job_id=5)
    with pytest.raises(NoSuchRow, match="no lead 5"):
        edit.set_lead(id=5, fields={})
    with pytest.raises(ValueError, match="id is fixed"):
        edit.set_job(id=10_001, fields={"id": 3})


def test_a_running_jobs_leads_can_be_edited_while_more_come(caller: Caller, edit: Edits) -> None:
    job_id = next(job["id"] for job in caller.data("/jobs", status="RUNNING")["jobs"] if job["foundLeads"] > 5)
    edit.delete_leads(ids=[caller.all_leads(job_id=job_id)[3]["id"]])
    edit.add_leads(job_id=job_id)
    for _ in range(5):
        caller.sandbox.clock.advance(40)
        assert len(caller.all_leads(job_id=job_id)) == found(caller, job_id)
        assert caller.all_leads() == caller.sandbox.flowmaticx.leads()
