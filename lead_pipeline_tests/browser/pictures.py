"""The pictures in README and docs, made anew: `python -m lead_pipeline_tests.browser.pictures [demo|dagster]`.

For whoever has changed what they show; takes minutes, for Dagster's an installed chromium. No test asks for them.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from playwright.sync_api import expect, sync_playwright
from rich.console import Console

from lead_pipeline_tests.browser.chromium import QUIET, installed_chromium
from lead_pipeline_tests.browser.dev_instance import READ_BY_US_OR_DAGSTER, ROOT, dagster_dev
from lead_pipeline_tests.browser.ui import NODES, ROWS

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect, Page

DOCS = ROOT / "docs"
HOME = Path("data") / "demo"
COLUMNS = 116
PATIENCE = 900_000


def demo() -> None:
    """What `make demo` prints, as a terminal shows it."""
    with TemporaryDirectory() as folder:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(READ_BY_US_OR_DAGSTER)}
        done = subprocess.run(
            [sys.executable, "-m", "lead_pipeline", "demo"],
            cwd=folder,
            env={**kept, "LEAD_PIPELINE_HOME": str(HOME)},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        shown = done.stdout.replace(f"{Path(folder).resolve()}/", "")
    terminal = Console(record=True, width=COLUMNS, highlight=False, file=io.StringIO())
    terminal.print("[bold]$ make demo[/]")
    terminal.print(shown.rstrip(), markup=False, soft_wrap=False)
    # The same names inside at each making, so that a difference shows what is different.
    terminal.save_svg(str(DOCS / "demo.svg"), title="lead_pipeline", unique_id="demo")


def dagster() -> None:
    """The groups of assets, and where a mart comes from, after the first sync of a newcomer's instance."""
    expect.set_options(timeout=PATIENCE)
    with TemporaryDirectory() as folder, sync_playwright() as playwright, dagster_dev(Path(folder) / "home") as served:
        chromium = playwright.chromium.launch(executable_path=installed_chromium(), args=QUIET)
        page = chromium.new_page(base_url=served, viewport={"width": 1900, "height": 1000}, device_scale_factor=1.4)
        page.set_default_timeout(PATIENCE)
        page.goto("/runs")
        first = page.locator(ROWS).filter(has_text="first_sync").first
        expect(first).to_contain_text(re.compile("Success|Failure|Canceled"))
        expect(first).to_contain_text("Success")
        page.goto("/asset-groups")
        expect(page.locator("foreignObject").first).to_be_visible()
        _settle(page)
        page.screenshot(path=DOCS / "dagster.png", clip=_around(page))
        page.goto("/assets/marts/lead_quality?view=lineage&lineageScope=upstream&lineageDepth=6")
        expect(page.locator(NODES).filter(has_text="lead_quality").first).to_be_visible()
        _settle(page)
        page.screenshot(path=DOCS / "dagster-lineage.png", clip=_around(page))
        chromium.close()


def _settle(page: Page) -> None:
    """Wait until the graph has found its place and its states, which nothing in the page tells."""
    page.wait_for_timeout(6_000)


def _around(page: Page) -> FloatRect:
    """The part of the page in which groups stand, and a little more."""
    boxes = [box for each in page.locator("foreignObject").all() if (box := each.bounding_box()) is not None]
    left, top = min(box["x"] for box in boxes) - 20, min(box["y"] for box in boxes) - 20
    right = max(box["x"] + box["width"] for box in boxes) + 20
    return {
        "x": left,
        "y": top,
        "width": right - left,
        "height": max(box["y"] + box["height"] for box in boxes) + 20 - top,
    }


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["demo", "dagster"]
    for name, make in (("demo", demo), ("dagster", dagster)):
        if name in wanted:
            make()
