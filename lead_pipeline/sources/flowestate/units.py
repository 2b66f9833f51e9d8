"""FlowEstate units: one row a flat or house of a project. `GET /projects/{id}/units`, all of a project at once."""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.spec.paging import OnePage
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, camel_case, column
from lead_pipeline.spec.window import OncePerParent


class Units(pa.DataFrameModel):
    """One row a unit of a project."""

    id: str = column("Id of the unit at FlowEstate.")
    project_id: str = column("Project it is a part of.", by_walk=True, wire="projectId")
    name: str = column("Name of the unit, such as B-204.")
    type: str = column("Kind of unit.", null=True)
    price: int = column("Price, in whole units of the project's currency.")
    area: int = column("Area in square metres.", null=True)
    status: str = column("Whether it can still be had.", known=("available", "reserved", "sold"))
    created_at: Instant = column("When the unit was made (UTC).", fixed=True)
    updated_at: Instant = column("When it was last changed (UTC).")


UNITS_TABLE = Table(Units, key=("id",), wire_name=camel_case)

UNITS = Endpoint(
    name="units",
    path="/projects/{project_id}/units",
    rows="data",
    table=UNITS_TABLE,
    paging=OnePage(),
    scope="projects:read",
    description="Units: the flats and houses of each project, their price and whether they can still be had.",
    per=OncePerParent(parent="projects", parent_key="id", param="project_id", fills="project_id", tells_change=False),
)
