"""Where a number in a mart comes from: read on its page, and followed from page to page to what the API gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from lead_pipeline_tests.browser.ui import open_tab, table_under

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.instance

MART, COLUMN = "marts/lead_quality", "cost_per_valid_lead"
READ = {"flowmaticx/jobs credits_used", "flowmaticx/leads email_status"}


def origins(page: Page, asset: str, column: str) -> tuple[set[str], set[str]]:
    """What stands beside a column: what it is made from, one step back, and which columns were read for it."""
    open_tab(page, asset, "Overview")
    row = table_under(page, "made from").filter(has=page.get_by_text(column, exact=True)).first
    expect(row.locator("> td").first).to_have_text(column)
    _, made_from, as_read = row.locator("> td").all_inner_texts()
    return set(made_from.split(", ")), set(as_read.split(", "))


def test_a_mart_says_from_which_columns_of_the_api_a_number_comes(page: Page) -> None:
    made_from, as_read = origins(page, MART, COLUMN)
    assert made_from == {"marts/jobs used_credits", "marts/jobs valid_leads"}
    assert as_read >= READ


def test_a_number_is_followed_step_by_step_back_to_the_columns_of_the_api(page: Page) -> None:
    read, seen, to_follow = set[str](), set[str](), {f"{MART} {COLUMN}"}
    while to_follow:
        step = to_follow.pop()
        seen.add(step)
        asset, column = step.split(" ")
        if asset.startswith("flowmaticx/"):
            read.add(step)
        else:
            to_follow |= origins(page, asset, column)[0] - seen
    assert read == origins(page, MART, COLUMN)[1]
    assert read >= READ
