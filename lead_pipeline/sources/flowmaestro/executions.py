"""FlowMaestro executions: one row a run of a workflow, newest first. `GET /executions?workflow_id=`.

Without a workflow, or with a status beside it, the server counts and cuts its pages wrongly; so they are read per
workflow. What went in and came out is in execution_details.
"""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.sources.flowmaestro.pages import PAGES
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column
from lead_pipeline.spec.window import OncePerParent, UntilKnown

STATUSES = ("pending", "running", "paused", "completed", "failed", "cancelled")
FINAL_STATUSES = ("completed", "failed", "cancelled")


class Executions(pa.DataFrameModel):
    """One row a run of a workflow."""

    id: str = column("Id of the execution at FlowMaestro.")
    workflow_id: str = column("Workflow that ran.", by_walk=True, wire="workflow_id")
    workflow_name: str = column("Name of that workflow.", null=True, may_lack=True)
    status: str = column("State of the run.", known=STATUSES)
    inputs: str = column(
        "What it was given; only older servers tell in the list.", null=True, may_lack=True, personal=True, json=True
    )
    outputs: str = column(
        "What it gave; only older servers tell in the list.", null=True, may_lack=True, personal=True, json=True
    )
    error: str = column(
        "Why it failed, as an object or a text; only older servers tell in the list.",
        null=True,
        may_lack=True,
        personal=True,
        json=True,
    )
    created_at: Instant = column("When it was asked for (UTC); not all servers tell.", null=True, may_lack=True)
    started_at: Instant = column("When it began (UTC); empty while it waits.", null=True)
    completed_at: Instant = column("When it ended (UTC); empty until then.", null=True)
    duration_ms: int = column("How long it took, in milliseconds.", null=True, may_lack=True)


EXECUTIONS_TABLE = Table(Executions, key=("id",), hushed=True)

EXECUTIONS = Endpoint(
    name="executions",
    path="/executions",
    rows="data",
    table=EXECUTIONS_TABLE,
    paging=PAGES,
    scope="executions:read",
    description="Executions: each run of a workflow, and how it ended.",
    # Asked for each workflow: the list of all counts wrong.
    per=OncePerParent(
        parent="workflows", parent_key="id", param="workflow_id", fills="workflow_id", tells_change=False
    ),
    until_known=UntilKnown(
        open_column="status",
        open_values=frozenset(STATUSES) - frozenset(FINAL_STATUSES),
        alone="execution_details",
        alone_tells=frozenset({"inputs", "outputs", "error"}),
    ),
)
