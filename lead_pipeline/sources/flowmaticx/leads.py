"""FlowMaticX leads: one row a lead, billable or not, tied to its job by the walk. `GET /leads?job_id=`.

A lead tells neither its job nor a time of change; so the leads of a job are read when the job is new, unfinished or
changed. The API leaves out leads that were not charged unless `billable_only=false` is said.
"""

from __future__ import annotations

import pandera.polars as pa

from lead_pipeline.sources.flowmaticx.jobs import FINAL_STATUSES
from lead_pipeline.spec.paging import OffsetPaging
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Instant, Table, camel_case, column
from lead_pipeline.spec.window import OncePerParent


class Leads(pa.DataFrameModel):
    """One row a lead."""

    id: int = column("Number of the lead at FlowMaticX.", ge=1)
    job_id: int = column("The job that found it; empty for a lead that belongs to no job.", null=True, by_walk=True)
    business_name: str = column("Name of the business.", null=True)
    category: str = column("Kind of business.", null=True)
    email: str = column("E-mail address.", null=True, personal=True)
    email_status: str = column(
        "What verification said of the address.", null=True, upper=True, isin=["VALID", "RISKY", "INVALID"]
    )
    decision_maker_name: str = column("Name of the person who decides.", null=True, personal=True)
    decision_maker_role: str = column("Role of that person.", null=True, personal=True)
    phone: str = column("Phone number.", null=True, personal=True)
    website: str = column("Website, as found.", null=True)
    domain: str = column("Domain of the website.", null=True)
    address: str = column("Street address of the business.", null=True, personal=True)
    city: str = column("City.", null=True)
    postal_code: str = column("Postal code.", null=True)
    country: str = column("Country, two letters as a rule.", null=True)
    rating: float = column("Rating by reviewers, 0 to 5.", null=True, in_range={"min_value": 0, "max_value": 5})
    reviews_count: int = column("Number of reviews.", null=True, ge=0)
    icebreaker: str = column("Opening line written by AI.", null=True, personal=True)
    email_subject: str = column("Subject of an e-mail written by AI.", null=True, personal=True)
    email_body: str = column("Body of an e-mail written by AI.", null=True, personal=True)
    ai_insight: str = column("What AI noticed about the business.", null=True, personal=True)
    keyword: str = column("The keyword that found it.", null=True)
    is_billable: bool = column("Whether credits were charged for it.")
    created_at: Instant = column("When the lead was found.", fixed=True)


LEADS = Endpoint(
    name="leads",
    path="/leads",
    rows="leads",
    table=Table(Leads, key=("id",), wire_name=camel_case),
    paging=OffsetPaging(page_size=100),
    scope="leads:read",
    description="Leads that the jobs found, charged or not, with how to reach them.",
    params={"billable_only": "false"},
    per=OncePerParent(
        parent="jobs",
        parent_key="id",
        param="job_id",
        fills="job_id",
        final_column="status",
        final_values=frozenset(FINAL_STATUSES),
        expected_column="found_leads",
        dated_by="created_at",
        child_dated_by="created_at",
        whole_list=True,
    ),
)
