"""LeadConduit leads as the search shows them: no contact data.

`GET /leads?flow_id=`, of which `created_after` can be asked.

Their state changes after they were created, and no time of change is told: lead_details and events have it.
"""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.spec.paging import OffsetPaging
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column
from lead_pipeline.spec.window import MovedBy, OncePerParent, Since

STATUSES = ("received", "accepted", "rejected", "delivered", "failed", "converted")


class Leads(pa.DataFrameModel):
    """One row a lead that was sent into a flow, without contact data."""

    id: str = column("Id of the lead at LeadConduit.")
    flow_id: str = column("Flow it was sent into.", by_walk=True)
    created_at: Instant = column("When it came in (UTC).", fixed=True)
    status: str = column("How far it got.", known=STATUSES)
    quality_score: float = column("Quality of the lead, 0 to 1; empty until it was looked at.", null=True)
    source: str = column("Where it came from, in the sender's words.", null=True)
    campaign: str = column("Campaign it belongs to, in the sender's words.", null=True)


LEADS_TABLE = Table(Leads, key=("id",))

LEADS = Endpoint(
    name="leads",
    path="/leads",
    rows="leads",
    table=LEADS_TABLE,
    paging=OffsetPaging(
        page_size=100,
        total="total_count",
        said_limit="per_page",
        said_offset=None,
        said_page="current_page",
        pages="page_count",
        whole_pages=True,
    ),
    scope="no scope",
    description="Leads as the search shows them: state, score and source, without contact data.",
    per=OncePerParent(parent="flows", parent_key="id", param="flow_id", fills="flow_id", tells_change=False),
    since=Since(param="created_after", column="created_at", moved_by=MovedBy("events", "lead_id")),
)
