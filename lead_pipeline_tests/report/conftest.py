"""One home and one chromium for all tests of this folder; a page of its own for each test.

When a test is over, its page is asked for what went wrong: errors in its console, and requests to anybody.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from lead_pipeline.report.make import make_report
from lead_pipeline_tests.browser.chromium import QUIET, installed_chromium
from lead_pipeline_tests.dbt_project.across import five_systems
from lead_pipeline_tests.report.homes import copied, hostile, tables
from lead_pipeline_tests.report.page import Opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from lead_pipeline.warehouse.database import Warehouse

HOURS = timedelta(hours=3)


@pytest.fixture(scope="session")
def five(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A home with all systems, and its report."""
    warehouse = five_systems(tmp_path_factory.getbasetemp()).warehouse
    make_report(warehouse, personal=False, stale_after=HOURS)
    return warehouse


@pytest.fixture(scope="session")
def attacked(five: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The same, with hostile texts in every field, and personal data shown."""
    warehouse = copied(five, tmp_path_factory.mktemp("attacked"), *hostile(five))
    make_report(warehouse, personal=True, stale_after=HOURS)
    return warehouse


@pytest.fixture(scope="session")
def nothing(five: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A copy without a row, but for when it was published."""
    emptied = [f'delete from "{name}"' for name in tables(five) if name != "published"]
    warehouse = copied(five, tmp_path_factory.mktemp("nothing"), *emptied)
    make_report(warehouse, personal=False, stale_after=HOURS)
    return warehouse


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Closed after each module: while it is open no other test of the process can run an event loop."""
    path = installed_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def show(chromium: Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Opens the report of a home from the disk, on a desk or on a phone, in the light or in the dark."""
    shown: list[Opened] = []

    def open_report(warehouse: Warehouse, *, dark: bool = False, phone: bool = False) -> Opened:
        shown.append(Opened.of(chromium, warehouse, dark=dark, phone=phone))
        return shown[-1]

    yield open_report
    for number, opened in enumerate(shown):
        opened.page.screenshot(path=tmp_path / f"last_seen_{number}.png")
        opened.page.context.close()
    assert [opened.wrong for opened in shown] == [[] for _ in shown]
