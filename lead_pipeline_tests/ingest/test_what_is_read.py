"""What a sync reads: everything the first time, then what can have changed, in as few requests as that takes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from lead_pipeline.extract.children import Window

if TYPE_CHECKING:
    from lead_pipeline_tests.ingest.rig import Rig


def least_requests(rig: Rig) -> int:
    """Pages of the jobs, pages of each job's leads (one where there are none), and the credits."""
    jobs = rig.truth("jobs")
    counts = dict.fromkeys(jobs, 0)
    for lead in rig.truth("leads").values():
        counts[lead["job_id"]] += 1
    return -(-len(jobs) // 100) + sum(max(1, -(-count // 100)) for count in counts.values()) + 1


def test_the_first_sync_lands_everything_as_the_server_has_it(rig: Rig) -> None:
    outcome = rig.sync()
    assert outcome.exit_code == 0
    assert rig.holds_truth()
    assert len(rig.landed("leads")) == 450


def test_the_first_sync_takes_one_request_more_than_the_least_possible(many: Rig) -> None:
    many.sync()
    assert many.requests <= least_requests(many) + 1  # the census is the one more
    assert many.holds_truth()


def test_a_second_sync_over_420_unchanged_jobs_takes_seven_requests_and_rewrites_no_row(many: Rig) -> None:
    many.sync()
    stamps = "select id, _changed_at, _run_id from raw_flowmaticx.{} order by id"
    before = many.query(stamps.format("jobs")), many.query(stamps.format("leads"))
    outcome = many.sync()
    assert outcome.exit_code == 0
    assert many.requests == 7  # five pages of jobs, the census, the credits
    assert before == (many.query(stamps.format("jobs")), many.query(stamps.format("leads")))


def test_only_jobs_that_can_have_changed_are_read_again(live: Rig) -> None:
    live.sync()
    live.running.sandbox.journal.clear()
    live.running.sandbox.clock.advance(60)
    live.sync()
    asked = {
        entry.query["job_id"]
        for entry in live.running.sandbox.journal.entries("flowmaticx/leads")
        if entry.query["limit"] != "1"  # the census
    }
    assert len(asked) == 3
    assert live.holds_truth()


def test_jobs_that_end_are_read_once_more_and_then_left_alone(live: Rig) -> None:
    live.sync()
    live.running.sandbox.clock.advance(7 * 86_400)
    assert live.sync().exit_code == 0
    assert live.holds_truth()
    live.sync()
    assert live.requests == 3  # jobs, census, credits


def test_a_new_job_costs_its_own_pages_only(rig: Rig) -> None:
    rig.sync()
    rig.world.edit.add_job(leads=150)
    assert rig.sync().exit_code == 0
    assert rig.requests == 1 + 2 + 1 + 1
    assert rig.holds_truth()


def test_a_window_of_days_reads_only_the_leads_of_jobs_made_in_it(many: Rig) -> None:
    days = sorted(job["created_at"].date() for job in many.truth("jobs").values())
    middle = days[len(days) // 2]
    many.sync(window=Window(middle, middle))
    wanted = {key for key, job in many.truth("jobs").items() if job["created_at"].date() == middle}
    assert {lead["job_id"] for lead in many.landed("leads").values()} == wanted & {
        lead["job_id"] for lead in many.truth("leads").values()
    }
    assert many.landed("jobs") == many.truth("jobs")


def test_windows_over_all_days_land_what_one_sync_lands(rig: Rig) -> None:
    middle = date(2026, 4, 15)
    rig.sync(window=Window(None, middle))
    rig.sync(window=Window(middle, None))
    assert rig.holds_truth()


def test_verify_reads_everything_anew_and_finds_what_nothing_told_of(rig: Rig) -> None:
    rig.sync()
    some = min(rig.truth("leads"))
    rig.world.edit.set_lead(id=some, fields={"businessName": "Renamed in silence"})
    rig.sync()
    assert not rig.holds_truth()
    assert rig.sync(verify=True).exit_code == 0
    assert rig.holds_truth()


def test_each_sync_keeps_a_snapshot_of_the_credits(rig: Rig) -> None:
    rig.sync()
    rig.sync()
    truth: Any = rig.world.truth()["credits"]
    rows = rig.query("select credits_total, credits_used, credits_remaining from raw_flowmaticx.credits")
    assert rows == [(truth["creditsTotal"], truth["creditsUsed"], truth["creditsRemaining"])] * 2


def test_an_old_proof_is_looked_at_again(rig: Rig) -> None:
    rig.sync()
    import duckdb  # noqa: PLC0415 - only this test changes the ledger

    with duckdb.connect(str(rig.home / "warehouse.duckdb")) as connection:
        connection.execute("update ops.positions set walked_at = walked_at - interval 31 day where parent = '10001'")
    rig.sync()
    asked = [entry.query.get("job_id") for entry in rig.running.sandbox.journal.entries("flowmaticx/leads")]
    assert asked.count("10001") == 2
