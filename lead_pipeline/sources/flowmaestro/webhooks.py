"""FlowMaestro webhooks: who is told of events. `GET /webhooks`.

The headers that a webhook sends may hold secrets, so nothing undeclared is kept, and a webhook is not read by itself.
"""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.sources.flowmaestro.pages import PAGES
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column


class Webhooks(pa.DataFrameModel):
    """One row a webhook."""

    id: str = column("Id of the webhook at FlowMaestro.")
    name: str = column("Name of the webhook.")
    url: str = column("Address that is told; may hold a token.", personal=True)
    events: str = column("Names of the events, as a list.", json=True)
    is_active: bool = column("Whether events are sent.")
    created_at: Instant = column("When it was made (UTC).", fixed=True)
    updated_at: Instant = column("When it was last changed (UTC).", null=True)


WEBHOOKS_TABLE = Table(Webhooks, key=("id",), closed=True, left_out=frozenset({"headers"}))

WEBHOOKS = Endpoint(
    name="webhooks",
    path="/webhooks",
    rows="data",
    table=WEBHOOKS_TABLE,
    paging=PAGES,
    scope="webhooks:read",
    description="Webhooks: who is told of events.",
)
