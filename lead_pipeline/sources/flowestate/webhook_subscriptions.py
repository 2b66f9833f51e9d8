"""FlowEstate webhook subscriptions: who is told of events.

`GET /webhooks/subscriptions`, all at once, in snake_case.

Only those made by API clients are shown. The secret is told once, when one is made; nothing undeclared is kept here.
"""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.spec.paging import OnePage
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column


class WebhookSubscriptions(pa.DataFrameModel):
    """One row a subscription."""

    id: str = column("Id of the subscription at FlowEstate.")
    target_url: str = column("Address that is told; may hold a token.", personal=True)
    events: str = column("Names of the events, as a list.", json=True)
    external_id: str = column("Id that its maker gave it.", null=True)
    managed_by: str = column("What made it.", null=True)
    is_active: bool = column("Whether events are sent.")
    created_at: Instant = column("When it was made (UTC).", fixed=True)


WEBHOOK_SUBSCRIPTIONS_TABLE = Table(WebhookSubscriptions, key=("id",), closed=True)

WEBHOOK_SUBSCRIPTIONS = Endpoint(
    name="webhook_subscriptions",
    path="/webhooks/subscriptions",
    rows="data",
    table=WEBHOOK_SUBSCRIPTIONS_TABLE,
    paging=OnePage(),
    scope="webhooks:manage",
    optional=True,  # who may read it may change it, which no warehouse needs
    description="Webhook subscriptions that API clients made.",
)
