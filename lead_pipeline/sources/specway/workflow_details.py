"""Specway workflows by themselves: with their nodes and edges. `GET /workflows/{id}`.

Their variables may hold secrets, so neither they nor anything else undeclared is kept.
"""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.spec.paging import OnePage
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column
from lead_pipeline.spec.window import OncePerParent


class WorkflowDetails(pa.DataFrameModel):
    """One row a workflow, with its nodes and edges."""

    id: str = column("Id of the workflow at Specway.")
    name: str = column("Name of the workflow.")
    description: str = column("What it is for.", null=True)
    status: str = column("State of the workflow.", known=("draft", "published"))
    nodes: str = column("What it does, as a list of objects.", null=True, json=True)
    edges: str = column("What follows what, as a list of objects.", null=True, json=True)
    created_at: Instant = column("When it was made (UTC).", null=True)
    updated_at: Instant = column("When it was last changed (UTC); not all answers tell.", null=True, may_lack=True)


WORKFLOW_DETAILS_TABLE = Table(
    WorkflowDetails, key=("id",), closed=True, hushed=True, left_out=frozenset({"variables"})
)

WORKFLOW_DETAILS = Endpoint(
    name="workflow_details",
    path="/workflows/{workflow_id}",
    rows=None,
    table=WORKFLOW_DETAILS_TABLE,
    paging=OnePage(),
    scope="workflows",
    description="Workflows by themselves, with their structure.",
    record="data",
    per=OncePerParent(parent="workflows", parent_key="id", param="workflow_id", fills="id", may_be_missing=True),
)
