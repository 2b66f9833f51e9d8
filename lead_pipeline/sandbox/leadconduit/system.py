"""LeadConduit behind the sandbox's front: its endpoints, its envelopes, who may call, and its truth.

Facts are in the vendor's document; where that is silent, the sandbox chose. Only what it answers is here.
"""

from __future__ import annotations

from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, cast

from lead_pipeline.sandbox.leadconduit.account import Account
from lead_pipeline.sandbox.leadconduit.reading import BY_PAGE_NUMBER, CUT_OFF, Reading
from lead_pipeline.sandbox.leadconduit.shapes import Analytics, Flow, FlowEvent, FlowRow, Lead, LeadRow
from lead_pipeline.sandbox.listing import UNPAGED
from lead_pipeline.sandbox.messages import Fresh, Refused
from lead_pipeline.sandbox.switches import Switches
from lead_pipeline.sandbox.system import Endpoint
from lead_pipeline.sandbox.table_edits import TableEdits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from threading import RLock

    from lead_pipeline.sandbox.clock import Clock
    from lead_pipeline.sandbox.journeys import Journeys
    from lead_pipeline.sandbox.keys import Key, Keyring
    from lead_pipeline.sandbox.listing import Row
    from lead_pipeline.sandbox.messages import Call
    from lead_pipeline.sandbox.rate_limit import Standing

REVOKED = "revoked-"
READ = "read"
BURST_PER_MINUTE, REQUESTS_PER_HOUR = 100, 1000
SWITCHES = {
    "created_after_inclusive": "created_after takes in leads of that very second",
    "end_date_exclusive": "end_date is the first day that is not meant: no document says whether it is the last one",
    "newest_first": "the newest leads and events are listed first: their order is documented nowhere",
}
USUAL_ERRORS = {
    400: ("validation_failed", "Request validation failed"),
    401: ("unauthorized", "Invalid or missing API key"),
    403: ("forbidden", "Insufficient permissions"),
    404: ("not_found", "Resource not found"),
    409: ("duplicate_detected", "Lead matches existing record"),
    422: ("validation_failed", "Request validation failed"),
    429: ("rate_limited", "Rate limit exceeded"),
}
REFUSALS = {401: ("unauthorized",), 403: ("forbidden",), 429: ("rate_limited",)}
ONE, FILTERED = {404: ("not_found",), **REFUSALS}, {400: ("validation_failed",), **REFUSALS}


class LeadConduit:
    """The LeadConduit API and the account behind it."""

    name = "leadconduit"
    title = "LeadConduit"
    version = "v1"
    prefix = "/leadconduit/api/v1"
    aliases: Sequence[str] = ()
    security: Mapping[str, str] = {"type": "http", "scheme": "bearer"}

    def __init__(self, clock: Clock, keys: Keyring, lock: RLock, journeys: Journeys) -> None:
        self._clock = clock
        self._keys = keys
        self._lock = lock
        self._journeys = journeys
        self.switches = Switches(SWITCHES)
        self._requests = count(1)

    @cached_property
    def _filled(self) -> Account:
        return Account(self._clock, self._journeys)

    def account(self) -> Account:
        """Give the account as it is now."""
        with self._lock:
            self._filled.catch_up()
            return self._filled

    def endpoints(self) -> Sequence[Endpoint]:
        """List the six."""
        reading = Reading(self.account, self.switches)
        return (
            Endpoint(
                "GET", "/flows", "leadconduit/flows", READ, reading.list_flows, FlowRow,
                refuses=REFUSALS, lists="flows", paging=UNPAGED,
            ),
            Endpoint("GET", "/flows/{flow_id}", "leadconduit/flow", READ, reading.show_flow, Flow, refuses=ONE),
            Endpoint(
                "GET", "/flows/{flow_id}/events", "leadconduit/events", READ, reading.list_events, FlowEvent,
                refuses={**ONE, **FILTERED}, lists="events", paging=CUT_OFF,
            ),
            Endpoint(
                "GET", "/leads", "leadconduit/leads", READ, reading.list_leads, LeadRow,
                refuses=FILTERED, lists="leads", paging=BY_PAGE_NUMBER,
            ),
            Endpoint("GET", "/leads/{lead_id}", "leadconduit/lead", READ, reading.show_lead, Lead, refuses=ONE),
            Endpoint(
                "GET", "/analytics", "leadconduit/analytics", READ, reading.show_analytics, Analytics, refuses=FILTERED
            ),
        )  # fmt: skip

    def identify(self, call: Call) -> Key:
        """Find the key in the Authorization header; no form of it is documented, so any will do."""
        scheme, _, secret = call.headers.get("authorization", "").partition(" ")
        secret = secret.strip()
        key = self._keys.find(secret, "") if scheme.lower() == "bearer" and not secret.startswith(REVOKED) else None
        if key is None:
            raise Refused(401, *USUAL_ERRORS[401])
        return key

    def permit(self, key: Key, endpoint: Endpoint) -> None:
        """Refuse a key without rights; the API has no scopes, so there is but one right to read."""
        if not key.may(endpoint.scope):
            raise Refused(403, *USUAL_ERRORS[403])

    def invalid(self, message: str) -> Refused:
        """Refuse a query that does not fit, and name the field."""
        field, _, reason = message.partition(": ")
        details = [{"field": field, "code": "invalid_format", "message": reason}]
        return Refused(400, *USUAL_ERRORS[400], details=details)

    def budgets(self, _: Key) -> Mapping[str, int]:
        """Give what the document says."""
        return {"minute": BURST_PER_MINUTE, "hour": REQUESTS_PER_HOUR}

    def budget_headers(self, standings: Sequence[Standing]) -> Mapping[str, str]:
        """Tell of the hour only: who is refused for the minute's sake sees much left, and a reset far away."""
        for standing in standings:
            if standing.window == "hour":
                return {
                    "x-ratelimit-limit": str(standing.limit),
                    "x-ratelimit-remaining": str(standing.left),
                    "x-ratelimit-reset": str(standing.ends_at),
                }
        return {}

    def rate_limited(self, _: Standing) -> Refused:
        """Refuse one request too many, without Retry-After."""
        return Refused(429, *USUAL_ERRORS[429])

    def envelope(self, data: object) -> Row:
        """Wrap nothing: an object comes bare."""
        return cast("Row", data)

    def list_envelope(self, name: str, rows: object, words: Row) -> Row:
        """Put a list under its name, with the counters beside it."""
        return {**words, name: rows}

    def error(self, status: int, code: str | None, message: str | None, details: object = None) -> Row:
        """Wrap what went wrong; details are left out when there are none."""
        usual_code, usual_message = USUAL_ERRORS.get(status, ("internal_error", "Something went wrong"))
        error: Row = {"code": code or usual_code, "message": message or usual_message}
        if details is not None:
            error["details"] = details
        return {"error": {**error, "request_id": Fresh(f"req_{next(self._requests):012x}")}}

    def truth(self) -> Row:
        """Give everything as it is now; unlike the search, a lead here tells its flow, its data and its changes."""
        return self._edits().truth()

    def edits(self) -> Mapping[str, Callable[..., object]]:
        """List what the control routes may change."""
        return {**self._edits().offered(), "switch": self.switches.switch}

    def _edits(self) -> TableEdits:
        account = self.account()
        return TableEdits(account.tables, self._lock, account.touch)
