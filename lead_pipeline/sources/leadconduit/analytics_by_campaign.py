"""LeadConduit's own sums of a day, by campaign. `GET /analytics?group_by=campaign`, one request a flow and day."""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.sources.leadconduit.sums import sums_by
from lead_pipeline.spec.table import Day, Table, column


class AnalyticsByCampaign(pa.DataFrameModel):
    """One row a flow, day and campaign: LeadConduit's own sums."""

    flow_id: str = column("Flow the leads were sent into.", by_walk=True)
    day: Day = column("Day the leads came in (UTC).", by_walk=True)
    campaign: str = column(
        "Campaign the leads belong to, in the sender's words; empty for those that tell none.", for_null=""
    )
    total_leads: int = column("Leads that came in.", ge=0)
    accepted_leads: int = column("Those of them that were accepted.", ge=0)
    delivered_leads: int = column("Those of them that were delivered.", ge=0)
    acceptance_rate: float = column("Accepted of all, 0 to 1.", null=True)
    delivery_rate: float = column("Delivered of accepted, 0 to 1.", null=True)
    conversion_rate: float = column("Part that was converted, 0 to 1; of what is not documented.", null=True)
    average_quality: float = column("Average quality score, 0 to 1.", null=True)


ANALYTICS_BY_CAMPAIGN_TABLE = Table(AnalyticsByCampaign, key=("flow_id", "day", "campaign"))

ANALYTICS_BY_CAMPAIGN = sums_by("campaign", ANALYTICS_BY_CAMPAIGN_TABLE)
