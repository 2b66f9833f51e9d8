"""FlowMaestro executions by themselves: with what went in, what came out and why it failed.

`GET /executions/{id}`.
"""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.spec.paging import OnePage
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column
from lead_pipeline.spec.window import OncePerParent

STATUSES = ("pending", "running", "paused", "completed", "failed", "cancelled")


class ExecutionDetails(pa.DataFrameModel):
    """One row a run of a workflow, with what it was given and gave."""

    id: str = column("Id of the execution at FlowMaestro.")
    workflow_id: str = column("Workflow that ran.")
    workflow_name: str = column("Name of that workflow.", null=True, may_lack=True)
    status: str = column("State of the run.", known=STATUSES)
    inputs: str = column("What it was given.", null=True, personal=True, json=True)
    outputs: str = column("What it gave.", null=True, personal=True, json=True)
    error: str = column(
        "Why it failed: an object of code, message and node_id, or a text.", null=True, personal=True, json=True
    )
    created_at: Instant = column("When it was asked for (UTC); not all servers tell.", null=True, may_lack=True)
    started_at: Instant = column("When it began (UTC); empty while it waits.", null=True)
    completed_at: Instant = column("When it ended (UTC); empty until then.", null=True)
    duration_ms: int = column("How long it took, in milliseconds.", null=True, may_lack=True)


EXECUTION_DETAILS_TABLE = Table(ExecutionDetails, key=("id",), hushed=True)

EXECUTION_DETAILS = Endpoint(
    name="execution_details",
    path="/executions/{execution_id}",
    rows=None,
    table=EXECUTION_DETAILS_TABLE,
    paging=OnePage(),
    scope="executions:read",
    description="Executions by themselves, with input and output: a request each, the newest first.",
    record="data",
    per=OncePerParent(
        parent="executions",
        parent_key="id",
        param="execution_id",
        fills="id",
        told_by="status",
        order=("-started_at",),
        spare=500,
        may_be_missing=True,
    ),
)
