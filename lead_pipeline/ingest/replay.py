"""Trying set-aside records again, after a rule has changed: those that keep all rules now land and leave quarantine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.validate.chunk import Chunk
from lead_pipeline.validate.rules import Sorter
from lead_pipeline.warehouse import quarantine
from lead_pipeline.warehouse.batch import Counts, Place, Rows
from lead_pipeline.warehouse.landing import land
from lead_pipeline.warehouse.tables import filled_columns, make_tables

if TYPE_CHECKING:
    from lead_pipeline.spec.source import Endpoint, Source
    from lead_pipeline.warehouse.database import Warehouse


def replay(warehouse: Warehouse, source: Source, endpoint: Endpoint, account: str, run_id: str) -> Counts:
    """Sort the records of one account anew. `aside` counts those that stay."""
    place = Place(source, endpoint, account, run_id)
    with warehouse.open(f"replaying {endpoint.name}") as connection:
        make_tables(connection, source)
        kept = quarantine.records(connection, source, endpoint, account)
        ties = filled_columns(endpoint)
        chunks = [Chunk(f"[{record['record']}]".encode(), {name: record[name] for name in ties}) for record in kept]
        again = Sorter(endpoint.table, f"{source.name}/{account} {endpoint.name}").sort(chunks)
        counts = land(connection, place, Rows(again.good, again.aside, again.seen), [])
        # A record that had no readable key was kept under a digest of its text, which its row cannot tell.
        stay = set(again.aside["key"])
        quarantine.let_go(connection, place, [record["key"] for record in kept if record["key"] not in stay])
    return counts
