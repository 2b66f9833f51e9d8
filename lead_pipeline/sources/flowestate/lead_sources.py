"""FlowEstate lead sources: where leads may come from. `GET /lead-sources`, all at once."""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.spec.paging import OnePage
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Table, camel_case, column


class LeadSources(pa.DataFrameModel):
    """One row a source of leads."""

    id: str = column("Id of the source at FlowEstate.")
    name: str = column("Name of the source.")


LEAD_SOURCES_TABLE = Table(LeadSources, key=("id",), wire_name=camel_case)

LEAD_SOURCES = Endpoint(
    name="lead_sources",
    path="/lead-sources",
    rows="data",
    table=LEAD_SOURCES_TABLE,
    paging=OnePage(),
    scope="leads:read",
    description="Sources that a lead can come from.",
)
