"""Specway workflows: one row a workflow. `GET /workflows`."""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.sources.specway.pages import PAGES
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column


class Workflows(pa.DataFrameModel):
    """One row a workflow."""

    id: str = column("Id of the workflow at Specway.")
    name: str = column("Name of the workflow.")
    status: str = column("State of the workflow.", known=("draft", "published"))
    created_at: Instant = column("When it was made (UTC).", null=True)
    updated_at: Instant = column("When it was last changed (UTC).", null=True, may_lack=True)


WORKFLOWS_TABLE = Table(Workflows, key=("id",))

WORKFLOWS = Endpoint(
    name="workflows",
    path="/workflows",
    rows="data",
    table=WORKFLOWS_TABLE,
    paging=PAGES,
    scope="workflows",
    description="Workflows: what runs, and whether it is published.",
)
