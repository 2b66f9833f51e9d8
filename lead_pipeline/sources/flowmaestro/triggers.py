"""FlowMaestro triggers: what starts workflows.

`GET /triggers`. Newer servers say `type`, older ones `trigger_type`.
"""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.sources.flowmaestro.pages import PAGES
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column

TYPES = ("webhook", "schedule", "event", "manual", "provider")


class Triggers(pa.DataFrameModel):
    """One row a trigger."""

    id: str = column("Id of the trigger at FlowMaestro.")
    workflow_id: str = column("Workflow it starts.")
    workflow_name: str = column("Name of that workflow; older servers do not tell.", null=True, may_lack=True)
    name: str = column("Name of the trigger.")
    type: str = column("What sets it off.", null=True, may_lack=True, known=TYPES)
    trigger_type: str = column("The same, as older servers call it.", null=True, may_lack=True, known=TYPES)
    enabled: bool = column("Whether it is on.")
    trigger_count: int = column("How many times it was set off.", ge=0)
    last_triggered_at: Instant = column("When it was last set off (UTC).", null=True)
    created_at: Instant = column("When it was made (UTC).", fixed=True)
    updated_at: Instant = column("When it was last changed (UTC); only older servers tell.", null=True, may_lack=True)


TRIGGERS_TABLE = Table(Triggers, key=("id",), hushed=True)

TRIGGERS = Endpoint(
    name="triggers",
    path="/triggers",
    rows="data",
    table=TRIGGERS_TABLE,
    paging=PAGES,
    scope="triggers:read",
    description="Triggers: what starts workflows.",
)
