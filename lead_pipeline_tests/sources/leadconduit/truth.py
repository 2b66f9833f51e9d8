"""What LeadConduit's rows should be, told from the sandbox's tables; the sums are added up here once more."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lead_pipeline_tests.sources.rig import Rows, SystemRig

ACCEPTED = {"accepted", "delivered", "failed", "converted"}
DELIVERED = {"delivered", "converted"}
ENDPOINTS = (
    "flows", "flow_details", "flow_steps", "events", "leads", "lead_details", "analytics_by_source",
    "analytics_by_campaign",
)  # fmt: skip


def expected(rig: SystemRig, endpoint: str) -> Rows:
    """The rows of an endpoint under our names."""
    leads, events, flows = rig.truth("leads"), rig.truth("events"), rig.truth("flows")
    steps = [{**step, "flow_id": flow["id"]} for flow in flows for step in flow["configuration"]["steps"]]
    records = {
        "flows": [{**flow, "statistics": _statistics(flow, leads)} for flow in flows],
        "flow_details": flows,
        "flow_steps": steps,
        "events": events,
        "leads": leads,
        "lead_details": [{**lead, "events": _told(lead, events)} for lead in leads],
    }
    if endpoint in records:
        return rig.expected(endpoint, records[endpoint], flow_id=_flow_of, day=None)
    return _sums(rig, endpoint, endpoint.removeprefix("analytics_by_"), leads)


def _flow_of(record: Mapping[str, Any]) -> Any:
    return record["flow_id"]


def _statistics(flow: Mapping[str, Any], leads: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    mine = [lead for lead in leads if lead["flow_id"] == flow["id"]]
    accepted = sum(lead["status"] in ACCEPTED for lead in mine)
    return {
        "total_leads": len(mine),
        "acceptance_rate": _share(accepted, len(mine)),
        "average_quality": _mean([lead["quality_score"] for lead in mine]),
    }


def _told(lead: Mapping[str, Any], events: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A lead's own events, oldest first: the recipient is a name, and what an event has not is left out."""
    mine = [event for event in reversed(events) if event["lead_id"] == lead["id"]]
    names = ("id", "type", "timestamp", "outcome", "enhancements", "recipient")
    return [
        {
            name: event[name]["name"] if name == "recipient" else event[name]
            for name in names
            if event.get(name) is not None
        }
        for event in sorted(mine, key=lambda event: str(event["timestamp"]))
    ]


def _sums(rig: SystemRig, endpoint: str, group: str, leads: Sequence[Mapping[str, Any]]) -> Rows:
    groups: defaultdict[tuple[str, str, Any], list[Mapping[str, Any]]] = defaultdict(list)
    for lead in leads:
        groups[lead["flow_id"], lead["created_at"][:10], lead[group]].append(lead)
    records = []
    for (flow, day, value), mine in groups.items():
        accepted = sum(lead["status"] in ACCEPTED for lead in mine)
        delivered = sum(lead["status"] in DELIVERED for lead in mine)
        converted = sum(lead["status"] == "converted" for lead in mine)
        records.append(
            {
                "flow_id": flow,
                "day": day,
                group: value,
                "total_leads": len(mine),
                "accepted_leads": accepted,
                "delivered_leads": delivered,
                "acceptance_rate": _share(accepted, len(mine)),
                "delivery_rate": _share(delivered, accepted),
                "conversion_rate": _share(converted, len(mine)),
                "average_quality": _mean([lead["quality_score"] for lead in mine]),
            }
        )
    return rig.expected(endpoint, records, flow_id=_flow_of, day=lambda one: date.fromisoformat(one["day"]))


def _share(part: int, whole: int) -> float:
    return round(part / whole, 2) if whole else 0.0


def _mean(scores: Sequence[Any]) -> float:
    known = [score for score in scores if score is not None]
    return round(sum(known) / len(known), 2) if known else 0.0
