"""LeadConduit flows: one row a flow that leads are sent into. `GET /flows`, all at once."""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.spec.paging import OnePage
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column


class Flows(pa.DataFrameModel):
    """One row a flow that leads are sent into."""

    id: str = column("Id of the flow at LeadConduit.")
    name: str = column("Name of the flow.")
    status: str = column("State of the flow.", known=("active", "paused", "archived"))
    total_leads: int = column(
        "Leads that ever came in, as the flow counts them.", null=True, wire="statistics.total_leads"
    )
    acceptance_rate: float = column(
        "Part of them that was accepted, 0 to 1.", null=True, wire="statistics.acceptance_rate"
    )
    average_quality: float = column(
        "Their average quality score, 0 to 1.", null=True, wire="statistics.average_quality"
    )
    created_at: Instant = column("When the flow was made (UTC).", fixed=True)
    updated_at: Instant = column("When it was last changed (UTC).")


FLOWS_TABLE = Table(Flows, key=("id",))

FLOWS = Endpoint(
    name="flows",
    path="/flows",
    rows="flows",
    table=FLOWS_TABLE,
    paging=OnePage(),
    scope="no scope",
    description="Flows: what leads are sent into, and what came of them so far.",
)
