"""LeadConduit leads by themselves: with contact data, what services found out, and their events.

`GET /leads/{id}`.

A request for each, of a thousand an hour. What is kept may differ from what was sent: phone and postal code are put
in order.
"""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.spec.paging import OnePage
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column
from lead_pipeline.spec.window import MovedBy, OncePerParent

STATUSES = ("received", "accepted", "rejected", "delivered", "failed", "converted")


class LeadDetails(pa.DataFrameModel):
    """One row a lead, with contact data."""

    id: str = column("Id of the lead at LeadConduit.")
    flow_id: str = column("Flow it was sent into.")
    created_at: Instant = column("When it came in (UTC).", fixed=True)
    updated_at: Instant = column("When it was last changed (UTC).")
    status: str = column("How far it got.", known=STATUSES)
    lead_data: str = column("What the person told, as an object of texts.", null=True, personal=True, json=True)
    enhancements: str = column("What services found out, as an object by service.", null=True, personal=True, json=True)
    events: str = column("What happened to it, as a list of objects.", null=True, json=True)
    overall_score: float = column("Quality of the lead, 0 to 1.", null=True, wire="quality_metrics.overall_score")
    completeness_score: float = column("How much was told, 0 to 1.", null=True, wire="quality_metrics.completeness")
    accuracy_score: float = column("How right it seems, 0 to 1.", null=True, wire="quality_metrics.accuracy")
    fraud_risk_score: float = column(
        "How much it smells of fraud, 0 to 1.", null=True, wire="quality_metrics.fraud_risk"
    )


LEAD_DETAILS_TABLE = Table(LeadDetails, key=("id",))

LEAD_DETAILS = Endpoint(
    name="lead_details",
    path="/leads/{lead_id}",
    rows=None,
    table=LEAD_DETAILS_TABLE,
    paging=OnePage(),
    scope="no scope",
    description="Leads by themselves, with contact data: a request each, the best first, as the budget allows.",
    per=OncePerParent(
        parent="leads",
        parent_key="id",
        param="lead_id",
        fills="id",
        moved_by=MovedBy("events", "lead_id"),
        dated_by="created_at",
        order=("-quality_score", "-created_at"),
        spare=100,
        may_be_missing=True,
    ),
)
