"""FlowMaestro threads: one row a conversation with an agent. `GET /threads/{id}`.

No endpoint lists threads: those are read whose ids a setting names.
"""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.spec.paging import OnePage
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column
from lead_pipeline.spec.window import Named


class Threads(pa.DataFrameModel):
    """One row a conversation with an agent."""

    id: str = column("Id of the thread at FlowMaestro.")
    agent_id: str = column("Agent it is held with.")
    status: str = column("State of the thread.", known=("active", "archived", "deleted"))
    title: str = column("Its title; not all servers tell.", null=True, may_lack=True, personal=True)
    message_count: int = column("Number of its messages; not all servers tell.", null=True, may_lack=True)
    created_at: Instant = column("When it began (UTC).", fixed=True)
    updated_at: Instant = column("When it was last changed (UTC); not all servers tell.", null=True, may_lack=True)
    last_message_at: Instant = column("When its last message came (UTC).", null=True)


THREADS_TABLE = Table(Threads, key=("id",))

THREADS = Endpoint(
    name="threads",
    path="/threads/{thread_id}",
    rows=None,
    table=THREADS_TABLE,
    paging=OnePage(),
    scope="threads:read",
    description="Threads: the conversations with agents whose ids are set.",
    record="data",
    named=Named(setting="threads", param="thread_id"),
)
