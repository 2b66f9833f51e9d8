"""FlowEstate members: who works in the organisation.

`GET /members`, all at once. Leads name the user, not the membership.
"""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.spec.paging import OnePage
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, camel_case, column


class Members(pa.DataFrameModel):
    """One row a member of the organisation."""

    id: str = column("Id of the membership at FlowEstate.")
    role: str = column("What the member may do.", known=("owner", "admin", "member"))
    user_id: str = column("Id of the person's user, by which leads name who they are assigned to.", wire="user.id")
    user_name: str = column("Name of the person.", null=True, personal=True, wire="user.name")
    user_email: str = column("E-mail address of the person.", null=True, personal=True, wire="user.email")
    user_image: str = column("Address of the person's picture.", null=True, personal=True, wire="user.image")
    user_locale: str = column("Language of the person.", null=True, known=("es", "en"), wire="user.locale")
    created_at: Instant = column("When the person became a member (UTC).")
    updated_at: Instant = column("When the membership was last changed (UTC).")


MEMBERS_TABLE = Table(Members, key=("id",), wire_name=camel_case)

MEMBERS = Endpoint(
    name="members",
    path="/members",
    rows="data",
    table=MEMBERS_TABLE,
    paging=OnePage(),
    scope="members:read",
    description="Members: who works with the leads.",
)
