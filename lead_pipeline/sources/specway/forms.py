"""Specway forms: what is asked of people. `GET /forms`."""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.sources.specway.pages import PAGES
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column


class Forms(pa.DataFrameModel):
    """One row a form."""

    id: str = column("Id of the form at Specway.")
    name: str = column("Name of the form.")
    status: str = column("State of the form.", null=True, may_lack=True)
    fields: str = column("What it asks, as a list of objects with name, type and required.", null=True, json=True)
    created_at: Instant = column("When it was made (UTC).", null=True)
    updated_at: Instant = column("When it was last changed (UTC).", null=True, may_lack=True)


FORMS_TABLE = Table(Forms, key=("id",), hushed=True)

FORMS = Endpoint(
    name="forms",
    path="/forms",
    rows="data",
    table=FORMS_TABLE,
    paging=PAGES,
    scope="forms",
    description="Forms, with their fields.",
)
