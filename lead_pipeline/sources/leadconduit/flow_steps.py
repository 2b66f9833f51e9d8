"""LeadConduit steps: what a flow does with a lead, one after the other.

From `configuration.steps` of `GET /flows/{id}`.
"""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.spec.paging import OnePage
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Table, column
from lead_pipeline.spec.window import OncePerParent


class FlowSteps(pa.DataFrameModel):
    """One row a step of a flow."""

    flow_id: str = column("Flow it is a step of.", by_walk=True)
    id: str = column("Id of the step, within its flow.")
    type: str = column("What kind of step it is.", known=("source", "enhancement", "filter", "recipient"))
    name: str = column("Name of the step.")
    position: int = column("Place in the flow, 1 first.", ge=1)
    service: str = column("Service that the step asks, if it asks one.", null=True, may_lack=True)
    settings: str = column(
        "How the step is set up, as an object; what is named like a secret is hidden.", null=True, json=True
    )


FLOW_STEPS_TABLE = Table(FlowSteps, key=("flow_id", "id"), hushed=True)

FLOW_STEPS = Endpoint(
    name="flow_steps",
    path="/flows/{flow_id}",
    rows="configuration.steps",
    table=FLOW_STEPS_TABLE,
    paging=OnePage(),
    scope="no scope",
    description="Steps: what each flow does with a lead, one after the other.",
    # The sums in a flow's row change with each lead; how it is set up does not.
    per=OncePerParent(parent="flows", parent_key="id", param="flow_id", fills="flow_id", told_by="updated_at"),
    shares_answer=True,
)
