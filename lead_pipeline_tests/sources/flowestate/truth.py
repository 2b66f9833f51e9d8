"""What FlowEstate's rows should be, told from the sandbox's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lead_pipeline_tests.sources.rig import Rows, SystemRig

LISTS = {
    "leads": "leads",
    "lead_activities": "activities",
    "projects": "projects",
    "units": "units",
    "members": "members",
    "pipeline_stages": "pipeline_stages",
    "lead_sources": "lead_sources",
    "webhook_subscriptions": "webhook_subscriptions",
}


def expected(rig: SystemRig, endpoint: str) -> Rows:
    """The rows of a list under our names."""
    return rig.expected(endpoint, rig.truth(LISTS[endpoint]), lead_id=_lead_of, project_id=_project_of)


def _lead_of(record: Mapping[str, Any]) -> Any:
    return record["leadId"]


def _project_of(record: Mapping[str, Any]) -> Any:
    return record["projectId"]
