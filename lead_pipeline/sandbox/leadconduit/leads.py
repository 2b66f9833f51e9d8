"""Leads and their events as LeadConduit keeps them: how they come in, and what each step adds.

Written from the journeys. Which part of a row an endpoint shows is in shapes.
"""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING

from lead_pipeline.sandbox.clock import stamp
from lead_pipeline.sandbox.journeys.fates import opaque
from lead_pipeline.sandbox.leadconduit.flows import CARRIER

if TYPE_CHECKING:
    from lead_pipeline.sandbox.journeys.fates import Step, Submission
    from lead_pipeline.sandbox.listing import Row

SOURCES = ("website_form", "website_form", "social_media", "partner_site", None)
CAMPAIGNS = ("summer_2026", "open_house", "brand_search", None)
CARRIERS = ("Verizon", "Vodafone", "Orange", "Unknown")
FAILURES = (500, 502, 504, None)
SCORED, GOOD = 0.95, 0.2


def arrived(submission: Submission) -> Row:
    """Write a lead down as it comes in: not looked at yet, so without a score."""
    dice, at = Random(submission.lead_id), stamp(submission.steps[0].at)
    is_handed_on = "flowmaticx_lead_id" in submission.form
    return {
        "id": submission.lead_id,
        "flow_id": CARRIER[submission.flow].id,
        "created_at": at,
        "updated_at": at,
        "status": "received",
        "quality_score": None,
        "source": "flowmaticx" if is_handed_on else dice.choice(SOURCES),
        "campaign": dice.choice(CAMPAIGNS),
        "lead_data": in_order(submission.form),
        "enhancements": {},
        "quality_metrics": None,
    }


def take_step(lead: Row, form: dict[str, str], step: Step) -> None:
    """Let a step change a lead."""
    lead["updated_at"] = stamp(step.at)
    if step.what != "enhanced":
        lead["status"] = step.what
        return
    dice = Random(f"{lead['id']} enhanced")
    lead["enhancements"] = enhancements(form, dice)
    if dice.random() < SCORED:
        lead["quality_score"] = score = round(0.35 + 0.64 * dice.random(), 2)
        lead["quality_metrics"] = {
            "overall_score": score,
            "completeness": min(1.0, len(form) / 10),
            "accuracy": round(dice.uniform(0.5, 1), 2),
            "fraud_risk": round(dice.random() ** 3, 2),
        }


def in_order(form: dict[str, str]) -> Row:
    """Put what was sent in order, but only what is American: what is stored is not always what was sent."""
    stored: Row = dict(form)
    digits = re.sub(r"\D", "", form.get("phone", ""))
    if form.get("country") == "US" and digits:
        stored["phone"] = f"+1{digits[-10:]}"
    if form.get("country") == "US" and re.fullmatch(r"\d{5}", form.get("postal_code", "")):
        stored["postal_code"] = f"{form['postal_code']}-{digits[-4:] or '0001'}"
    return stored


def enhancements(form: dict[str, str], dice: Random) -> Row:
    """Tell what the services found out; one for what was not given is left out."""
    found: Row = {}
    if "email" in form:
        quality = round(dice.random(), 2)
        status = "valid" if quality > GOOD else "invalid"
        found["email_validation"] = {"status": status, "deliverable": quality > GOOD, "quality_score": quality}
    if "phone" in form:
        line = dice.choice(("mobile", "landline", "voip"))
        found["phone_validation"] = {"status": "valid", "line_type": line, "carrier": dice.choice(CARRIERS)}
    return found


def event_of(submission: Submission, step: Step) -> Row:
    """Write an event down, all that any endpoint shows of it."""
    dice, flow = Random(f"{submission.lead_id} {step.what}"), CARRIER[submission.flow]
    is_delivery = step.what in {"delivered", "failed"}
    # A recipient that did not answer in time gave no code either.
    code = 200 if step.what == "delivered" else dice.choice(FAILURES)
    return {
        "id": opaque("event", submission.lead_id, step.what),
        "flow_id": flow.id,
        "lead_id": submission.lead_id,
        "type": step.what,
        "timestamp": stamp(step.at),
        "outcome": "failure" if step.what in {"rejected", "failed"} else "success",
        "recipient": flow.recipient if is_delivery else None,
        "duration_ms": 30 + dice.randrange(900) if is_delivery or step.what == "enhanced" else None,
        "response_code": code if is_delivery else None,
        "enhancements": [*enhancements(submission.form, dice)] if step.what == "enhanced" else None,
    }
