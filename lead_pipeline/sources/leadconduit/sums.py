"""How LeadConduit's own sums of a day are read, whatever they are sums by. `GET /analytics`, one a flow and day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.spec.paging import OnePage
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.window import ByDay, OncePerParent, RowsOf

if TYPE_CHECKING:
    from lead_pipeline.spec.table import Table


def sums_by(word: str, table: Table) -> Endpoint:
    """The endpoint of the sums by that, of which the table has a column."""
    return Endpoint(
        name=f"analytics_by_{word}",
        path="/analytics",
        rows="metrics",
        table=table,
        paging=OnePage(),
        scope="no scope",
        description=f"LeadConduit's own sums of each day and flow, by {word}.",
        params={"metric": "conversion_rate", "group_by": word},  # one is asked for, and all are answered
        per=OncePerParent(
            parent="flows", parent_key="id", param="flow_id", fills="flow_id", tells_change=False, spare=50
        ),
        # They are sums over the leads of a day, so a day of which no lead came or moved has the sums that are held.
        by_day=ByDay(
            since="start_date",
            until="end_date",
            one_by_one=True,
            fills="day",
            days_of=RowsOf("leads", "created_at"),
        ),
    )
