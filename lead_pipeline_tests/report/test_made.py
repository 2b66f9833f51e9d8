"""The page is made once for each copy, small, quickly, and whole; what it shows is declared well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lead_pipeline.errors import ReportFailed
from lead_pipeline.report.columns import Column
from lead_pipeline.report.make import is_current, make_report, place_of
from lead_pipeline.report.panel import Cut
from lead_pipeline.report.words import marked, read_words
from lead_pipeline.warehouse.database import Warehouse
from lead_pipeline_tests.report.conftest import HOURS
from lead_pipeline_tests.report.homes import TIMES, asked, copied, many

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lead_pipeline_tests.report.page import Opened


def test_without_a_published_copy_it_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ReportFailed, match="lead-pipeline publish"):
        make_report(Warehouse(tmp_path), personal=False, stale_after=HOURS)


def test_words_are_marked_and_everything_else_is_escaped() -> None:
    said = marked("a <b> [valid] and [risky ones|valid]", lambda shown, word: f"({shown}={word})")
    assert said == "a &lt;b&gt; (valid=valid) and (risky ones=valid)"
    assert read_words()["billable"] == "credits were charged for the lead"


def test_a_cut_that_cannot_be_made_is_refused() -> None:
    with pytest.raises(ValueError, match="does not have"):
        Cut("facts", (), ("a",), {"share": ("a", "b")})
    with pytest.raises(ValueError, match="must be summed"):
        Cut("facts", (), ("a",), fold={"b": "B"}, folded=("step", "leads"))
    with pytest.raises(ValueError, match="top of a column"):
        Cut("facts", (), ("a",), top=(("keyword", "a", 3),))
    with pytest.raises(ValueError, match="is written as"):
        Column("Leads", "numbers")


def test_a_page_is_current_until_the_next_copy_or_setting(five: Warehouse, tmp_path: Path) -> None:
    home = copied(five, tmp_path / "home")
    assert not is_current(home, personal=False)
    make_report(home, personal=False, stale_after=HOURS)
    assert is_current(home, personal=False)
    assert not is_current(home, personal=True)
    home.published_path.touch()
    assert not is_current(home, personal=False)


def test_a_copy_that_lacks_a_table_is_told_and_the_last_page_stays(five: Warehouse, tmp_path: Path) -> None:
    home = copied(five, tmp_path / "home", "drop table lead_journey")
    place_of(home).parent.mkdir()
    place_of(home).write_text("the last page", encoding="utf-8")
    with pytest.raises(ReportFailed, match="lead_journey"):
        make_report(home, personal=False, stale_after=HOURS)
    assert place_of(home).read_text(encoding="utf-8") == "the last page"


def test_a_million_leads_make_a_small_page_quickly(
    five: Warehouse, show: Callable[..., Opened], tmp_path: Path
) -> None:
    home = copied(five, tmp_path / "many", *many(TIMES))
    ((leads,),) = asked(home, "select count(*) from leads")
    assert leads >= 1_000_000
    made = make_report(home, personal=False, stale_after=HOURS)
    assert made.bytes < 3_000_000
    assert made.seconds < 120
    report = show(home)
    assert report.figure("returned") == f"{leads:,}"
    report.choose(workflow_type="GOOGLE_MAPS")
    ((some,),) = asked(home, "select count(*) from leads where workflow_type = 'GOOGLE_MAPS'")
    assert report.figure("returned") == f"{some:,}"
