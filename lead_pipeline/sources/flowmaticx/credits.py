"""FlowMaticX credits: the balance at the moment of asking. `GET /credits` knows no past, so each answer is kept."""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.spec.paging import OnePage
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Keep, Table, camel_case, column


class Credits(pa.DataFrameModel):
    """One row a time the balance was read."""

    plan_id: str = column("Plan of the workspace.", upper=True, known=("AGENCY",))
    credits_total: int = column("Credits of the current period.", ge=0)
    credits_used: int = column("Credits used in it so far.", ge=0)
    credits_remaining: int = column("Credits left in it.")
    current_period_start: Instant = column("First second of the period.")
    current_period_end: Instant = column("Last second of the period.")
    status: str = column("State of the subscription.", upper=True, known=("ACTIVE",))


CREDITS = Endpoint(
    name="credits",
    path="/credits",
    rows=None,
    table=Table(Credits, keep=Keep.HISTORY, wire_name=camel_case),
    paging=OnePage(),
    scope="credits:read",
    description="The credit balance, once a sync: a history that the API itself does not keep.",
)
