"""The census: one request finds what no job tells of, and costs a whole reading only when something is amiss."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lead_pipeline_tests.ingest.rig import Rig


def test_leads_of_no_job_are_found_and_landed_without_a_job(rig: Rig) -> None:
    strays = rig.world.edit.add_leads(job_id=None, count=3)
    assert rig.sync().exit_code == 0
    assert rig.holds_truth()
    assert {key for key, lead in rig.landed("leads").items() if lead["job_id"] is None} == set(strays)


def test_the_whole_reading_keeps_the_jobs_that_are_known(rig: Rig) -> None:
    rig.sync()
    rig.world.edit.add_leads(job_id=None, count=1)
    rig.sync()
    assert rig.holds_truth()


def test_a_difference_that_a_whole_reading_leaves_is_read_once_only(rig: Rig) -> None:
    rig.sync()
    # The census alone hears another total: the whole list, read, shows that it is not so.
    rig.faults.arm("total_off", "flowmaticx/leads", times=None, where={"limit": "1"}, delta=5)
    rig.sync()
    first = rig.requests
    assert first > 3
    assert rig.holds_truth()
    rig.faults.clear()
    rig.sync()
    assert rig.requests == 3


def test_while_jobs_are_running_one_request_counts_and_a_difference_that_moves_costs_no_more(live: Rig) -> None:
    live.sync()
    for _ in range(3):
        live.running.sandbox.clock.advance(40)
        live.faults.arm("total_off", "flowmaticx/leads", where={"limit": "1"}, delta=live.requests)
        live.running.sandbox.journal.clear()
        live.sync()
        asked = live.running.sandbox.journal.entries("flowmaticx/leads")
        assert [entry.query["limit"] for entry in asked if "job_id" not in entry.query] == ["1"]


def test_leads_of_no_job_are_found_though_a_job_is_always_running(live: Rig) -> None:
    live.sync()
    strays = live.world.edit.add_leads(job_id=None, count=3)
    assert live.sync().exit_code == 0
    assert set(strays).isdisjoint(live.landed("leads"))
    live.execute("update ops.positions set walked_at = walked_at - interval 2 hours where parent = ''")
    assert live.sync().exit_code == 0
    assert set(strays) <= set(live.landed("leads"))
    assert live.holds_truth()


def test_without_the_jobs_nothing_is_counted(rig: Rig) -> None:
    rig.faults.arm("status", "flowmaticx/jobs", times=None, status=500)
    assert rig.sync().exit_code == 1
    assert list(rig.running.sandbox.journal.entries("flowmaticx/leads")) == []


def test_an_api_that_does_not_count_the_whole_list_is_read_without_a_census(rig: Rig) -> None:
    rig.faults.arm("status", "flowmaticx/leads", times=None, where={"limit": "1"}, status=400, code="VALIDATION_ERROR")
    assert rig.sync().exit_code == 0
    assert rig.holds_truth()


def test_leads_come_without_their_jobs_where_the_jobs_are_closed(rig: Rig) -> None:
    rig.running.sandbox.keys.register(rig.environment["FLOWMATICX_API_KEY"], scopes=("leads:read", "credits:read"))
    assert rig.sync().exit_code == 1
    assert set(rig.landed("leads")) == set(rig.truth("leads"))
    rig.running.sandbox.keys.register(rig.environment["FLOWMATICX_API_KEY"], scopes=("*",))
    assert rig.sync().exit_code == 0
    assert rig.holds_truth()
