"""What is longer than memory should hold: it is landed in parts while it is walked, as far as it is ours.

And no more is read than can be landed meanwhile.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from lead_pipeline.errors import ShrinkRefused
from lead_pipeline.ingest import lander, lists
from lead_pipeline.ingest.context import Unwatched
from lead_pipeline.sandbox import RunningSandbox
from lead_pipeline_tests.ingest.rig import Rig, make

if TYPE_CHECKING:
    from pathlib import Path

    from lead_pipeline.http_client.client import Tally
    from lead_pipeline.spec.source import Endpoint
    from lead_pipeline.warehouse.batch import Counts

JOBS = frozenset({"jobs"})


class SlowLanding(Unwatched):
    """The first landing of leads takes as long as it takes others to read too far ahead, or a second where none do."""

    # One that is landed, one that waits for it, one that is sorted, and one or two that each of four workers holds.
    most = 11

    def __init__(self) -> None:
        self.lists = 0
        self.is_too_far = threading.Event()
        self.has_read_too_far: bool | None = None

    def walked(self, endpoint: Endpoint, rows: int, tally: Tally) -> None:
        del rows, tally
        self.lists += endpoint.name == "leads"
        if self.lists > self.most:
            self.is_too_far.set()

    def landed(self, endpoint: Endpoint, counts: Counts) -> None:
        del counts
        if endpoint.name == "leads" and self.has_read_too_far is None:
            self.has_read_too_far = self.is_too_far.wait(1)


@pytest.fixture(autouse=True)
def _each_page_is_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PIECE_BYTES", 1)
    monkeypatch.setattr(lander, "PIECE_BYTES", 1)
    monkeypatch.setattr(lander, "BATCH_SECONDS", 0.0)


def landed_jobs(rig: Rig) -> list[int]:
    """How many new jobs each landing brought, in their order."""
    landings = "select rows_new from ops.landings where endpoint = 'jobs' and rows_new > 0 order by landed_at"
    return [rows for (rows,) in rig.query(landings)]


def test_it_is_landed_page_by_page(many: Rig) -> None:
    assert many.sync(endpoints=JOBS).exit_code == 0
    landed = landed_jobs(many)
    assert (sum(landed), len(landed)) == (420, 5)
    assert max(landed) <= 100  # as many as a page has
    assert many.landed("jobs") == many.truth("jobs")


def test_pages_of_new_rows_wait_for_one_that_is_held_and_land_with_it(many: Rig) -> None:
    many.sync(endpoints=JOBS)
    for _ in range(220):
        many.world.edit.add_job(leads=0)
    assert many.sync(endpoints=JOBS, verify=True).exit_code == 0
    assert landed_jobs(many)[5:] == [220]
    assert many.landed("jobs") == many.truth("jobs")


def test_no_page_of_a_list_that_seems_to_be_anothers_is_landed(many: Rig) -> None:
    many.sync(endpoints=JOBS)
    held = many.landed("jobs")
    for _ in range(220):
        many.world.edit.add_job(leads=0)
    many.world.edit.delete_jobs(ids=list(held))
    outcome = many.sync(endpoints=JOBS, verify=True)
    assert outcome.exit_code == 1
    assert any(isinstance(error, ShrinkRefused) for each in outcome.endpoints for error in each.errors)
    assert many.landed("jobs") == held


def test_who_reads_waits_for_who_lands(tmp_path: Path) -> None:
    slow = SlowLanding()
    with RunningSandbox(make(leads=90, jobs=30)) as running:
        rig = Rig(running, tmp_path / "home")
        assert rig.sync(progress=slow).exit_code == 0
        assert slow.lists == 30
        assert slow.has_read_too_far is False
        assert rig.holds_truth()
