"""What goes over the wire: the fields of an order, its receipt, a job, a lead and the balance, with their types.

The names are the API's own. What writes them is checked against these types, and the OpenAPI document is made of them.
"""

# No postponed annotations here: msgspec reads them.

from typing import Annotated, TypedDict, get_args

import msgspec
from msgspec import Meta

from lead_pipeline.sandbox.flowmaticx.job_plan import MOST_LEADS, JobStatus, Workflow
from lead_pipeline.sandbox.flowmaticx.lead_kinds import STATUSES

Count = Annotated[int, Meta(ge=0)]
Percent = Annotated[int, Meta(ge=0, le=100)]
Size = Annotated[int, Meta(ge=1, le=MOST_LEADS)]
Text = Annotated[str, Meta(pattern=r"\S")]
Moment = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
        extra_json_schema={"format": "date-time"},
    ),
]
WorkflowName = Annotated[str, Meta(extra_json_schema={"enum": [*get_args(Workflow)]})]
StatusName = Annotated[str, Meta(extra_json_schema={"enum": [*get_args(JobStatus)]})]
LowerStatusName = Annotated[str, Meta(extra_json_schema={"enum": [name.lower() for name in get_args(JobStatus)]})]
EmailStatusName = Annotated[str | None, Meta(extra_json_schema={"enum": [*STATUSES]})]


class Order(msgspec.Struct, frozen=True):
    """A job as it is asked for."""

    workflow_type: Workflow
    keyword: Text
    location: Text
    leads_requested: Size
    ai_enabled: bool = True
    include_risky: bool = False


class Receipt(TypedDict):
    """What an order is answered with."""

    job_id: int
    status: LowerStatusName
    estimated_credits: Count
    credits_remaining: int


Job = TypedDict(  # noqa: UP013 - the API's names are no Python names
    "Job",
    {
        "id": int,
        "workflowType": WorkflowName,
        "keyword": str,
        "location": str,
        "requestedLeads": Count,
        "foundLeads": Count,
        "processedLeads": Count,
        "creditsUsed": Count,
        "status": StatusName,
        "progress": Percent,
        "createdAt": Moment,
        "startedAt": Moment | None,
        "finishedAt": Moment | None,
    },
)

Lead = TypedDict(  # noqa: UP013 - the same
    "Lead",
    {
        "id": int,
        "businessName": str | None,
        "category": str | None,
        "email": str | None,
        "emailStatus": EmailStatusName,
        "decisionMakerName": str | None,
        "decisionMakerRole": str | None,
        "phone": str | None,
        "website": str | None,
        "domain": str | None,
        "address": str | None,
        "city": str | None,
        "postalCode": str | None,
        "country": str | None,
        "rating": float | None,
        "reviewsCount": Count | None,
        "icebreaker": str | None,
        "emailSubject": str | None,
        "emailBody": str | None,
        "aiInsight": str | None,
        "keyword": str | None,
        "isBillable": bool,
        "createdAt": Moment,
    },
)

Balance = TypedDict(  # noqa: UP013 - the same
    "Balance",
    {
        "planId": str,
        "creditsTotal": Count,
        "creditsUsed": Count,
        "creditsRemaining": int,
        "currentPeriodStart": Moment,
        "currentPeriodEnd": Moment,
        "status": str,
    },
)
