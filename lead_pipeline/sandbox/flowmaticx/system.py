"""FlowMaticX behind the sandbox's front: its endpoints, its envelopes, who may call, and its truth.

Facts are in the vendor's document; where that is silent, the sandbox chose. Only what it answers is here.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lead_pipeline.sandbox.flowmaticx.edits import Edits
from lead_pipeline.sandbox.flowmaticx.job_plan import FINAL, OPEN
from lead_pipeline.sandbox.flowmaticx.lead_kinds import ALL_KINDS, STATUSES, kinds_wanted
from lead_pipeline.sandbox.flowmaticx.posting import Posting
from lead_pipeline.sandbox.flowmaticx.queries import LARGEST_NUMBER, boolean, choice, number, page_of
from lead_pipeline.sandbox.flowmaticx.shelves import JobShelf, LeadShelf
from lead_pipeline.sandbox.flowmaticx.world import World
from lead_pipeline.sandbox.listing import Listing
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

KEY_PREFIX = "lg_live_"
PLAN_WITH_API = "AGENCY"
JOB_STATUSES = (*OPEN, *FINAL)
EMAIL_STATUSES = tuple(status for status in STATUSES if status)
USUAL_ERRORS = {
    400: ("VALIDATION_ERROR", "Request failed validation"),
    401: ("UNAUTHORIZED", "Missing or invalid API key"),
    402: ("INSUFFICIENT_CREDITS", "Not enough credits to run the job"),
    403: ("FORBIDDEN", "Key lacks required scope"),
    404: ("NOT_FOUND", "Resource doesn't exist in your workspace"),
    429: ("RATE_LIMITED", "Too many requests"),
}
PAGING = {"limit": "50", "offset": "0"}


class FlowMaticX:
    """The FlowMaticX API and the workspace behind it."""

    name = "flowmaticx"
    prefix = "/flowmaticx/api/v1"

    def __init__(self, options: SandboxOptions, clock: Clock, keys: Keyring, lock: RLock) -> None:
        self.world = World(options, clock)
        self.edit = Edits(self.world, lock)
        self.posting = Posting(self.world)
        self._keys = keys
        self._lock = lock

    def endpoints(self) -> Sequence[Endpoint]:
        """List the four."""
        endpoint = partial(Endpoint, path="/jobs", route="flowmaticx/jobs")
        return (
            endpoint("GET", scope="jobs:read", answer=self._list_jobs, lists=True, defaults=PAGING),
            endpoint("POST", scope="jobs:write", answer=self.posting.post, writes=True),
            Endpoint(
                "GET",
                "/leads",
                "flowmaticx/leads",
                scope="leads:read",
                answer=self._list_leads,
                lists=True,
                defaults={**PAGING, "billable_only": "true"},
            ),
            Endpoint("GET", "/credits", "flowmaticx/credits", scope="credits:read", answer=self._show_credits),
        )

    def _list_jobs(self, call: Call) -> Listing:
        limit, offset = page_of(call.query)
        status = choice(call.query, "status", JOB_STATUSES)
        return Listing("jobs", JobShelf(self.world, self.edit, status), limit, offset)

    def _list_leads(self, call: Call) -> Listing:
        limit, offset = page_of(call.query)
        job_id = number(call.query, "job_id", None, -LARGEST_NUMBER, LARGEST_NUMBER)
        wanted = kinds_wanted(
            billable_only=boolean(call.query, "billable_only", default=True),
            email_status=choice(call.query, "email_status", EMAIL_STATUSES),
        )
        return Listing("leads", LeadShelf(self.world, self.edit, wanted, job_id), limit, offset)

    def _show_credits(self, _: Call) -> Row:
        return self.world.credits.as_data(self.world.account, self.world.now())

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

    def rate_limited(self, seconds: int) -> Refused:
        """Refuse one request too many."""
        return Refused(429, *USUAL_ERRORS[429], {"retry-after": str(seconds)})

    def envelope(self, data: object) -> Row:
        """Wrap what went well."""
        return {"ok": True, "data": data}

    def error(self, status: int, code: str | None, message: str | None) -> Row:
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
