"""POST /jobs: the checks in the vendor's order, the idempotency keys, and the new job.

Everything else that changes the world is in edits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import msgspec

from lead_pipeline.sandbox.flowmaticx.queries import invalid
from lead_pipeline.sandbox.flowmaticx.shapes import Order, Receipt
from lead_pipeline.sandbox.messages import Refused
from lead_pipeline.sandbox.parameters import NOT_GIVEN, Declared, fields_of

if TYPE_CHECKING:
    from lead_pipeline.sandbox.flowmaticx.world import World
    from lead_pipeline.sandbox.listing import Row
    from lead_pipeline.sandbox.messages import Call


IDEMPOTENCY_KEY = Declared("Idempotency-Key", str, None)


@dataclass(frozen=True)
class Remembered:
    """What an idempotency key stands for."""

    body: object
    job_id: int


class Posting:
    """Takes orders for jobs; a key that was seen gives the first job again, whatever the body says."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._remembered: dict[str, Remembered] = {}
        self.replays = 0
        self.mismatches = 0
        """Replays whose body was another than the first."""

    def start_job(self, call: Call) -> Row:
        """Start a job, or give the first one of a known idempotency key again."""
        key = call.headers.get(IDEMPOTENCY_KEY.name.lower())
        body = decoded(call.body)
        if key and key in self._remembered:
            known = self._remembered[key]
            self.replays += 1
            self.mismatches += known.body != body
            return self._receipt(known.job_id)
        job_id = self._start(order_of(body))
        if key:
            self._remembered[key] = Remembered(body, job_id)
        return self._receipt(job_id)

    def _start(self, order: Order) -> int:
        world = self._world
        account, now = world.account, world.now()
        if not account.subscribed:
            raise Refused(400, "NO_SUBSCRIPTION", "Workspace has no active subscription")
        if order.leads_requested > account.most_leads_per_job:
            most = account.most_leads_per_job
            raise Refused(
                400, "PLAN_LIMIT_EXCEEDED", f"Requested {order.leads_requested} leads, plan allows {most} per job"
            )
        needed = order.leads_requested * (2 if order.ai_enabled else 1)
        have = account.credits_total - world.credits.used(now)
        if needed > have:
            raise Refused(402, "INSUFFICIENT_CREDITS", f"Need {needed} credits, have {have}")
        job_id = world.jobs.new_id()
        world.add_job(
            world.plan_job(
                job_id,
                now,
                order.keyword,
                order.location,
                requested=order.leads_requested,
                workflow=order.workflow_type,
                ai=order.ai_enabled,
                risky=order.include_risky,
            )
        )
        return job_id

    def _receipt(self, job_id: int) -> Row:
        now = self._world.now()
        plan = self._world.jobs.plan(job_id)
        receipt: Receipt = {
            "job_id": job_id,
            # Lower case here and upper case in the list: so it is in the vendor's document.
            "status": plan.status(now).lower(),
            "estimated_credits": plan.estimate,
            "credits_remaining": self._world.account.credits_total - self._world.credits.used(now),
        }
        return cast("Row", receipt)

    def as_json(self) -> Row:
        """Tell what became of the idempotency keys."""
        return {"keys": len(self._remembered), "replays": self.replays, "mismatches": self.mismatches}


def decoded(body: bytes) -> object:
    """Read JSON; what is none is None."""
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def order_of(body: object) -> Order:
    """Check a body; the message names every field that is wrong."""
    if not isinstance(body, dict):
        raise invalid("body: expected a JSON object")
    given, wrong = {}, []
    for field in fields_of(Order):
        try:
            given[field.name] = field.check(body.get(field.name, NOT_GIVEN))
        except ValueError as complaint:
            wrong.append(str(complaint))
    if wrong:
        raise invalid("; ".join(wrong))
    return msgspec.convert(given, Order)
