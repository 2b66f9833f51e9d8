"""A partition backfill as a person starts it: by clicks, and looked at until it is done."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from lead_pipeline_tests.browser.ui import LOCATION, ROWS, below, node, open_tab

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.instance

ASSETS = ("flowmaticx/jobs", "flowmaticx/leads")
DAYS = 30
MILLISECONDS_TO_END = 600_000


@pytest.fixture(scope="module")
def days() -> tuple[str, str]:
    """The first and the last of thirty days, today among them."""
    today = datetime.now(UTC).date()
    return f"{today - timedelta(days=DAYS - 1)}", f"{today}"


def test_thirty_days_of_jobs_and_leads_become_one_run_and_turn_green(page: Page, days: tuple[str, str]) -> None:
    first, last = days
    page.goto(f"/locations/{LOCATION}/asset-groups/flowmaticx")
    node(page, "jobs").click()
    node(page, "leads").click(modifiers=["Shift"])
    page.get_by_role("button", name="Materialize selected (2)").click()

    dialog = page.get_by_role("dialog")
    chosen = dialog.locator("input:not([type=checkbox])").first
    chosen.fill(f"[{first}...{last}]")
    chosen.press("Enter")
    expect(dialog.get_by_text(f"{DAYS} partitions")).to_be_visible()
    dialog.get_by_role("button", name="Launch backfill").click()
    expect(page.get_by_text("Created backfill")).to_be_visible()
    page.get_by_text("View", exact=True).click()

    status = below(page, "Status")
    expect(status).to_contain_text(re.compile("Succeeded|Failed|Canceled"), timeout=MILLISECONDS_TO_END)
    expect(status).to_contain_text("Succeeded")
    for asset in ASSETS:
        done = page.locator(ROWS).filter(has_text=asset.replace("/", " / "))
        expect(done).to_contain_text("100% completed")
    page.get_by_role("tab", name="Runs", exact=True).click()
    runs = page.locator(ROWS).filter(has_text="View all tags")
    expect(runs).to_have_count(1)
    expect(runs).to_contain_text("Success")

    for asset in ASSETS:
        open_tab(page, asset, "Partitions")
        asked = page.locator("input[value^='[']").first
        asked.fill(f"[{first}...{last}]")
        asked.press("Enter")
        expect(page.get_by_text(f"{DAYS} Partitions Selected")).to_be_visible()
        for state, number in (("Materialized", DAYS), ("Failed", 0), ("Missing", 0), ("Materializing", 0)):
            expect(page.get_by_text(f"{state} ({number})", exact=True)).to_be_visible()
