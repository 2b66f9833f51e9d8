"""FlowEstate event types: what one can subscribe to.

`GET /webhooks/events`, one object without an id, so each reading is kept.
"""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.spec.paging import OnePage
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Keep, Table, camel_case, column


class WebhookEventTypes(pa.DataFrameModel):
    """One row a time the list was read."""

    events: str = column("Names of all events, as a list.", json=True)
    groups: str = column("The same by what they are about, as an object of lists.", json=True)


WEBHOOK_EVENT_TYPES_TABLE = Table(WebhookEventTypes, keep=Keep.HISTORY, wire_name=camel_case)

WEBHOOK_EVENT_TYPES = Endpoint(
    name="webhook_event_types",
    path="/webhooks/events",
    rows=None,
    table=WEBHOOK_EVENT_TYPES_TABLE,
    paging=OnePage(),
    scope="webhooks:manage",
    optional=True,  # who may read it may change it, which no warehouse needs
    description="Events that one can subscribe to.",
)
