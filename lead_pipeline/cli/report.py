"""`lead-pipeline report`: makes the page from what is published, if it is missing or old, and opens it."""

from __future__ import annotations

import webbrowser
from typing import TYPE_CHECKING

import typer

from lead_pipeline import settings
from lead_pipeline.cli.printing import say

if TYPE_CHECKING:
    from pathlib import Path

    from lead_pipeline.settings import Settings


def report(
    open_it: bool = typer.Option(True, "--open/--no-open", help="Whether to open it in your browser."),
) -> None:
    """Show the report: one page with credits, quality, leads worth a call, and health. Asks no API."""
    page = run(settings.load())
    if open_it and not webbrowser.open(page.as_uri()):
        say("No browser could be started here: open the file yourself, or send it to someone.")


def run(set_up: Settings) -> Path:
    """Make the page if it is not of the newest copy, and say where it is."""
    from lead_pipeline.report.make import is_current, make_report, place_of

    place = place_of(set_up.warehouse)
    if not is_current(set_up.warehouse, personal=set_up.report_personal):
        made = make_report(set_up.warehouse, personal=set_up.report_personal, stale_after=set_up.schedules.stale_after)
        say(f"Made from the published copy in {made.seconds:.1f} s, {made.bytes / 1e6:.1f} MB.")
    say(f"The report: {place}")
    return place
