"""`lead-pipeline publish`: builds the marts from the rows that are held, tests them, and publishes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline import settings
from lead_pipeline.cli.printing import count, say

if TYPE_CHECKING:
    from lead_pipeline.settings import Settings


def publish() -> None:
    """Build the marts, and replace what analysts read if every check holds. Asks no API."""
    run(settings.load())


def run(set_up: Settings) -> None:
    """Build and publish, and say what there is to read now."""
    from lead_pipeline.marts.build import build_marts, publish_marts
    from lead_pipeline.sources import SOURCES

    sources = tuple(SOURCES.values())
    build_marts(set_up.warehouse, sources)
    done = publish_marts(set_up.warehouse, sources, published_by="lead-pipeline publish")
    for name, rows in done.tables.items():
        say(f"  {name:<22} {count(rows, 'row')}")
    say(f"Published: {done.bytes / 1e6:.1f} MB → {done.path}")
