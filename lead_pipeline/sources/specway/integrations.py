"""Specway integrations: services that are connected. `GET /integrations`."""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.sources.specway.pages import PAGES
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column


class Integrations(pa.DataFrameModel):
    """One row a service that is connected."""

    id: str = column("Id of the integration at Specway.")
    provider: str = column("Service that is connected.", null=True)
    name: str = column("Name of the connection.", null=True)
    status: str = column("Whether the connection works.", null=True, known=("connected", "error"))
    connected_at: Instant = column("When it was connected (UTC).", null=True)


INTEGRATIONS_TABLE = Table(Integrations, key=("id",), closed=True)

INTEGRATIONS = Endpoint(
    name="integrations",
    path="/integrations",
    rows="data",
    table=INTEGRATIONS_TABLE,
    paging=PAGES,
    scope="integrations",
    description="Integrations that are connected.",
)
