"""Specway executions by themselves: with what came out and what was logged. `GET /executions/{id}`."""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.spec.paging import OnePage
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column
from lead_pipeline.spec.window import OncePerParent


class ExecutionDetails(pa.DataFrameModel):
    """One row a run of a workflow, with what it gave."""

    id: str = column("Id of the execution at Specway.")
    workflow_id: str = column("Workflow that ran.", null=True)
    status: str = column(
        "State of the run; completed and failed are final.", known=("pending", "running", "completed", "failed")
    )
    started_at: Instant = column("When it began (UTC); empty while it waits.", null=True)
    completed_at: Instant = column("When it ended (UTC); empty until then.", null=True)
    output: str = column("What it gave; empty until it is completed.", null=True, personal=True, json=True)
    logs: str = column("What was logged, as a list.", null=True, may_lack=True, personal=True, json=True)
    error: str = column("Why it failed, as an object or a text.", null=True, may_lack=True, personal=True, json=True)


EXECUTION_DETAILS_TABLE = Table(ExecutionDetails, key=("id",), hushed=True)

EXECUTION_DETAILS = Endpoint(
    name="execution_details",
    path="/executions/{execution_id}",
    rows=None,
    table=EXECUTION_DETAILS_TABLE,
    paging=OnePage(),
    scope="executions",
    description="Executions by themselves, with output and log: a request each, the newest first.",
    record="data",
    per=OncePerParent(
        parent="executions",
        parent_key="id",
        param="execution_id",
        fills="id",
        told_by="status",
        order=("-started_at",),
        spare=100,
        may_be_missing=True,
    ),
)
