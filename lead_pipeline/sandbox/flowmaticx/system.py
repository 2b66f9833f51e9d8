"""FlowMaticX behind the sandbox's front: its endpoints, its envelopes, who may call, and its truth.

Facts are in the vendor's document; where that is silent, the sandbox chose. Only what it answers is here.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lead_pipeline.sandbox.flowmaticx.edits import Edits
from lead_pipeline.sandbox.flowmaticx.lead_kinds import ALL_KINDS
from lead_pipeline.sandbox.flowmaticx.posting import IDEMPOTENCY_KEY, Posting
from lead_pipeline.sandbox.flowmaticx.queries import invalid
from lead_pipeline.sandbox.flowmaticx.reading import Reading
from lead_pipeline.sandbox.flowmaticx.shapes import Balance, Job, Lead, Order, Receipt
from lead_pipeline.sandbox.flowmaticx.shelves import JobShelf, LeadShelf
from lead_pipeline.sandbox.flowmaticx.world import World
from lead_pipeline.sandbox.messages import Refused
from lead_pipeline.sandbox.system import Endpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from threading import RLock

    from lead_pipeline.sandbox.clock import Clock
    from lead_pipeline.sandbox.keys import Key, Keyring
    from lead_pipeline.sandbox.listing import Row
    from lead_pipeline.sandbox.messages import Call
    from lead_pipeline.sandbox.options import SandboxOptions
    from lead_pipeline.sandbox.rate_limit import Standing

KEY_PREFIX = "lg_live_"
PLAN_WITH_API = "AGENCY"
REQUESTS_PER_MINUTE = 300
USUAL_ERRORS = {
    400: ("VALIDATION_ERROR", "Request failed validation"),
    401: ("UNAUTHORIZED", "Missing or invalid API key"),
    402: ("INSUFFICIENT_CREDITS", "Not enough credits to run the job"),
    403: ("FORBIDDEN", "Key lacks required scope"),
    404: ("NOT_FOUND", "Resource doesn't exist in your workspace"),
    429: ("RATE_LIMITED", "Too many requests"),
}
REFUSALS = {401: ("UNAUTHORIZED",), 403: ("FORBIDDEN", "PLAN_FEATURE_LOCKED"), 429: ("RATE_LIMITED",)}
LIST_REFUSALS = {400: ("VALIDATION_ERROR",), **REFUSALS}
POST_REFUSALS = {
    400: ("VALIDATION_ERROR", "PLAN_LIMIT_EXCEEDED", "NO_SUBSCRIPTION"),
    402: ("INSUFFICIENT_CREDITS",),
    **REFUSALS,
}


class FlowMaticX:
    """The FlowMaticX API and the workspace behind it."""

    name = "flowmaticx"
    title = "FlowMaticX"
    version = "v1"
    prefix = "/flowmaticx/api/v1"
    aliases: Sequence[str] = ()
    security: Mapping[str, str] = {"type": "http", "scheme": "bearer", "bearerFormat": f"{KEY_PREFIX}…"}

    def __init__(self, options: SandboxOptions, clock: Clock, keys: Keyring, lock: RLock) -> None:
        self.world = World(options, clock)
        self.edit = Edits(self.world, lock)
        self.reading = Reading(self.world, self.edit)
        self.posting = Posting(self.world)
        self._keys = keys
        self._lock = lock

    def endpoints(self) -> Sequence[Endpoint]:
        """List the four."""
        endpoint = partial(Endpoint, path="/jobs", route="flowmaticx/jobs")
        reading = self.reading
        return (
            endpoint(
                "GET", scope="jobs:read", answer=reading.list_jobs, gives=Job, lists="jobs", refuses=LIST_REFUSALS
            ),
            endpoint(
                "POST",
                scope="jobs:write",
                answer=self.posting.start_job,
                gives=Receipt,
                takes=Order,
                headers=(IDEMPOTENCY_KEY,),
                refuses=POST_REFUSALS,
                writes=True,
            ),
            Endpoint(
                "GET",
                "/leads",
                "flowmaticx/leads",
                scope="leads:read",
                answer=reading.list_leads,
                gives=Lead,
                refuses=LIST_REFUSALS,
                lists="leads",
            ),
            Endpoint(
                "GET",
                "/credits",
                "flowmaticx/credits",
                scope="credits:read",
                answer=reading.show_credits,
                gives=Balance,
                refuses=REFUSALS,
            ),
        )

    def identify(self, call: Call) -> Key:
        """Find the key in the Authorization header."""
        scheme, _, secret = call.headers.get("authorization", "").partition(" ")
        key = self._keys.find(secret.strip(), KEY_PREFIX) if scheme.lower() == "bearer" else None
        if key is None:
            raise Refused(401, *USUAL_ERRORS[401])
        return key

    def permit(self, key: Key, endpoint: Endpoint) -> None:
        """Ask for the Agency plan first, then for the scope."""
        if (key.plan or self.world.account.plan) != PLAN_WITH_API:
            raise Refused(
                403, "PLAN_FEATURE_LOCKED", "Your plan doesn't include API access: it requires the Agency plan"
            )
        if not key.may(endpoint.scope):
            raise Refused(403, "FORBIDDEN", f"Key lacks required scope: {endpoint.scope}")

    def invalid(self, message: str) -> Refused:
        """Refuse a query that does not fit."""
        return invalid(message)

    def budgets(self, _: Key) -> Mapping[str, int]:
        """Give what the document says."""
        return {"minute": REQUESTS_PER_MINUTE}

    def budget_headers(self, _: Sequence[Standing]) -> Mapping[str, str]:
        """Tell nothing: the document has no such headers."""
        return {}

    def rate_limited(self, standing: Standing) -> Refused:
        """Refuse one request too many."""
        return Refused(429, *USUAL_ERRORS[429], {"retry-after": str(standing.seconds)})

    def envelope(self, data: object) -> Row:
        """Wrap what went well."""
        return {"ok": True, "data": data}

    def list_envelope(self, name: str, rows: object, words: Row) -> Row:
        """Wrap a page."""
        return self.envelope({name: rows, **words})

    def error(self, status: int, code: str | None, message: str | None, details: object = None) -> Row:  # noqa: ARG002 - this envelope has no place for details
        """Wrap what went wrong."""
        usual_code, usual_message = USUAL_ERRORS.get(status, ("INTERNAL_ERROR", "Something went wrong"))
        return {
            "ok": False,
            "error": {"code": code or usual_code, "message": message or usual_message, "status": status},
        }

    def jobs(self) -> list[Row]:
        """Give every job as the API would show it now, newest first."""
        with self._lock:
            shelf = JobShelf(self.world, self.edit)
            return shelf.rows(shelf.count(), 0)

    def leads(self, job_id: int | None = None) -> list[Row]:
        """Give every lead, or every one of a job, as the API would show it now, newest first."""
        with self._lock:
            shelf = LeadShelf(self.world, self.edit, ALL_KINDS, job_id)
            return shelf.rows(shelf.count(), 0)

    def truth(self) -> Row:
        """Give everything as it is now; unlike the API, a lead here tells its job."""
        with self._lock:
            shelf = LeadShelf(self.world, self.edit, ALL_KINDS)
            entries = shelf.entries(shelf.count(), 0)
            leads = [{**self.world.lead_row(entry), "job_id": entry.job_id} for entry in entries]
            credits_now = self.world.credits.as_data(self.world.account, self.world.now())
            return {"jobs": self.jobs(), "leads": leads, "credits": credits_now, "idempotency": self.posting.as_json()}

    def edits(self) -> Mapping[str, Callable[..., object]]:
        """List what the control routes may change."""
        edit = self.edit
        offered = (
            edit.delete_leads,
            edit.delete_jobs,
            edit.add_leads,
            edit.add_job,
            edit.set_lead,
            edit.set_job,
            edit.set_account,
        )
        return {method.__name__: method for method in offered}
