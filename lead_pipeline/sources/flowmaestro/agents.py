"""FlowMaestro agents: one row an agent. `GET /agents`."""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.sources.flowmaestro.pages import PAGES
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column


class Agents(pa.DataFrameModel):
    """One row an agent."""

    id: str = column("Id of the agent at FlowMaestro.")
    name: str = column("Name of the agent.")
    description: str = column("What it is for.", null=True)
    model: str = column("Language model it uses.", null=True)
    provider: str = column("Whose model that is; not all servers tell.", null=True, may_lack=True)
    created_at: Instant = column("When the agent was made (UTC).", fixed=True)
    updated_at: Instant = column("When it was last changed (UTC).")


AGENTS_TABLE = Table(Agents, key=("id",))

AGENTS = Endpoint(
    name="agents",
    path="/agents",
    rows="data",
    table=AGENTS_TABLE,
    paging=PAGES,
    scope="agents:read",
    description="Agents: who talks in threads.",
)
