"""FlowMaestro workflows: one row a workflow, newest first. `GET /workflows`; deleted ones vanish from the list.

Newer servers tell a status, older ones a version and the inputs.
"""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.sources.flowmaestro.pages import PAGES
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column


class Workflows(pa.DataFrameModel):
    """One row a workflow."""

    id: str = column("Id of the workflow at FlowMaestro.")
    name: str = column("Name of the workflow.")
    description: str = column("What it is for.", null=True)
    status: str = column("State of the workflow, such as active.", null=True, may_lack=True)
    version: int = column("Its version; only older servers tell.", null=True, may_lack=True)
    inputs: str = column(
        "What it is to be given, as an object by name; only older servers tell.", null=True, may_lack=True, json=True
    )
    created_at: Instant = column("When the workflow was made (UTC).", fixed=True)
    updated_at: Instant = column("When it was last changed (UTC).")


WORKFLOWS_TABLE = Table(Workflows, key=("id",))

WORKFLOWS = Endpoint(
    name="workflows",
    path="/workflows",
    rows="data",
    table=WORKFLOWS_TABLE,
    paging=PAGES,
    scope="workflows:read",
    description="Workflows: what runs, and in which state it is.",
)
