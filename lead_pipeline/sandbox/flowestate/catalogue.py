"""What an office sets up once: its organisation, members, pipeline stages, lead sources and webhook subscriptions.

Small lists that hardly change. Leads are in leads, what is for sale in projects.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lead_pipeline.sandbox.clock import stamp
from lead_pipeline.sandbox.journeys.fates import DAY

if TYPE_CHECKING:
    from lead_pipeline.sandbox.listing import Row

ORGANIZATION: Row = {"id": "org_5f2a", "name": "Costa Verde Homes", "slug": "costa-verde-homes"}
CLIENT_ID, OAUTH_USER = "client_sandbox", "user_01"

SOURCES = (
    *("website", "referral", "social_media", "advertising", "bot_cold_outreach", "cold_call", "email", "event", "meta"),
    *("landing_page", "whatsapp", "other"),
)
STATUSES = ("new", "contacted", "qualified", "proposal", "negotiation", "won", "lost")

LEAD_EVENTS = tuple(
    f"lead.{what}"
    for what in (
        *("created", "updated", "stage_changed", "assigned", "unassigned", "won", "lost", "deleted", "note_added"),
        "communication_logged",
    )
)
PROJECT_EVENTS = ("project.created", "project.updated", "project.deleted")
UNIT_EVENTS = ("unit.created", "unit.updated", "unit.status_changed")
EVENT_TYPES: Row = {
    "events": [*LEAD_EVENTS, *PROJECT_EVENTS, *UNIT_EVENTS],
    "groups": {"Leads": [*LEAD_EVENTS], "Projects": [*PROJECT_EVENTS], "Units": [*UNIT_EVENTS]},
}


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the office."""

    number: int
    name: str
    role: str = "member"
    locale: str = "es"

    @property
    def user_id(self) -> str:
        """Their id as a user: leads are assigned to it, not to the id of the membership."""
        return f"user_{self.number:02d}"

    @property
    def email(self) -> str:
        """Their address."""
        return f"agent{self.number}@costaverde.example"


MEMBERS = (
    Member(1, "Lucía Fernández", "owner"),
    Member(2, "Rafael Peña", "admin"),
    Member(3, "Ana Beltré"),
    Member(4, "Tom Whitaker", locale="en"),
    Member(5, "María José Núñez"),
    Member(6, "Iñigo Zabala"),
)


def moment(seconds: int) -> str:
    """Write a moment as this API does: always with milliseconds; what comes in together has the same."""
    return stamp(seconds).replace("Z", f".{seconds * 7919 % 1000:03d}Z")


def dated(row: Row, start: int, age_days: int) -> Row:
    """Add when a row was made and last changed."""
    made, changed = start - age_days * DAY, start - age_days * DAY // 3
    return {**row, "createdAt": moment(made), "updatedAt": moment(changed)}


def member_rows(start: int) -> list[Row]:
    """Write the members out."""
    return [
        dated(
            {
                "id": f"mem_{member.number * 7919:05x}",
                "role": member.role,
                "user": {
                    "id": member.user_id,
                    "name": member.name,
                    "email": member.email,
                    "image": None if member.number % 2 else f"https://img.costaverde.example/{member.number}.png",
                    "locale": member.locale,
                },
            },
            start,
            500 - 40 * member.number,
        )
        for member in MEMBERS
    ]


def stage_id(status: str) -> str:
    """Give the id of the stage that a status stands in."""
    return f"stage_{STATUSES.index(status) + 1}"


def stage_rows(start: int) -> list[Row]:
    """Write the stages out: one for each status, and one that somebody added and nobody uses."""
    names = ("Nuevo", "Contactado", "Calificado", "Propuesta", "Negociación", "Ganado", "Perdido")
    colors = ("#94A3B8", "#38BDF8", "#6366F1", "#A855F7", "#F59E0B", "#22C55E", "#EF4444")
    rows: list[Row] = [
        {
            "id": stage_id(status),
            "name": name,
            "color": color,
            "order": place,
            "stageKind": status if status in {"won", "lost"} else "open",
            "systemKey": status,
        }
        for place, (status, name, color) in enumerate(zip(STATUSES, names, colors, strict=True))
    ]
    own = {"id": "stage_8", "name": "Visita", "color": "#000000", "order": 7, "stageKind": "open", "systemKey": None}
    return [dated(row, start, 480) for row in [*rows, own]]


def stage_name(status: str, start: int = 0) -> object:
    """Give the name of the stage that a status stands in."""
    return stage_rows(start)[STATUSES.index(status)]["name"]


def source_rows() -> list[Row]:
    """Write the lead sources out; they tell no times."""
    return [{"id": source, "name": source.replace("_", " ").title()} for source in SOURCES]


def subscription_rows(start: int) -> list[Row]:
    """Write the subscriptions out: in snake_case, unlike all else here, and never with their secrets."""
    return [
        {
            "id": f"wh_{number}",
            "target_url": f"https://hooks.costaverde.example/{event}",
            "events": [event],
            "external_id": external,
            "managed_by": "api",
            "is_active": number != 3,  # noqa: PLR2004 - one of them was switched off
            "created_at": moment(start - 100 * DAY),
        }
        for number, (event, external) in enumerate(
            (("lead.created", "warehouse-lead.created"), ("lead.updated", None), ("unit.status_changed", None)), 1
        )
    ]
