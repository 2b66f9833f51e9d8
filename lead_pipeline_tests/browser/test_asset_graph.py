"""The asset graph: what a newcomer sees first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from lead_pipeline.sources import SOURCES
from lead_pipeline_tests.browser.ui import (
    GROUPS,
    MILLISECONDS_OF_A_TICK,
    NODES,
    assets_in,
    groups_in,
    is_among,
    node,
    open_group,
    open_overview,
    open_tab,
    show_whole,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.instance

MARTS = {
    "marts_credits": (
        "credit_balance",
        "credit_forecast",
        "credit_reconciliation",
        "credit_usage",
        "credit_usage_daily",
        "forecast_backtest",
        "wasted_credits",
    ),
    "marts_journey": ("conversion", "lead_journey", "score_calibration"),
    "marts_leads": ("jobs", "lead_quality", "leads"),
    "marts_runs": ("deliveries", "workflow_runs"),
    "published": ("report", "warehouse"),
}
RAW = {source.name: tuple(each.name for each in source.endpoints) for source in SOURCES.values()}
STAGING = {f"stg_{system}": tuple(f"stg_{system}__{name}" for name in names) for system, names in RAW.items()}
BETWEEN = {"int_contacts", "int_credits", "int_journey", "int_leads", "int_runs"}
KNOWN = {**RAW, **STAGING, **MARTS}
LEGIBLE_PIXELS = 7  # of a line, from its top to the next


def test_the_graph_begins_with_a_box_for_each_group_and_all_names_can_be_read(page: Page) -> None:
    open_overview(page)
    for name in (*KNOWN, *BETWEEN):
        box = page.locator(GROUPS).filter(has_text=re.compile(f"^{name}$"))
        expect(box).to_be_in_viewport(ratio=1)
        place = box.bounding_box()
        assert place is not None
        assert place["height"] >= LEGIBLE_PIXELS
    assert sorted(groups_in(page)) == sorted({*KNOWN, *BETWEEN})


def test_a_click_on_a_group_opens_it(page: Page) -> None:
    open_overview(page)
    page.locator(GROUPS).filter(has_text=re.compile("^marts_leads$")).click()
    expect(node(page, "lead_quality")).to_be_visible()
    assert "marts_leads" not in groups_in(page)


@pytest.mark.parametrize("group", KNOWN)
def test_a_group_that_is_opened_shows_every_asset_of_it(page: Page, group: str) -> None:
    open_group(page, group)
    expect(page.locator(NODES)).to_have_count(len(KNOWN[group]))
    shown = assets_in(page)
    assert [name for name in KNOWN[group] if not is_among(name, shown)] == []


@pytest.mark.parametrize("group", sorted(BETWEEN))
def test_a_group_between_staging_and_marts_is_small_enough_to_be_drawn(page: Page, group: str) -> None:
    open_group(page, group)
    assert [name for name in assets_in(page) if not name.startswith(("int_", "score_weights"))] == []


def test_every_asset_is_green_after_the_first_sync(page: Page) -> None:
    nodes = page.locator("foreignObject [class*=AssetNode_minimalAssetNodeBox]")
    green = page.locator("foreignObject [class*=AssetNode_minimalAssetNodeBox][style*=accent-green]")
    for group in (*KNOWN, *BETWEEN):
        open_group(page, group)
        expect(nodes).to_have_count(page.locator(NODES).count())
        expect(green).to_have_count(nodes.count(), timeout=MILLISECONDS_OF_A_TICK)


def test_the_lineage_of_a_mart_reaches_back_to_the_raw_tables(page: Page) -> None:
    open_tab(page, "marts/lead_quality", "Lineage")
    page.get_by_role("button", name=re.compile("Upstream$")).click()
    page.get_by_role("button", name="All", exact=True).click()
    expect(page.get_by_role("button", name="All", exact=True)).to_be_disabled()
    show_whole(page)  # what lies outside of the window is not drawn
    for name in ("flows", "lead_quality"):  # the two ends: the window moves there in steps
        expect(node(page, name)).to_be_in_viewport(ratio=1)
    expect(node(page, "jobs")).to_have_count(2)
    shown = assets_in(page)
    before = ("leads", "stg_flowmaticx__jobs", "stg_flowmaticx__leads", "int_job_leads", "lead_quality")
    assert [name for name in before if not is_among(name, shown)] == []
    assert not is_among("warehouse", shown), "which comes after it"
