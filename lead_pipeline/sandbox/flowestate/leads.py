"""Leads and activities as FlowEstate keeps them: how somebody comes in, and what the office does with them.

Written from the journeys. Where they are kept, and when things happen, is in office.
"""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING

from lead_pipeline.sandbox.flowestate.catalogue import MEMBERS, Member, moment, stage_id, stage_name
from lead_pipeline.sandbox.journeys.fates import DAY, HOUR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lead_pipeline.sandbox.journeys.fates import Deal, Step
    from lead_pipeline.sandbox.listing import Row

WALK_IN_SOURCES = ("website", "referral", "social_media", "event", "whatsapp", "meta", "advertising")
COLD_SOURCES = ("cold_call", "bot_cold_outreach", "email")
OWN_FIELDS = ("website", "flowmaticx_lead_id", "leadconduit_lead_id")
"""What a form may tell that FlowEstate has no field for."""
HEAT = ("cold", "warm", "hot", None)
JOBS = ("Owner", "Office Manager", "CFO", None, None)
CALLS = {"contacted": "call", "qualified": "email", "proposal": "meeting", "negotiation": "social_message"}
SAID = (
    "Llamó, quiere ver la unidad el sábado.",
    "Asked for the floor plan; budget is tight.",
    "Sin respuesta. Volver a intentar.\nPrefiere WhatsApp 📱",
    "Wants two parking spots.",
)


def arrived(deal: Deal, projects: list[Row]) -> Row:
    """Write a lead down as it comes in: nobody's yet, and unset fields are null, never left out."""
    dice, form, at = Random(deal.lead_id), deal.form, deal.steps[0].at
    own = {name: form[name] for name in OWN_FIELDS if name in form}
    is_unknown_source = deal.handed_on is not None and dice.random() < 0.7  # noqa: PLR2004 - most name the campaign
    project = dice.choice(projects) if projects and dice.randrange(2) else None
    return {
        "id": deal.lead_id,
        "firstName": form["first_name"],
        "lastName": form["last_name"] if dice.randrange(12) else None,
        "email": form["email"].strip() if "email" in form else None,
        "phone": form.get("phone"),
        "company": form.get("company"),
        "jobTitle": dice.choice(JOBS),
        "status": "new",
        "source": "other" if is_unknown_source else source_of(deal, dice),
        "stageId": stage_id("new"),
        "stageName": stage_name("new"),
        "estimatedValue": None,
        "score": dice.randrange(101) if dice.randrange(4) else None,
        "temperature": dice.choice(HEAT),
        "notes": dice.choice((None, None, *SAID)),
        "city": form.get("city"),
        "state": None,
        "country": form.get("country"),
        "projectId": None if project is None else project["id"],
        "projectName": None if project is None else project["name"],
        "unitId": None,
        "assignedToId": None,
        "assignedTo": None,
        "customFields": own or None,
        # A source the CRM does not know is stored as `other`, and told here as it was sent.
        "sourceMetadata": {"providedSource": "leadconduit_property"} if is_unknown_source else None,
        "createdAt": moment(at),
        "updatedAt": moment(at),
    }


def source_of(deal: Deal, dice: Random) -> str:
    """Say where somebody comes from: those the office found by itself were called up."""
    if deal.handed_on is not None:
        return "landing_page"
    return dice.choice(COLD_SOURCES if deal.person.is_of_the_firm else WALK_IN_SOURCES)


def corrected(lead: Row) -> Row:
    """Give what somebody of the office puts right: the e-mail in small letters, the phone without what is no digit."""
    email, phone = lead["email"], lead["phone"]
    fields: Row = {}
    if isinstance(email, str):
        fields["email"] = email.lower()
    if isinstance(phone, str):
        fields["phone"] = ("+" if phone.startswith("+") else "") + re.sub(r"\D", "", phone)
    return fields


def take_stage(lead: Row, step: Step) -> None:
    """Move a lead to a stage."""
    lead["status"] = step.what
    lead["stageId"], lead["stageName"] = stage_id(step.what), stage_name(step.what)
    if step.what in {"proposal", "won"}:
        dice = Random(f"{lead['id']} value")
        lead["estimatedValue"] = dice.choice((120_000, 249_999.5, 75_000, 310_000))


def assign(lead: Row, member: Member) -> None:
    """Give a lead to somebody: to the user, not to the membership."""
    lead["assignedToId"] = member.user_id
    lead["assignedTo"] = {"id": member.user_id, "name": member.name, "email": member.email}


def agent_of(deal: Deal) -> Member | None:
    """Tell whose lead it becomes; some are nobody's."""
    return Random(f"{deal.lead_id} agent").choice((*MEMBERS, None))


def doings(deal: Deal) -> Iterator[tuple[int, str, str]]:
    """List what is written into a lead's history: moment, type, and what is said."""
    dice = Random(f"{deal.lead_id} doings")
    first, *later = deal.steps
    yield first.at, "created", "Lead created"
    if agent_of(deal) is not None:
        yield first.at + HOUR // 2, "assigned", "Lead assigned"
    if dice.randrange(3) == 0:
        yield first.at + HOUR, "field_updated", "Contact data corrected"
    before = first
    for step in later:
        yield step.at, "status_changed", f"{before.what} → {step.what}"
        if step.what in CALLS:
            yield step.at + dice.randrange(60, HOUR), CALLS[step.what], dice.choice(SAID)
        before = step
    if dice.randrange(3) == 0:
        yield before.at + dice.randrange(HOUR, 2 * DAY), "note", dice.choice(SAID)


def activity(deal: Deal, at: int, kind: str, content: str) -> Row:
    """Write an activity down; only what was said to somebody, or by them, has a direction."""
    dice, agent = Random(f"{deal.lead_id} {at} {kind}"), agent_of(deal)
    is_talk = kind in CALLS.values()
    return {
        "id": f"act_{dice.getrandbits(48):012x}",
        "leadId": deal.lead_id,
        "type": kind,
        "direction": dice.choice(("inbound", "outbound")) if is_talk else None,
        "content": content,
        "createdAt": moment(at),
        "userId": None if agent is None or kind == "created" else agent.user_id,
    }
