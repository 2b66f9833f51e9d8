"""LeadConduit's own sums of a day, by source. `GET /analytics?group_by=source`, one request a flow and day."""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.sources.leadconduit.sums import sums_by
from lead_pipeline.spec.table import Day, Table, column


class AnalyticsBySource(pa.DataFrameModel):
    """One row a flow, day and source: LeadConduit's own sums."""

    flow_id: str = column("Flow the leads were sent into.", by_walk=True)
    day: Day = column("Day the leads came in (UTC).", by_walk=True)
    source: str = column(
        "Where the leads came from, in the sender's words; empty for those that tell none.", for_null=""
    )
    total_leads: int = column("Leads that came in.", ge=0)
    accepted_leads: int = column("Those of them that were accepted.", ge=0)
    delivered_leads: int = column("Those of them that were delivered.", ge=0)
    acceptance_rate: float = column("Accepted of all, 0 to 1.", null=True)
    delivery_rate: float = column("Delivered of accepted, 0 to 1.", null=True)
    conversion_rate: float = column("Part that was converted, 0 to 1; of what is not documented.", null=True)
    average_quality: float = column("Average quality score, 0 to 1.", null=True)


ANALYTICS_BY_SOURCE_TABLE = Table(AnalyticsBySource, key=("flow_id", "day", "source"))

ANALYTICS_BY_SOURCE = sums_by("source", ANALYTICS_BY_SOURCE_TABLE)
