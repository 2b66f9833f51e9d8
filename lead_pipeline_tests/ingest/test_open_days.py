"""From which day on something can have changed, as a schedule asks it before it starts a run."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import duckdb

from lead_pipeline import settings
from lead_pipeline.ingest.open_days import open_since

if TYPE_CHECKING:
    from datetime import date

    from lead_pipeline_tests.ingest.rig import Rig


def oldest(rig: Rig) -> date | None:
    set_up = settings.load(rig.environment)
    with set_up.warehouse.open("looking what is open", read_only=True) as connection:
        return open_since(connection, set_up.accounts[0])


def test_where_nothing_is_held_any_day_is_open(rig: Rig) -> None:
    with duckdb.connect() as empty:
        assert open_since(empty, settings.load(rig.environment).accounts[0]) is None
    assert not rig.home.exists()


def test_where_everything_is_final_and_proven_only_today_is_open(rig: Rig) -> None:
    rig.sync()
    assert oldest(rig) == datetime.now(UTC).date()


def test_a_job_that_is_under_way_is_open_from_its_day_on(live: Rig) -> None:
    live.sync()
    days = [job["created_at"].date() for job in live.truth("jobs").values() if job["status"] in {"QUEUED", "RUNNING"}]
    assert oldest(live) == min(days)


def test_a_job_whose_leads_are_not_proven_is_open(rig: Rig) -> None:
    rig.sync()
    job = min(rig.truth("jobs"))
    rig.world.edit.set_job(id=job, fields={"keyword": "changed"})
    rig.faults.arm("status", route="flowmaticx/leads", where={"job_id": str(job)}, times=None, status=500)
    rig.sync()
    assert oldest(rig) == rig.truth("jobs")[job]["created_at"].date()


def test_an_account_with_no_job_at_all_is_open_on_any_day(rig: Rig) -> None:
    rig.world.edit.delete_jobs(ids=list(rig.truth("jobs")))
    rig.sync()
    assert oldest(rig) is None
