"""One `dagster dev` and one chromium for all tests of this folder; a page of its own for each test.

When a test is over, its page is looked at once more: for errors in its console, and for a picture in its tmp_path.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect, sync_playwright

from lead_pipeline_tests.browser.chromium import QUIET, installed_chromium
from lead_pipeline_tests.browser.dev_instance import dagster_dev
from lead_pipeline_tests.browser.ui import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

FIRST_SYNC_MILLISECONDS = 900_000  # a busy machine takes ten times as long as a quiet one
USUAL_MILLISECONDS = 120_000


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = installed_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The UI of an instance that began by itself, and whose first sync went well."""
    expect.set_options(timeout=USUAL_MILLISECONDS)
    with dagster_dev(tmp_path_factory.mktemp("newcomer") / "checkout") as served:
        page = chromium.new_page(base_url=served)
        page.goto("/runs")
        first = page.locator(ROWS).filter(has_text="first_sync").first
        expect(first).to_contain_text(re.compile("Success|Failure|Canceled"), timeout=FIRST_SYNC_MILLISECONDS)
        expect(first).to_contain_text("Success")
        page.close()
        yield served


@pytest.fixture
def page(chromium: Browser, address: str, tmp_path: Path) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=address, viewport={"width": 1600, "height": 1200}, locale="en-US", timezone_id="UTC"
    )
    context.set_default_timeout(USUAL_MILLISECONDS)
    looked_at, wrong = context.new_page(), list[str]()
    looked_at.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    looked_at.on("pageerror", lambda error: wrong.append(str(error)))
    looked_at.on(
        "response", lambda answer: wrong.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None
    )
    yield looked_at
    looked_at.screenshot(path=tmp_path / "last_seen.png")
    context.close()
    assert not wrong
