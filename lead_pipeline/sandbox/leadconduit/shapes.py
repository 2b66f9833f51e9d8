"""What goes over the wire: a flow in two sizes, a lead in two sizes, an event in two shapes, and sums.

The names are the API's own. The OpenAPI document is made of them, and the endpoints show no more than they name.
"""

# No postponed annotations here: msgspec reads them.

from typing import Annotated, Any, NotRequired, TypedDict

from msgspec import Meta

Count = Annotated[int, Meta(ge=0)]
Share = Annotated[float, Meta(ge=0, le=1)]
Moment = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
        extra_json_schema={"format": "date-time"},
    ),
]


class Statistics(TypedDict):
    """What a flow's leads add up to."""

    total_leads: Count
    acceptance_rate: Share
    average_quality: Share


class FlowRow(TypedDict):
    """A flow in the list, which tells neither description nor steps."""

    id: str
    name: str
    status: str
    created_at: Moment
    updated_at: Moment
    statistics: Statistics


class FlowStep(TypedDict):
    """A step of a flow."""

    id: str
    type: str
    name: str
    position: Annotated[int, Meta(ge=1)]
    service: NotRequired[str]
    settings: dict[str, Any]


class Configuration(TypedDict):
    """What a flow is made of."""

    steps: list[FlowStep]


class Flow(TypedDict):
    """A flow by itself, which tells neither times nor statistics."""

    id: str
    name: str
    status: str
    description: str
    configuration: Configuration


class LeadRow(TypedDict):
    """A lead in the search: nobody's name, no flow, and no time of change."""

    id: str
    created_at: Moment
    status: str
    quality_score: Share | None
    source: str | None
    campaign: str | None


class LeadEvent(TypedDict):
    """An event within a lead; its recipient is a name, and what it has not is left out."""

    id: str
    type: str
    timestamp: Moment
    outcome: str
    enhancements: NotRequired[list[str]]
    recipient: NotRequired[str]


class QualityMetrics(TypedDict):
    """The score in four parts."""

    overall_score: Share
    completeness: Share
    accuracy: Share
    fraud_risk: Share


class Lead(TypedDict):
    """A lead by itself."""

    id: str
    flow_id: str
    created_at: Moment
    updated_at: Moment
    status: str
    lead_data: dict[str, str]
    enhancements: dict[str, dict[str, Any]]
    events: list[LeadEvent]
    quality_metrics: QualityMetrics | None


class Recipient(TypedDict):
    """Who a lead was delivered to."""

    id: str
    name: str
    type: str


class FlowEvent(TypedDict):
    """An event of a flow; its recipient is an object, and what it has not is null."""

    id: str
    lead_id: str
    type: str
    timestamp: Moment
    outcome: str
    recipient: Recipient | None
    duration_ms: Count | None
    response_code: int | None


class Period(TypedDict):
    """The days that were asked for, both included."""

    start_date: str
    end_date: str


class Analytics(TypedDict):
    """Sums by group; in each, the group's value is named after what was grouped by."""

    period: Period
    metrics: list[dict[str, Any]]
