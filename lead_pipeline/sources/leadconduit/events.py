"""LeadConduit events: what each step of a flow did with a lead.

`GET /flows/{id}/events`, asked by day and not paged.

The recipient is an object here; within a lead it is a name.
"""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.spec.paging import OnePage
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Day, Instant, Table, column
from lead_pipeline.spec.window import ByDay, OncePerParent

TYPES = ("received", "enhanced", "accepted", "rejected", "delivered", "failed", "converted")


class Events(pa.DataFrameModel):
    """One row a thing that happened to a lead in a flow."""

    id: str = column("Id of the event at LeadConduit.")
    flow_id: str = column("Flow it happened in.", by_walk=True)
    day: Day = column("Day that was asked for when it was read (UTC).", null=True, by_walk=True)
    lead_id: str = column("Lead it happened to.")
    type: str = column("What happened.", known=TYPES)
    timestamp: Instant = column("When it happened (UTC).", fixed=True)
    outcome: str = column("How it went.", known=("success", "failure", "error"))
    reason: str = column("Why it went so; not documented, so not all servers tell.", null=True, may_lack=True)
    recipient: str = column(
        "Who the lead was delivered to: an object of id, name and type, or a name.", null=True, json=True
    )
    duration_ms: int = column("How long it took, in milliseconds.", null=True)
    response_code: int = column("HTTP status of the recipient's answer.", null=True)


EVENTS_TABLE = Table(Events, key=("id",))

EVENTS = Endpoint(
    name="events",
    path="/flows/{flow_id}/events",
    rows="events",
    table=EVENTS_TABLE,
    paging=OnePage(most=1000, limit="limit", total="total_events"),
    scope="no scope",
    description="Events: what each step of a flow did with a lead, by day.",
    per=OncePerParent(
        parent="flows", parent_key="id", param="flow_id", fills="flow_id", tells_change=False, dated_by="created_at"
    ),
    by_day=ByDay(since="start_date", until="end_date", split=("event_type", TYPES), dated_by="timestamp"),
)
