"""FlowMaestro workflows by themselves: with the schema of what they are to be given. `GET /workflows/{id}`."""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.spec.paging import OnePage
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column
from lead_pipeline.spec.window import OncePerParent


class WorkflowDetails(pa.DataFrameModel):
    """One row a workflow, with what it is to be given."""

    id: str = column("Id of the workflow at FlowMaestro.")
    name: str = column("Name of the workflow.")
    description: str = column("What it is for.", null=True)
    status: str = column("State of the workflow, such as active.", null=True, may_lack=True)
    version: int = column("Its version; only older servers tell.", null=True, may_lack=True)
    input_schema: str = column("What it is to be given, as a JSON Schema.", null=True, may_lack=True, json=True)
    inputs: str = column(
        "The same as older servers tell it, as an object by name.", null=True, may_lack=True, json=True
    )
    created_at: Instant = column("When the workflow was made (UTC).", fixed=True)
    updated_at: Instant = column("When it was last changed (UTC).")


WORKFLOW_DETAILS_TABLE = Table(WorkflowDetails, key=("id",), hushed=True)

WORKFLOW_DETAILS = Endpoint(
    name="workflow_details",
    path="/workflows/{workflow_id}",
    rows=None,
    table=WORKFLOW_DETAILS_TABLE,
    paging=OnePage(),
    scope="workflows:read",
    description="Workflows by themselves, with what goes into them.",
    record="data",
    per=OncePerParent(parent="workflows", parent_key="id", param="workflow_id", fills="id", may_be_missing=True),
)
