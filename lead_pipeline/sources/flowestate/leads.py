"""FlowEstate leads: one row a person who is to buy or rent. `GET /leads`, all of them; there is no time filter.

`assignedToId` is the id of a member's user, not of the membership: see members.
"""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.sources.flowestate.pages import PAGES
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, camel_case, column

STATUSES = ("new", "contacted", "qualified", "proposal", "negotiation", "won", "lost")
LEAD_SOURCES = (
    "website", "referral", "social_media", "advertising", "bot_cold_outreach", "cold_call", "email", "event", "meta",
    "landing_page", "whatsapp", "other",
)  # fmt: skip


class Leads(pa.DataFrameModel):
    """One row a lead."""

    id: str = column("Id of the lead at FlowEstate.")
    first_name: str = column("First name.", null=True, personal=True)
    last_name: str = column("Last name.", null=True, personal=True)
    email: str = column("E-mail address; a lead has this or a phone number.", null=True, personal=True)
    phone: str = column("Phone number, 50 characters at most.", null=True, personal=True)
    company: str = column("Company the person works for.", null=True, personal=True)
    job_title: str = column("What the person does there.", null=True, personal=True)
    status: str = column("State of the lead; won and lost are final.", known=STATUSES)
    source: str = column("Where the lead came from; what FlowEstate does not know it calls other.", known=LEAD_SOURCES)
    stage_id: str = column("Stage of the pipeline the lead is in.", null=True)
    stage_name: str = column("Name of that stage.", null=True)
    estimated_value: float = column("What the sale may be worth; the currency is not told.", null=True)
    score: int = column("Score of the lead, 0 to 100.", null=True)
    temperature: str = column("How ready the person is to buy.", null=True, known=("cold", "warm", "hot"))
    notes: str = column("Free text about the person.", null=True, personal=True)
    city: str = column("City.", null=True, personal=True)
    state: str = column("State or province.", null=True)
    country: str = column("Country, two letters as a rule.", null=True)
    project_id: str = column("Project the person is interested in.", null=True)
    project_name: str = column("Name of that project.", null=True)
    unit_id: str = column("Unit the person is interested in.", null=True)
    assigned_to_id: str = column("User the lead is assigned to: user_id of a member.", null=True)
    assigned_to: str = column("That user, as an object.", null=True, personal=True, json=True)
    custom_fields: str = column("Fields of the organisation's own, as an object.", null=True, personal=True, json=True)
    source_metadata: str = column(
        "What was said of the source, as an object: providedSource is the word that FlowEstate did not know.",
        null=True,
        json=True,
        may_lack=True,
    )
    created_at: Instant = column("When the lead was made (UTC).", fixed=True)
    updated_at: Instant = column("When it was last changed (UTC).")


LEADS_TABLE = Table(Leads, key=("id",), wire_name=camel_case)

LEADS = Endpoint(
    name="leads",
    path="/leads",
    rows="data",
    table=LEADS_TABLE,
    paging=PAGES,
    scope="leads:read",
    description="Leads: who wants to buy or rent, and how far they got.",
    params={"sortBy": "createdAt", "sortOrder": "asc"},
)
