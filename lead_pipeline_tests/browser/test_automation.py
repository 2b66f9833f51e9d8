"""The Automation page: what runs by itself, and is switched on from the start."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from lead_pipeline_tests.browser.ui import ROWS

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.instance

SCHEDULES = {
    "read_changes": "Every 15 minutes",
    "reconcile_everything": "At 02:30 AM",
    "verify_everything": "At 03:30 AM UTC, only on Sunday",
}
SENSORS = ("first_sync", "marts_follow_rows", "marts_follow_the_others", "tell_of_failed_runs", "tell_of_checks")


def test_schedules_and_sensors_are_on_from_the_start(page: Page) -> None:
    page.goto("/automation")
    for name, said in {**SCHEDULES, **dict.fromkeys(SENSORS, "sensor")}.items():
        row = page.locator(ROWS).filter(has=page.get_by_text(name, exact=True))
        expect(row).to_contain_text(said)
        expect(row.locator("[class*=formatSwitch] input")).to_be_checked()
    expect(page.locator(ROWS).filter(has_text=re.compile("Scheduled|sensor"))).to_have_count(
        len(SCHEDULES) + len(SENSORS)
    )


def test_the_first_sync_was_started_by_its_sensor(page: Page) -> None:
    page.goto("/automation")
    page.get_by_role("link", name=re.compile("first_sync")).first.click()
    expect(page.get_by_role("button", name="1 run requested")).to_be_visible()
