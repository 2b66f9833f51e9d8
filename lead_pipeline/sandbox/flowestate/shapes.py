"""What goes over the wire: leads and their activities, projects and units, and the small catalogues.

The names are the API's own, null is written out, and moments have milliseconds. The OpenAPI document is made of these.
"""

# No postponed annotations here: msgspec reads them.

from typing import Annotated, Any, Literal, TypedDict, get_args

from msgspec import Meta

LeadStatus = Literal["new", "contacted", "qualified", "proposal", "negotiation", "won", "lost"]
LeadSource = Literal[
    "website", "referral", "social_media", "advertising", "bot_cold_outreach", "cold_call", "email", "event", "meta",
    "landing_page", "whatsapp", "other",
]  # fmt: skip
ProjectStatus = Literal["draft", "published", "archived"]

StatusName = Annotated[str, Meta(extra_json_schema={"enum": [*get_args(LeadStatus)]})]
SourceName = Annotated[str, Meta(extra_json_schema={"enum": [*get_args(LeadSource)]})]
Moment = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$",
        extra_json_schema={"format": "date-time"},
    ),
]
Count = Annotated[int, Meta(ge=0)]
Score = Annotated[int, Meta(ge=0, le=100)]


class Assignee(TypedDict):
    """Whose a lead is."""

    id: str
    name: str
    email: str


class Lead(TypedDict):
    """A lead, in the list as by itself."""

    id: str
    firstName: str | None
    lastName: str | None
    email: str | None
    phone: str | None
    company: str | None
    jobTitle: str | None
    status: StatusName
    source: SourceName
    stageId: str | None
    stageName: str | None
    estimatedValue: float | None
    score: Score | None
    temperature: Literal["cold", "warm", "hot"] | None
    notes: str | None
    city: str | None
    state: str | None
    country: str | None
    projectId: str | None
    projectName: str | None
    unitId: str | None
    assignedToId: str | None
    assignedTo: Assignee | None
    customFields: dict[str, Any] | None
    sourceMetadata: dict[str, Any] | None
    createdAt: Moment
    updatedAt: Moment


class Activity(TypedDict):
    """Something in a lead's history."""

    id: str
    leadId: str
    type: str
    direction: Literal["inbound", "outbound"] | None
    content: str | None
    createdAt: Moment
    userId: str | None


class Project(TypedDict):
    """A development."""

    id: str
    name: str
    type: str | None
    promotora: str | None
    city: str | None
    address: str | None
    state: str | None
    country: str | None
    description: str | None
    operationType: str | None
    currency: str | None
    salePrice: float | None
    rentPrice: float | None
    minPrice: float | None
    maxPrice: float | None
    bedrooms: Count | None
    bathrooms: float | None
    parkingSpots: Count | None
    builtArea: float | None
    lotArea: float | None
    status: ProjectStatus
    image: str | None
    unitCount: Count
    createdAt: Moment
    updatedAt: Moment


class Unit(TypedDict):
    """A unit of a project; its price is whole."""

    id: str
    projectId: str
    name: str
    type: str | None
    price: int
    area: int | None
    status: Literal["available", "reserved", "sold"]
    createdAt: Moment
    updatedAt: Moment


class User(TypedDict):
    """The person behind a member."""

    id: str
    name: str
    email: str
    image: str | None
    locale: Literal["es", "en"]


class Member(TypedDict):
    """Somebody of the office; leads are assigned to the user's id."""

    id: str
    role: Literal["owner", "admin", "member"]
    user: User
    createdAt: Moment
    updatedAt: Moment


class Stage(TypedDict):
    """A stage of the pipeline."""

    id: str
    name: str
    color: str
    order: Count
    stageKind: Literal["open", "won", "lost"]
    systemKey: str | None
    createdAt: Moment
    updatedAt: Moment


class Source(TypedDict):
    """A source of leads."""

    id: str
    name: str


class Subscription(TypedDict):
    """A webhook subscription, in snake_case."""

    id: str
    target_url: str
    events: list[str]
    external_id: str | None
    managed_by: str
    is_active: bool
    created_at: Moment


class EventTypes(TypedDict):
    """The names of events, twice."""

    events: list[str]
    groups: dict[str, list[str]]


class Organization(TypedDict):
    """Whose data it is."""

    id: str
    name: str
    slug: str | None


class Auth(TypedDict):
    """How the caller came in."""

    type: Literal["api_key", "oauth"]
    scopes: list[str]
    clientId: str | None
    userId: str | None


class Me(TypedDict):
    """Who is calling."""

    organization: Organization
    auth: Auth
