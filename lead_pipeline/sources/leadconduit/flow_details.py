"""LeadConduit flows by themselves: with their description.

`GET /flows/{id}`; the steps have a table of their own.
"""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.spec.paging import OnePage
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Table, column
from lead_pipeline.spec.window import OncePerParent


class FlowDetails(pa.DataFrameModel):
    """One row a flow, with its description."""

    id: str = column("Id of the flow at LeadConduit.")
    name: str = column("Name of the flow.")
    status: str = column("State of the flow.", known=("active", "paused", "archived"))
    description: str = column("What the flow is for.", null=True)
    configuration: str = column(
        "How the flow is set up, as an object: its steps; what is named like a secret is hidden.", null=True, json=True
    )


FLOW_DETAILS_TABLE = Table(FlowDetails, key=("id",), hushed=True)

FLOW_DETAILS = Endpoint(
    name="flow_details",
    path="/flows/{flow_id}",
    rows=None,
    table=FLOW_DETAILS_TABLE,
    paging=OnePage(),
    scope="no scope",
    description="Flows by themselves, with their description.",
    # The sums in a flow's row change with each lead; how it is set up does not.
    per=OncePerParent(parent="flows", parent_key="id", param="flow_id", fills="id", told_by="updated_at"),
    shares_answer=True,
)
