"""The flows of the account: their steps, their recipients, and what their leads add up to.

What passes through them is in leads and events.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lead_pipeline.sandbox.clock import stamp
from lead_pipeline.sandbox.journeys.fates import DAY, Flow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lead_pipeline.sandbox.listing import Row

ACCEPTED = frozenset({"accepted", "delivered", "failed", "converted"})
"""Statuses of leads that were accepted, whatever came after."""
DELIVERED = frozenset({"delivered", "converted"})


@dataclass(frozen=True, slots=True)
class FlowPlan:
    """A flow as somebody set it up."""

    id: str
    name: str
    status: str
    description: str
    age_days: int
    recipient: Row
    required: tuple[str, ...]
    carries: Flow | None
    """Whose forms go through it; None: nobody's yet."""


def recipient(number: int, name: str, kind: str) -> Row:
    """Name a recipient."""
    return {"id": f"recipient_{number}", "name": name, "type": kind}


PLANS = (
    FlowPlan(
        "flow_p9r2k7",
        "Property Enquiries",
        "active",
        "Buyers and tenants, handed on to the property CRM",
        400,
        recipient(789, "FlowEstate CRM", "http_post"),
        ("first_name",),
        "property",
    ),
    FlowPlan(
        "flow_b4t8m1",
        "Local Business Partners",
        "active",
        "Firms that look for suppliers; sold to partners one by one",
        320,
        recipient(412, "Partner Desk", "email"),
        ("first_name", "last_name"),
        "partners",
    ),
    FlowPlan(
        "flow_n1w5x3",
        "Newsletter Sign-ups – old",
        "paused",
        "",
        700,
        recipient(55, "Mail Tool", "http_post"),
        ("email",),
        "newsletter",
    ),
    # Nothing has gone through it: its rates are 0, not null.
    FlowPlan(
        "flow_z0e0e0",
        "Draft: Mortgage Brokers",
        "active",
        "Not connected yet",
        3,
        recipient(90, "Broker Pool", "http_post"),
        ("email", "phone"),
        None,
    ),
)
PLAN_OF = {plan.id: plan for plan in PLANS}
CARRIER = {plan.carries: plan for plan in PLANS}


def share(part: int, whole: int) -> float:
    """Give a ratio as the API rounds it; of nothing it is 0."""
    return round(part / whole, 2) if whole else 0.0


def average(scores: Sequence[object]) -> float:
    """Give the mean of the scores that are known; of none it is 0."""
    known = [score for score in scores if isinstance(score, int | float)]
    return round(sum(known) / len(known), 2) if known else 0.0


def flow_row(plan: FlowPlan, start: int) -> Row:
    """Write a flow out, all that any endpoint shows of it but the sums of its leads."""
    return {
        "id": plan.id,
        "name": plan.name,
        "status": plan.status,
        "description": plan.description,
        "created_at": stamp(start - plan.age_days * DAY),
        "updated_at": stamp(start - plan.age_days * DAY // 10),
        "configuration": {"steps": steps_of(plan)},
    }


def steps_of(plan: FlowPlan) -> list[Row]:
    """List the steps; only enhancements have a service, and the settings differ by type."""
    prefix = plan.id.replace("flow", "step")
    return [
        {
            "id": f"{prefix}_1",
            "type": "source",
            "name": "Website Form",
            "position": 1,
            "settings": {"required_fields": [*plan.required], "acceptance_criteria": "lead.email || lead.phone"},
        },
        {
            "id": f"{prefix}_2",
            "type": "enhancement",
            "name": "Email Validation",
            "position": 2,
            "service": "email_validator",
            "settings": {"check_deliverability": True, "require_valid": plan.status == "active"},
        },
        {
            "id": f"{prefix}_3",
            "type": "recipient",
            "name": plan.recipient["name"],
            "position": 3,
            "settings": {},
        },
    ]


def statistics(leads: Sequence[Row]) -> Row:
    """Sum up the leads of a flow."""
    accepted = sum(lead["status"] in ACCEPTED for lead in leads)
    return {
        "total_leads": len(leads),
        "acceptance_rate": share(accepted, len(leads)),
        "average_quality": average([lead["quality_score"] for lead in leads]),
    }


def metrics(leads: Sequence[Row]) -> Row:
    """Sum up the leads of a group: each rate is of those that got as far as the step before."""
    accepted = sum(lead["status"] in ACCEPTED for lead in leads)
    delivered = sum(lead["status"] in DELIVERED for lead in leads)
    converted = sum(lead["status"] == "converted" for lead in leads)
    return {
        "total_leads": len(leads),
        "accepted_leads": accepted,
        "delivered_leads": delivered,
        "acceptance_rate": share(accepted, len(leads)),
        "delivery_rate": share(delivered, accepted),
        "conversion_rate": share(converted, len(leads)),
        "average_quality": average([lead["quality_score"] for lead in leads]),
    }
