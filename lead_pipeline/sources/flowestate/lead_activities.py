"""FlowEstate activities: what happened to a lead, noted by people and by the system.

`GET /leads/{id}/activities`.
"""

from __future__ import annotations

from dataclasses import replace

import pandera.polars as pa

from lead_pipeline.sources.flowestate.pages import PAGES
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, camel_case, column
from lead_pipeline.spec.window import OncePerParent

TYPES = (
    "created", "status_changed", "field_updated", "assigned", "unassigned", "synced",
    "note", "call", "email", "meeting", "social_message",
)  # fmt: skip


class LeadActivities(pa.DataFrameModel):
    """One row a thing that happened to a lead."""

    id: str = column("Id of the activity at FlowEstate.")
    lead_id: str = column("Lead it happened to.", by_walk=True, wire="leadId")
    type: str = column("What happened.", known=TYPES)
    direction: str = column(
        "Whether the person was called or called, wrote or was written to.",
        null=True,
        known=("inbound", "outbound"),
        may_lack=True,
    )
    content: str = column("What was said or noted.", null=True, personal=True)
    created_at: Instant = column("When it was noted (UTC).", fixed=True)
    user_id: str = column("User who noted it: user_id of a member; empty for the system.", null=True, may_lack=True)


LEAD_ACTIVITIES_TABLE = Table(LeadActivities, key=("id",), wire_name=camel_case)

LEAD_ACTIVITIES = Endpoint(
    name="lead_activities",
    path="/leads/{lead_id}/activities",
    rows="data",
    table=LEAD_ACTIVITIES_TABLE,
    paging=replace(PAGES, on_request=True),
    scope="leads:read",
    description="What happened to each lead, noted by people and by the system.",
    per=OncePerParent(parent="leads", parent_key="id", param="lead_id", fills="lead_id", dated_by="created_at"),
)
