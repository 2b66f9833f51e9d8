"""The numbers of the page are those of the published copy, whatever is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lead_pipeline.report.make import make_report
from lead_pipeline.report.panel import Panel
from lead_pipeline.report.sections import SECTIONS
from lead_pipeline.report.sections.worth_a_call import CALL_COLUMNS
from lead_pipeline_tests.report.conftest import HOURS
from lead_pipeline_tests.report.homes import asked, copied, foreseen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lead_pipeline.warehouse.database import Warehouse
    from lead_pipeline_tests.report.page import Opened

PANELS = [panel for section in SECTIONS for panel in section.panels]
QUIET = {"set-aside", "drift", "reconciliation"}  # the sandbox did nothing wrong, and used nothing this month
CHOICES = [
    ({}, "true"),
    ({"workflow_type": "GOOGLE_MAPS"}, "workflow_type = 'GOOGLE_MAPS'"),
    ({"keyword": "dentist"}, "keyword = 'dentist'"),
    ({"location": "italy"}, "location ilike '%italy%'"),
    ({"from": "2026-03-10", "to": "2026-04-20"}, "created_date between '2026-03-10' and '2026-04-20'"),
    ({"account": "default", "workflow_type": "TIKTOK", "from": "2026-04-01"},
     "account = 'default' and workflow_type = 'TIKTOK' and created_date >= '2026-04-01'"),
]  # fmt: skip


def whole(number: Any) -> str:
    return f"{round(number or 0):,}"


@pytest.mark.parametrize(("filters", "where"), CHOICES, ids=["all", "type", "keyword", "location", "days", "three"])
def test_figures_and_funnel_are_recomputed_from_the_copy(
    filters: dict[str, str], where: str, five: Warehouse, show: Callable[..., Opened]
) -> None:
    report = show(five)
    report.choose(**filters)
    ((jobs, requested, found, used, wasted),) = asked(
        five,
        "select count(*), sum(requested_leads), sum(found_leads), sum(used_credits), sum(wasted_credits) "
        f"from credit_usage where {where}",
    )
    of_jobs = f"from leads join credit_usage as job using (account, job_id) where {_of_job(where)}"
    ((returned, valid, reachable, again),) = asked(
        five,
        "select count(*), count(*) filter (email_status = 'VALID'), count(*) filter (is_reachable), "
        f"count(*) filter (not is_first_of_business) {of_jobs}",
    )
    assert jobs > 0
    assert report.figure("used") == whole(used)
    assert float(report.figure("price")) == pytest.approx(used / valid, abs=0.005)
    assert _share(report.figure("wasted")) == pytest.approx(float(wasted) / used, abs=0.001)
    assert report.figure("returned") == whole(returned)
    assert _share(report.figure("valid")) == pytest.approx(valid / returned, abs=0.001)
    assert _share(report.figure("reachable")) == pytest.approx(reachable / returned, abs=0.001)
    assert _share(report.figure("duplicates")) == pytest.approx(again / returned, abs=0.001)
    funnel = [row[1] for row in report.rows("funnel")]
    steps = ("true", "email_status = 'VALID'", "is_reachable", "has_decision_maker", "is_first_of_business")
    nested = [" and ".join(f"({step})" for step in steps[: end + 1]) for end in range(len(steps))]
    counts = asked(five, f"select {', '.join(f'count(*) filter ({step})' for step in nested)} {of_jobs}")[0]
    assert funnel == [whole(requested), whole(found), *map(whole, counts)]
    ((by_reason,),) = asked(five, f"select sum(credits) filter (is_wasted) from wasted_credits where {where}")
    assert (by_reason or 0) == wasted, "two marts, one sum"
    told = "returned_leads", "valid_leads", "reachable_leads", "decision_maker_leads", "first_of_business_leads"
    marts = asked(five, f"select {', '.join(f'sum({name})' for name in told)} from lead_quality where {where}")[0]
    assert tuple(map(whole, marts)) == tuple(map(whole, counts))


def _of_job(where: str) -> str:
    for name in ("workflow_type", "keyword", "location", "created_date", "account"):
        where = where.replace(f"{name} ", f"job.{name} ")
    return where


def _share(text: str) -> float:
    return float(text.removesuffix("%")) / 100


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_chart_and_table_of_the_page_shows_something(
    dark: bool, five: Warehouse, show: Callable[..., Opened]
) -> None:
    report = show(five, dark=dark)
    bare = [panel.id for panel in PANELS if not _shows(report, panel)]
    assert set(bare) <= QUIET


def _shows(report: Opened, panel: Panel) -> bool:
    place = report.page.locator(f"#panel-{panel.id}")
    if panel.chart is None:
        return place.locator("tbody tr").count() > 0
    sizes = (
        place.locator("svg .role-mark")
        .locator("path, text, line")
        .evaluate_all("marks => marks.map(mark => { const box = mark.getBBox(); return box.width + box.height; })")
    )
    return max(sizes, default=0) > 3


def test_the_forecast_goes_on_from_the_last_reading(
    five: Warehouse, show: Callable[..., Opened], tmp_path: Path
) -> None:
    home = copied(five, tmp_path / "foreseen", *foreseen())
    make_report(home, personal=False, stale_after=HOURS)
    report = show(home)
    rows = report.rows("balance")
    ((now,),) = asked(home, "select remaining_credits from credit_balance where is_latest")
    assert len(rows) == 30 + 59
    assert rows[29][2:] == [whole(now)] * 4
    assert rows[30][2:] == ["–", whole(now - 140), whole(now - 110), whole(now - 70)]
    assert report.page.locator("#panel-balance svg .mark-area path").count() > 0


def test_a_choice_that_leaves_nothing_says_so_and_what_to_do(five: Warehouse, show: Callable[..., Opened]) -> None:
    report = show(five)
    report.choose(keyword="no such keyword")
    assert report.figure("used") == "–"
    assert "No job falls in it" in report.page.locator("#chosen").inner_text()
    assert "Widen the filters" in report.page.locator("#panel-burn .empty").inner_text()
    assert not report.page.locator("#panel-burn svg").is_visible()
    report.page.locator("#clear").click()
    report.settle()
    assert report.page.locator("#panel-burn svg").is_visible()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_downloaded_is_what_the_copy_has(kind: str, five: Warehouse, show: Callable[..., Opened]) -> None:
    report = show(five)
    report.choose(workflow_type="GOOGLE_MAPS")
    report.page.locator("#call-score").fill("60")
    head, *rows = report.downloaded(kind)
    expected = asked(
        five,
        """
        select lead_id::varchar, score, business_name from leads
        where is_first_of_business and is_reachable and workflow_type = 'GOOGLE_MAPS' and score >= 60
            and (account, first_lead_id) not in (
                select (account, first_lead_id) from leads join lead_journey using (account, lead_id)
                where leadconduit_lead_id is not null or flowestate_lead_id is not null
            )
        """,
    )
    assert tuple(head) == CALL_COLUMNS
    place = [CALL_COLUMNS.index(name) for name in ("lead_id", "score", "business_name")]
    got = [(row[place[0]], int(row[place[1]]), row[place[2]]) for row in rows]
    assert len(got) > 100
    assert sorted(got) == sorted(expected)
    assert [score for _, score, _ in got] == sorted((score for _, score, _ in got), reverse=True)


def test_the_list_is_searched_and_sorted_on_the_page(five: Warehouse, show: Callable[..., Opened]) -> None:
    report = show(five)
    heading = report.page.locator("#call-table th").filter(has_text="City")
    heading.locator("button").press("Enter")
    cities = report.page.locator("#call-table tbody tr td:nth-child(4)").all_inner_texts()
    assert heading.get_attribute("aria-sort") == "ascending"
    assert len(set(cities)) >= 1
    report.page.locator("#call-search").fill("plzeň")
    found = report.page.locator("#call-table tbody tr").all_inner_texts()
    assert found
    assert all("plzeň" in row.lower() for row in found)
