"""FlowMaestro deliveries: each event that a webhook was told. `GET /webhooks/{id}/deliveries`, newest first."""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.sources.flowmaestro.pages import PAGES
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, column
from lead_pipeline.spec.window import OncePerParent, UntilKnown


class WebhookDeliveries(pa.DataFrameModel):
    """One row an event that a webhook was told."""

    id: str = column("Id of the delivery at FlowMaestro; older servers number them.", or_number=True)
    webhook_id: str = column("Webhook it went to.", by_walk=True, wire="webhook_id")
    event_type: str = column("Name of the event.")
    status: str = column("How it went.", known=("pending", "success", "failed", "retrying"))
    attempts: int = column("How many times it was tried.", ge=0)
    response_status: int = column("HTTP status that came back.", null=True)
    response_time_ms: int = column("How long the answer took, in milliseconds.", null=True)
    error_message: str = column("Why it failed.", null=True, personal=True)
    created_at: Instant = column("When the event was to be told (UTC).", fixed=True)
    last_attempt_at: Instant = column("When it was last tried (UTC).", null=True)


WEBHOOK_DELIVERIES_TABLE = Table(WebhookDeliveries, key=("id",))

WEBHOOK_DELIVERIES = Endpoint(
    name="webhook_deliveries",
    path="/webhooks/{webhook_id}/deliveries",
    rows="data",
    table=WEBHOOK_DELIVERIES_TABLE,
    paging=PAGES,
    scope="webhooks:read",
    description="What was sent to each webhook, and what it answered.",
    per=OncePerParent(
        parent="webhooks",
        parent_key="id",
        param="webhook_id",
        fills="webhook_id",
        tells_change=False,
        may_be_missing=True,
    ),
    until_known=UntilKnown(open_column="status", open_values=frozenset({"pending", "retrying"})),
)
