"""A list that is longer than memory should hold is landed in parts while it is walked, but only if it is ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lead_pipeline.errors import ShrinkRefused
from lead_pipeline.ingest import lander, lists

if TYPE_CHECKING:
    from lead_pipeline_tests.ingest.rig import Rig

JOBS = frozenset({"jobs"})


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
