"""What is gone at the source is marked, by proven walks only, and after a second look where it is much."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lead_pipeline.errors import ShrinkRefused
from lead_pipeline.ingest.outcome import Status
from lead_pipeline_tests.under_fire.matrix.deletes import DELETES
from lead_pipeline_tests.under_fire.promise import keeps

if TYPE_CHECKING:
    from lead_pipeline_tests.ingest.rig import Rig


def marked(rig: Rig, endpoint: str) -> set[int]:
    return {row[0] for row in rig.query(f"select id from raw_flowmaticx.{endpoint} where _deleted_at is not null")}


def of_one_job(rig: Rig) -> tuple[int, list[int]]:
    """A job and its leads."""
    leads = rig.truth("leads")
    job = next(iter(leads.values()))["job_id"]
    return job, [key for key, lead in leads.items() if lead["job_id"] == job]


@keeps(DELETES, "gone in a proven walk")
def test_a_lead_that_is_gone_is_marked_and_kept(rig: Rig) -> None:
    rig.sync()
    _, leads = of_one_job(rig)
    rig.world.edit.delete_leads(ids=leads[:1])
    assert rig.sync().exit_code == 0
    assert marked(rig, "leads") == {leads[0]}
    assert rig.holds_truth()


@keeps(DELETES, "a lead of a finished job gone without any sign")
def test_a_lead_that_vanished_in_silence_is_found_by_the_census(rig: Rig) -> None:
    rig.sync()
    _, leads = of_one_job(rig)
    rig.world.edit.delete_leads(ids=leads[:1], silent=True)
    assert rig.sync().exit_code == 0
    assert marked(rig, "leads") == {leads[0]}


@keeps(DELETES, "gone in a walk that is not proven")
def test_a_walk_that_proves_nothing_marks_nothing(rig: Rig) -> None:
    rig.sync()
    _, leads = of_one_job(rig)
    rig.world.edit.delete_leads(ids=leads[:2])
    rig.faults.arm("total_off", "flowmaticx/leads", times=None, delta=3)
    assert rig.sync().exit_code == 3
    assert marked(rig, "leads") == set()
    rig.faults.clear()
    assert rig.sync().exit_code == 0
    assert marked(rig, "leads") == set(leads[:2])


@keeps(DELETES, "back again")
def test_a_row_that_comes_back_is_no_longer_marked(rig: Rig) -> None:
    rig.sync()
    job, leads = of_one_job(rig)
    rig.execute(f"update raw_flowmaticx.leads set _deleted_at = now() where id = {leads[0]}")
    rig.execute(f"update ops.positions set verdict = 'unproven' where parent = '{job}'")
    rig.sync()
    assert marked(rig, "leads") == set()
    assert rig.holds_truth()


@keeps(DELETES, "a whole job gone")
def test_a_job_that_is_gone_takes_its_leads_along(rig: Rig) -> None:
    rig.sync()
    job, leads = of_one_job(rig)
    rig.world.edit.delete_jobs(ids=[job])
    assert rig.sync().exit_code == 0
    assert marked(rig, "jobs") == {job}
    assert marked(rig, "leads") == set(leads)


def test_the_leads_of_a_job_that_is_gone_stay_while_the_api_shows_them(rig: Rig) -> None:
    rig.sync()
    job, _ = of_one_job(rig)
    rig.world.edit.delete_jobs(ids=[job], with_leads=False)
    assert rig.sync().exit_code == 0
    assert marked(rig, "jobs") == {job}
    assert marked(rig, "leads") == set()


@keeps(DELETES, "half of a list gone")
def test_much_that_is_gone_is_looked_at_twice_before_it_is_marked(rig: Rig) -> None:
    rig.sync()
    job, leads = of_one_job(rig)
    rig.world.edit.delete_leads(ids=leads[: len(leads) // 2])
    rig.running.sandbox.journal.clear()
    assert rig.sync().exit_code == 0
    asked = [entry.query.get("job_id") for entry in rig.running.sandbox.journal.entries("flowmaticx/leads")]
    assert asked.count(str(job)) == 2
    assert rig.holds_truth()


@keeps(DELETES, "the API suddenly shows nothing")
def test_an_api_that_shows_no_jobs_at_all_is_not_believed(rig: Rig) -> None:
    rig.sync()
    rig.world.edit.delete_jobs(ids=list(rig.truth("jobs")))
    outcome = rig.sync()
    assert outcome.exit_code == 1
    assert [each.endpoint for each in outcome.endpoints] == ["jobs"]
    (error,) = outcome.endpoints[0].errors
    assert isinstance(error, ShrinkRefused)
    assert "--accept-shrink" in str(error)
    assert marked(rig, "jobs") == set()
    assert marked(rig, "leads") == set()


def test_it_is_believed_when_a_person_says_so(rig: Rig) -> None:
    rig.sync()
    rig.world.edit.delete_jobs(ids=list(rig.truth("jobs")))
    assert rig.sync(accept_shrink=True).exit_code == 0
    assert rig.landed("jobs") == {}
    assert rig.landed("leads") == {}


@keeps(DELETES, "all leads of a job gone, though it counts them")
def test_leads_that_all_vanish_though_their_job_counts_them_are_not_believed(rig: Rig) -> None:
    rig.sync()
    job, leads = of_one_job(rig)
    rig.world.edit.delete_leads(ids=leads, silent=True)
    rig.world.edit.set_job(id=job, fields={"keyword": "renamed, so that it is read again"})
    outcome = rig.sync()
    assert outcome.endpoints[1].status is Status.UNPROVEN
    assert marked(rig, "leads") == set()
    assert "--accept-shrink" in rig.query("select reason from ops.walks where verdict = 'unproven' limit 1")[0][0]


@pytest.mark.parametrize("found", [None, 0])
def test_a_job_whose_leads_are_all_gone_is_believed_when_it_counts_none(rig: Rig, found: int | None) -> None:
    rig.sync()
    job, leads = of_one_job(rig)
    rig.world.edit.delete_leads(ids=leads)
    if found is not None:
        rig.world.edit.set_job(id=job, fields={"foundLeads": found})
    assert rig.sync().exit_code == 0
    assert marked(rig, "leads") == set(leads)
