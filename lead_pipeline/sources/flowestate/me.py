"""FlowEstate's own word on the key: the organisation it opens, and how. `GET /me`, which needs no scope."""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.spec.paging import OnePage
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Table, camel_case, column


class Me(pa.DataFrameModel):
    """One row an organisation that a key opens."""

    organization_id: str = column("Id of the organisation.", wire="organization.id")
    organization_name: str = column("Name of the organisation.", null=True, wire="organization.name")
    organization_slug: str = column("Short name of the organisation.", null=True, wire="organization.slug")
    auth_type: str = column("How the caller came in.", wire="auth.type", known=("api_key", "oauth"))
    auth_scopes: str = column("What the key may do, as a list.", wire="auth.scopes", json=True)
    auth_client_id: str = column("Client of an OAuth token.", null=True, wire="auth.clientId")
    auth_user_id: str = column("User of an OAuth token.", null=True, wire="auth.userId")


ME_TABLE = Table(Me, key=("organization_id",), wire_name=camel_case)

ME = Endpoint(
    name="me",
    path="/me",
    rows=None,
    table=ME_TABLE,
    paging=OnePage(),
    scope="no scope",
    description="The organisation that the key opens, and what it may do.",
)
