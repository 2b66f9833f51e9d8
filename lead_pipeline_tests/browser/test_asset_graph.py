"""The asset graph: what a newcomer sees first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from lead_pipeline.sources import SOURCES
from lead_pipeline_tests.browser.ui import (
    MILLISECONDS_OF_A_TICK,
    NODES,
    assets_in,
    is_among,
    node,
    open_tab,
    open_whole_graph,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from lead_pipeline.spec.source import Endpoint, Source

pytestmark = [pytest.mark.slow, pytest.mark.instance]

RAW = ("jobs", "leads", "credits")
STAGING = tuple(f"stg_flowmaticx__{name}" for name in RAW)
MARTS = (
    "jobs",
    "leads",
    "lead_quality",
    "credit_usage",
    "credit_usage_daily",
    "credit_balance",
    "credit_reconciliation",
)
PUBLISHED = ("warehouse", "report")
ENDPOINTS = [(source, endpoint) for source in SOURCES.values() for endpoint in source.endpoints]


def staged(source: Source, endpoint: Endpoint) -> tuple[str, str]:
    """An endpoint's own asset, and its staging model."""
    return endpoint.name, f"stg_{source.name}__{endpoint.name}"


def test_the_graph_shows_every_asset_from_the_api_to_what_is_published(page: Page) -> None:
    open_whole_graph(page)
    expect(page.locator(NODES).filter(has_text="warehouse")).to_be_visible()
    shown = assets_in(page)
    assert [name for name in (*RAW, *STAGING, *MARTS, *PUBLISHED) if not is_among(name, shown)] == []
    assert any(name.startswith("int_") for name in shown)
    assert shown.count("jobs") == 2, "one raw, one mart"
    assert shown.count("leads") == 1 + sum(endpoint.name == "leads" for _, endpoint in ENDPOINTS)
    assert [
        name for source, endpoint in ENDPOINTS for name in staged(source, endpoint) if not is_among(name, shown)
    ] == []


def test_every_asset_is_green_after_the_first_sync(page: Page) -> None:
    open_whole_graph(page)
    nodes = page.locator("foreignObject [class*=AssetNode_minimalAssetNodeBox]")
    green = page.locator("foreignObject [class*=AssetNode_minimalAssetNodeBox][style*=accent-green]")
    expect(green).to_have_count(nodes.count(), timeout=MILLISECONDS_OF_A_TICK)
    assert nodes.count() == len(assets_in(page))


def test_the_lineage_of_a_mart_reaches_back_to_the_raw_tables(page: Page) -> None:
    open_tab(page, "marts/lead_quality", "Lineage")
    page.get_by_role("button", name=re.compile("Upstream$")).click()
    page.get_by_role("button", name="All", exact=True).click()
    expect(page.get_by_role("button", name="All", exact=True)).to_be_disabled()
    for _ in range(6):  # what lies outside of the window is not drawn
        page.get_by_role("button", name="zoom_out").click()
    expect(node(page, "jobs")).to_have_count(2)
    shown = assets_in(page)
    before = ("leads", "stg_flowmaticx__jobs", "stg_flowmaticx__leads", "int_job_leads", "lead_quality")
    assert [name for name in before if not is_among(name, shown)] == []
    assert not is_among("warehouse", shown), "which comes after it"
