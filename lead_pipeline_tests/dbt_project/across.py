"""A home with what all systems tell: FlowMaticX synced, the others sorted as their sandbox shows them; built once.

Whose rows are whose is the sandbox's own truth, so that a match can be told right or wrong.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb

from lead_pipeline import settings
from lead_pipeline.marts.build import build_marts, publish_marts
from lead_pipeline.sandbox import RunningSandbox, SandboxOptions
from lead_pipeline.sandbox.flowestate import shapes as flowestate
from lead_pipeline.sandbox.flowmaestro import shapes as flowmaestro
from lead_pipeline.sandbox.leadconduit import shapes as leadconduit
from lead_pipeline.sandbox.specway import shapes as specway
from lead_pipeline.sources import SOURCES
from lead_pipeline.validate.chunk import Chunk
from lead_pipeline.validate.rules import Sorter
from lead_pipeline.warehouse.tables import make_tables
from lead_pipeline_tests.ingest.rig import NOON, Rig
from lead_pipeline_tests.sources.declared import SYSTEMS, bare_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from lead_pipeline.warehouse.database import Warehouse

Row = dict[str, Any]
OPTIONS = SandboxOptions(seed=23, leads=2000, size=600, live_jobs=0, requests_per_minute=0, now=NOON)
# System, table, the sandbox's own list, and what the API shows of a row.
SHOWN = (
    ("leadconduit", "flows", "flows", leadconduit.FlowRow),
    ("leadconduit", "leads", "leads", leadconduit.LeadRow),
    ("leadconduit", "lead_details", "leads", leadconduit.Lead),
    ("leadconduit", "events", "events", leadconduit.FlowEvent),
    ("flowestate", "leads", "leads", flowestate.Lead),
    ("flowestate", "pipeline_stages", "pipeline_stages", flowestate.Stage),
    ("flowmaestro", "workflows", "workflows", flowmaestro.WorkflowItem),
    ("flowmaestro", "executions", "executions", flowmaestro.ExecutionItem),
    ("flowmaestro", "execution_details", "executions", flowmaestro.Execution),
    ("specway", "workflows", "workflows", specway.WorkflowItem),
    ("specway", "executions", "executions", specway.ExecutionItem),
    ("specway", "execution_details", "executions", specway.Execution),
)
FILLED = {("leadconduit", "leads"): "flow_id", ("leadconduit", "events"): "flow_id"}


def land(warehouse: Path, system: str, table: str, records: Iterable[Row], filled: str | None = None) -> None:
    """Sort records, of which all must be good, and insert them."""
    endpoint = bare_source(system, system).endpoint(table)
    by_parent: dict[Any, list[Row]] = {}
    for record in records:
        by_parent.setdefault(record.pop(filled) if filled else None, []).append(record)
    walks = [c.name for c in endpoint.table.columns if c.wire is None]
    chunks = [
        Chunk(json.dumps(rows).encode(), {filled or name: parent for name in walks if filled in {None, name}})
        for parent, rows in by_parent.items()
    ]
    done = Sorter(endpoint.table, table).sort(chunks)
    assert done.aside.is_empty(), done.aside["reasons"].to_list()[:3]
    names = ", ".join(f'"{name}"' for name in done.good.columns)
    with duckdb.connect(str(warehouse)) as connection:
        connection.register("incoming", done.good)
        connection.execute(
            f"insert into raw_{system}.{table} (account, {names}, _first_seen_at, _changed_at, _run_id) "
            f"select 'main', {names}, now()::timestamp, now()::timestamp, 'run' from incoming"
        )


def fill(warehouse: Path, running: RunningSandbox) -> None:
    """Bring what the sandbox's other systems have into the warehouse."""
    with duckdb.connect(str(warehouse)) as connection:
        for system in SYSTEMS:
            make_tables(connection, bare_source(system, system))
    truths: dict[str, Mapping[str, Any]] = {
        name: running.sandbox.systems[name].truth() for name in {system for system, *_ in SHOWN}
    }
    for system, table, theirs, shape in SHOWN:
        filled = FILLED.get((system, table))
        names = [*shape.__annotations__, *([filled] if filled else [])]
        records = [{name: row.get(name) for name in names} for row in truths[system][theirs]]
        land(warehouse, system, table, records, filled)


@dataclass(frozen=True)
class FiveSystems:
    """What was built and published of all systems, every rule of the marts kept, and who is who in it."""

    warehouse: Warehouse
    people: list[dict[str, Any]]


@cache
def five_systems(folder: Path) -> FiveSystems:
    """The home in that folder, built when it is first asked for; whoever would change it takes a copy."""
    with RunningSandbox(OPTIONS) as running:
        rig = Rig(running, folder / "five systems")
        rig.sync()
        fill(rig.home / "warehouse.duckdb", running)
        people = running.sandbox.journeys.truth()
    warehouse = settings.load(rig.environment).warehouse
    every = tuple(SOURCES.values())
    build_marts(warehouse, every)
    publish_marts(warehouse, every, published_by="a test")
    return FiveSystems(warehouse, people)
