"""The report, open in a browser: what a person would choose, and what then stands where."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import openpyxl
from playwright.sync_api import expect

from lead_pipeline.report.make import place_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from lead_pipeline.warehouse.database import Warehouse

MILLISECONDS = 60_000


@dataclass
class Opened:
    """An open report; `wrong` is all that its console and its requests told."""

    page: Page
    wrong: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, browser: Browser, warehouse: Warehouse, *, dark: bool, phone: bool) -> Opened:
        size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 900}
        context = browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            color_scheme="dark" if dark else "light",
            timezone_id="Pacific/Auckland",  # days are UTC wherever one looks from
        )
        context.set_default_timeout(MILLISECONDS)
        opened = cls(context.new_page())
        address = place_of(warehouse).as_uri()
        opened.page.on("console", lambda said: opened.wrong.append(said.text) if said.type == "error" else None)
        opened.page.on("pageerror", lambda error: opened.wrong.append(str(error)))
        opened.page.on("dialog", lambda dialog: opened.wrong.append(dialog.message))
        opened.page.on(
            "request",
            lambda request: (
                opened.wrong.append(request.url)
                if request.url.split("#")[0] != address and not request.url.startswith(("data:", "blob:"))
                else None
            ),
        )
        opened.page.goto(address)
        expect(opened.page.locator("html[data-ready=yes]")).to_be_attached(timeout=MILLISECONDS)
        return opened

    def choose(self, **filters: str) -> None:
        """Set filters, and wait until all is shown anew."""
        for name, value in filters.items():
            place = self.page.locator(f"#filter-{name}")
            if place.evaluate("place => place.tagName") == "SELECT":
                place.select_option(value)
            else:
                place.fill(value)
                place.dispatch_event("change")
        self.settle()

    def settle(self) -> None:
        self.page.wait_for_function("document.body.getAttribute('aria-busy') === 'false'")

    def figure(self, name: str) -> str:
        return self.page.locator(f"#figure-{name} .value").inner_text()

    def rows(self, panel: str) -> list[list[str]]:
        """What stands in a panel's table."""
        place = self.page.locator(f"#panel-{panel}")
        if place.locator("details").count():
            place.locator("details").evaluate("details => { details.open = true; }")
            expect(place.locator("tbody tr").first).to_be_visible()
        return [
            row.split("\t")
            for row in place.locator("tbody").evaluate_all(
                "bodies => bodies.flatMap(body => [...body.rows].map("
                "row => [...row.cells].map(cell => cell.textContent).join('\\t')))"
            )
        ]

    def downloaded(self, kind: str) -> list[list[Any]]:
        """The call list as a file, read as its reader would."""
        with self.page.expect_download() as coming:
            self.page.locator(f"#call-{kind}").click()
        path = coming.value.path()
        if kind == "csv":
            text = path.read_text(encoding="utf-8-sig")
            return [list(row) for row in csv.reader(io.StringIO(text, newline=""))]
        with path.open("rb") as file:
            sheet = openpyxl.load_workbook(file).active
        assert sheet is not None
        return [list(row) for row in sheet.iter_rows(values_only=True)]
