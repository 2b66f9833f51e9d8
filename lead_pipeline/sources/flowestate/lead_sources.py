"""FlowEstate lead sources: where leads may come from. `GET /lead-sources`, all at once."""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.spec.table import Table, camel_case, column


class LeadSources(pa.DataFrameModel):
    """One row a source of leads."""

    id: str = column("Id of the source at FlowEstate.")
    name: str = column("Name of the source.")


LEAD_SOURCES_TABLE = Table(LeadSources, key=("id",), wire_name=camel_case)
