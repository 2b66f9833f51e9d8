"""Specway webhooks: who is told of events.

`GET /webhooks`. Their secret is chosen by their maker; nothing undeclared is kept.
"""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.sources.specway.pages import PAGES
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column


class Webhooks(pa.DataFrameModel):
    """One row a webhook."""

    id: str = column("Id of the webhook at Specway.")
    url: str = column("Address that is told; may hold a token.", personal=True)
    events: str = column("Names of the events, as a list.", json=True)
    active: bool = column("Whether events are sent.", null=True)
    created_at: Instant = column("When it was made (UTC).", null=True)


WEBHOOKS_TABLE = Table(Webhooks, key=("id",), closed=True)

WEBHOOKS = Endpoint(
    name="webhooks",
    path="/webhooks",
    rows="data",
    table=WEBHOOKS_TABLE,
    paging=PAGES,
    scope="webhooks",
    description="Webhooks: who is told of events.",
)
