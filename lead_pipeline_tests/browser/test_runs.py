"""The runs of an instance that was left to itself: none of them failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from lead_pipeline_tests.browser.ui import ROWS

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.instance


def test_no_run_failed(page: Page) -> None:
    page.goto("/runs")
    expect(page.locator(ROWS).filter(has_text="first_sync").first).to_contain_text("Success")
    page.get_by_role("tab", name="Failed", exact=True).or_(page.get_by_text("Failed", exact=True)).first.click()
    expect(page.get_by_text("No runs")).to_be_visible()


def test_the_code_location_is_loaded_without_an_error(page: Page) -> None:
    page.goto("/locations")
    expect(page.locator(ROWS).filter(has_text="lead_pipeline.definitions")).to_contain_text("Loaded")
