"""FlowMaestro agents by themselves: with their instructions and tools. `GET /agents/{id}`."""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.spec.paging import OnePage
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column
from lead_pipeline.spec.window import OncePerParent


class AgentDetails(pa.DataFrameModel):
    """One row an agent, with its instructions and tools."""

    id: str = column("Id of the agent at FlowMaestro.")
    name: str = column("Name of the agent.")
    description: str = column("What it is for.", null=True)
    model: str = column("Language model it uses.", null=True)
    provider: str = column("Whose model that is; not all servers tell.", null=True, may_lack=True)
    system_prompt: str = column("Its instructions; may be confidential.", null=True, personal=True)
    temperature: float = column("How freely the model chooses its words.", null=True)
    max_tokens: int = column("How long an answer may be, in tokens.", null=True)
    available_tools: str = column("What it may use, as a list of objects.", null=True, json=True)
    created_at: Instant = column("When the agent was made (UTC).", fixed=True)
    updated_at: Instant = column("When it was last changed (UTC).")


AGENT_DETAILS_TABLE = Table(AgentDetails, key=("id",), hushed=True)

AGENT_DETAILS = Endpoint(
    name="agent_details",
    path="/agents/{agent_id}",
    rows=None,
    table=AGENT_DETAILS_TABLE,
    paging=OnePage(),
    scope="agents:read",
    description="Agents by themselves, with how they are set up.",
    record="data",
    per=OncePerParent(parent="agents", parent_key="id", param="agent_id", fills="id", may_be_missing=True),
)
