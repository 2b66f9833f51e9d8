"""How the tests get about in Dagster's UI: what a person would click, and what stands where.

What ought to stand there is in the tests.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

LOCATION = "lead_pipeline.definitions"
GROUPS = "foreignObject [class*=CollapsedGroupNode] [data-tooltip]"
NODES = "foreignObject [class*=AssetNode_assetName]"
ROWS = "[class*=VirtualizedTable_row]"
CUT = "…"
# A schedule ticks every quarter of an hour, and what its run works at is neither green nor succeeded until it is done.
MILLISECONDS_OF_A_TICK = 600_000


def open_tab(page: Page, asset: str, tab: str) -> None:
    """Go to an asset's page, and click on one of its tabs."""
    page.goto(f"/assets/{asset}")
    page.get_by_role("tab", name=tab, exact=True).click()


def open_overview(page: Page) -> None:
    """The graph of all assets as it is first shown: a box for each group."""
    page.goto("/asset-groups")
    expect(page.locator(GROUPS).first).to_be_visible()


def open_group(page: Page, group: str) -> None:
    """The same with one group opened: the address that a click on its box leads to.

    With all of them opened, the graph is so large that Dagster draws no asset in it before one zooms in.
    """
    page.goto(f"/asset-groups?expanded={quote(f'global@global:{group}', safe='')}")
    expect(page.locator(NODES).first).to_be_visible()


def show_whole(graph: Page) -> None:
    """A double click beside everything: then all of a graph is in the window."""
    canvas = graph.locator("[data-svg-viewport]")
    box = canvas.bounding_box()
    assert box is not None
    canvas.dblclick(position={"x": 20, "y": box["height"] - 20})


def groups_in(graph: Page) -> list[str]:
    """The names of the groups that are closed."""
    return graph.locator(GROUPS).all_inner_texts()


def assets_in(graph: Page) -> list[str]:
    """The names in a graph, as they stand there: long ones are cut in the middle."""
    return graph.locator(NODES).all_inner_texts()


def is_among(name: str, shown: list[str]) -> bool:
    """Whether a name stands in a graph, whole or cut."""
    for text in shown:
        start, cut, end = text.partition(CUT)
        if text == name or (cut and name.startswith(start) and name.endswith(end)):
            return True
    return False


def node(graph: Page, name: str) -> Locator:
    """An asset in a graph, by its whole name."""
    return graph.locator(NODES).filter(has_text=re.compile(f"^{re.escape(name)}$"))


def below(page: Page, heading: str) -> Locator:
    """A small heading, like Owners in the right column of an asset's page, with what stands under it."""
    return page.get_by_text(heading, exact=True).first.locator("xpath=..")


def table_under(page: Page, heading: str) -> Locator:
    """The rows of a table with such a heading in its first line, without that line."""
    return page.locator("table").filter(has=page.locator("thead", has_text=heading)).last.locator("> tbody > tr")
