"""Specway executions: one row a run of a workflow.

All at once by `GET /executions`, which only the documents' chapter on paging knows; where a server has it not,
`GET /workflows/{id}/executions`, of which `from` and `to` can be asked.
"""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.sources.specway.pages import PAGES
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column
from lead_pipeline.spec.window import OncePerParent, Since, UntilKnown

OPEN_STATUSES = frozenset({"pending", "running"})


class Executions(pa.DataFrameModel):
    """One row a run of a workflow."""

    id: str = column("Id of the execution at Specway.")
    workflow_id: str = column("Workflow that ran.", by_walk=True, wire="workflow_id")
    status: str = column(
        "State of the run; completed and failed are final.", known=("pending", "running", "completed", "failed")
    )
    started_at: Instant = column("When it began (UTC); empty while it waits.", null=True)
    completed_at: Instant = column("When it ended (UTC); empty until then.", null=True)
    error: str = column(
        "Why it failed, as an object or a text; not documented for the list.",
        null=True,
        may_lack=True,
        personal=True,
        json=True,
    )


EXECUTIONS_TABLE = Table(Executions, key=("id",))

EXECUTIONS = Endpoint(
    name="executions",
    path="/workflows/{workflow_id}/executions",
    rows="data",
    table=EXECUTIONS_TABLE,
    paging=PAGES,
    scope="workflows",
    description="Executions: each run of a workflow, and how it ended.",
    per=OncePerParent(
        parent="workflows",
        parent_key="id",
        param="workflow_id",
        fills="workflow_id",
        tells_change=False,
        at_once="/executions",
    ),
    until_known=UntilKnown(
        open_column="status",
        open_values=OPEN_STATUSES,
        alone="execution_details",
        alone_tells=frozenset({"output", "logs", "error"}),
        newest_by="started_at",
        whole_every_days=7,
    ),
    since=Since(
        param="from",
        until="to",
        column="started_at",
        undated=("status", "pending"),
        open_column="status",
        open_values=OPEN_STATUSES,
    ),
)
