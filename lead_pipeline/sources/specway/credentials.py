"""Specway credentials: names and types only. `GET /credentials`.

The API says that it never shows a secret. Should it: nothing that is not declared here is ever written.
"""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.sources.specway.pages import PAGES
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column


class Credentials(pa.DataFrameModel):
    """One row a credential: its name and type, never its secret."""

    id: str = column("Id of the credential at Specway.")
    name: str = column("Name of the credential.")
    type: str = column("What kind of credential it is, such as api_key.")
    created_at: Instant = column("When it was made (UTC).", null=True)


CREDENTIALS_TABLE = Table(Credentials, key=("id",), closed=True)

CREDENTIALS = Endpoint(
    name="credentials",
    path="/credentials",
    rows="data",
    table=CREDENTIALS_TABLE,
    paging=PAGES,
    scope="credentials",
    description="Credentials: names and types, never what is secret.",
)
