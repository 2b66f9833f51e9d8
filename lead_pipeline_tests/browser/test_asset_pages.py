"""The page of an asset: what it says of itself, of its checks, and of what a run did."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from lead_pipeline_tests.browser.ui import MILLISECONDS_OF_A_TICK, below, open_tab, table_under

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.instance

UNRENDERED = re.compile(r"\*\*|``|\]\(|^#+ ", re.MULTILINE)
TOLD_OF_A_RUN = (
    "rows new",
    "rows changed",
    "rows unchanged",
    "rows marked deleted",
    "rows set aside",
    "requests",
    "requests tried again",
    "seconds waited",
    "pages",
)


@pytest.mark.parametrize(
    ("asset", "owner", "kinds"),
    [
        ("flowmaticx/leads", "operations", ("api", "DuckDB")),
        ("marts/lead_quality", "analytics", ("dbt", "DuckDB")),
    ],
)
def test_an_asset_says_what_it_is_and_whose(page: Page, asset: str, owner: str, kinds: tuple[str, ...]) -> None:
    open_tab(page, asset, "Overview")
    description = page.locator(".dagster-markdown").first
    expect(description).to_contain_text(re.compile(r"\w+ \w+.*\."))
    assert not UNRENDERED.search(description.inner_text())
    expect(below(page, "Owners")).to_contain_text(owner)
    for kind in kinds:
        expect(below(page, "Kinds")).to_contain_text(kind)
    expect(below(page, "Freshness policy")).to_contain_text("Passing")


@pytest.mark.parametrize(
    ("asset", "columns"),
    [
        ("flowmaticx/jobs", ("id", "credits_used", "_deleted_at")),
        ("flowmaticx/leads", ("id", "email_status", "_deleted_at")),
        ("marts/lead_quality", ("used_credits", "valid_leads", "cost_per_valid_lead")),
    ],
)
def test_every_column_has_a_type_and_a_description(page: Page, asset: str, columns: tuple[str, ...]) -> None:
    open_tab(page, asset, "Overview")
    rows = table_under(page, "Column name")
    for column in columns:
        expect(rows.filter(has=page.get_by_text(column, exact=True))).to_have_count(1)
    for place in (2, 3):  # a moment after its name
        cells = rows.locator(f"> td:nth-child({place})")
        expect(cells.filter(has_not_text=re.compile(r"\w"))).to_have_count(0)
        expect(cells).to_have_count(rows.count())


@pytest.mark.parametrize("asset", ["flowmaticx/jobs", "flowmaticx/leads", "flowmaticx/credits"])
def test_all_checks_of_a_raw_table_are_green(page: Page, asset: str) -> None:
    open_tab(page, asset, "Checks")
    heading = page.get_by_text(re.compile(r"^Checks \(\d+\)$"))
    expect(heading).to_be_visible()
    number = int(re.sub(r"\D", "", heading.inner_text()))
    assert number >= 8
    expect(page.get_by_text("Succeeded", exact=True)).to_have_count(number, timeout=MILLISECONDS_OF_A_TICK)
    page.get_by_text("proven", exact=True).first.click()
    expect(below(page, "Evaluation result")).to_contain_text("Passed")


def test_a_run_tells_what_it_did_with_rows_and_requests(page: Page) -> None:
    open_tab(page, "flowmaticx/leads", "Events")
    proof = page.get_by_role("row").filter(has=page.get_by_text("proof", exact=True))
    expect(proof).to_contain_text("default: proven")
    for key in TOLD_OF_A_RUN:
        row = page.get_by_role("row").filter(has=page.get_by_text(key, exact=True))
        expect(row).to_contain_text(re.compile(r"\d"))


def test_the_published_database_tells_its_tables_and_their_rows(page: Page) -> None:
    open_tab(page, "published/warehouse", "Overview")
    tables = page.get_by_role("row").filter(has=page.get_by_text("tables", exact=True)).first
    expect(tables).to_contain_text(re.compile(r"lead_quality\s*[1-9]"))
    expect(page.get_by_text(re.compile(r"published/warehouse\.duckdb$"))).to_be_visible()
