"""From rows to what analysts read: dbt builds and tests the marts, and they are published if every rule holds.

Dagster does the first step itself, to show each model; the rest, and what tells whether there is any news, is shared.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from lead_pipeline.marts.project import (
    BUILD,
    begin_as_parsed,
    environment,
    manifest,
    mart_names,
    project_digest,
    run_dbt,
    tables_used,
)
from lead_pipeline.marts.readiness import refuse_unread, refuse_unready
from lead_pipeline.warehouse.news import state_of
from lead_pipeline.warehouse.publish import publish
from lead_pipeline.warehouse.tables import make_tables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta
    from pathlib import Path

    from lead_pipeline.spec.source import Source
    from lead_pipeline.warehouse.database import Warehouse
    from lead_pipeline.warehouse.publish import Published


def target_of(warehouse: Warehouse) -> Path:
    """Where dbt works for this warehouse. One folder, used again: each build would leave megabytes otherwise."""
    return warehouse.state / "dbt"


def prepare(warehouse: Warehouse, sources: Sequence[Source]) -> str:
    """Make what tables are missing, and tell the state of the rows that the marts will be built from."""
    with warehouse.open("preparing the marts") as connection:
        for source in sources:
            make_tables(connection, source)
        return state_of(connection, sources)


def refuse_early(warehouse: Warehouse, sources: Sequence[Source]) -> None:
    """An error if lists that the marts are made of were never read: dbt would build for a minute, for nothing."""
    used = tables_used(manifest())
    with warehouse.open("looking what was read", read_only=True) as connection:
        refuse_unread(connection, sources, used)


def build_marts(warehouse: Warehouse, sources: Sequence[Source]) -> None:
    """Build every mart and run every test; what would not be published for want of rows is not built."""
    state = prepare(warehouse, sources)
    refuse_early(warehouse, sources)
    with warehouse.reserved("dbt building the marts"):
        begin_as_parsed(target_of(warehouse))
        run_dbt(BUILD, environment(warehouse), target_of(warehouse))
    remember_built(warehouse, state)


def publish_marts(warehouse: Warehouse, sources: Sequence[Source], *, published_by: str) -> Published:
    """Publish the marts, unless a rule that must hold is broken, or nothing was ever read whole."""
    parsed = manifest()
    with warehouse.open("checking before publishing", read_only=True) as connection:
        refuse_unready(connection, sources, tables_used(parsed))
    published = publish(warehouse, published_by=published_by, expected=mart_names(parsed))
    built = _built(warehouse)
    if built.exists():
        built.replace(_published(warehouse))
    return published


# ── Is there any news? ───────────────────────────────────────────────────────────────────────────────────────────────


def remember_built(warehouse: Warehouse, state: str) -> None:
    """Keep which rows the marts were built from."""
    _built(warehouse).write_text(_stamp(state))


def is_news(warehouse: Warehouse, state: str, *, at_least_every: timedelta) -> bool:
    """Whether the marts would differ from what is published, or that is so old that it should be looked after."""
    published, stamp = warehouse.published_path, _published(warehouse)
    if not published.exists() or not stamp.exists() or stamp.read_bytes() != _stamp(state).encode():
        return True
    age = time.time() - stamp.stat().st_mtime
    return age >= at_least_every.total_seconds()


def _stamp(state: str) -> str:
    """Rows and models: a changed model makes other marts of the same rows."""
    return f"{project_digest()} {state}"


def _built(warehouse: Warehouse) -> Path:
    return warehouse.state / "marts-built"


def _published(warehouse: Warehouse) -> Path:
    return warehouse.state / "marts-published"
