"""FlowEstate behind the sandbox's front: its endpoints, its envelopes, who may call, and its truth.

Facts are in the vendor's documents; where they are silent, the sandbox chose. Only what it answers is here.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from lead_pipeline.sandbox.flowestate import shapes
from lead_pipeline.sandbox.flowestate.office import Office
from lead_pipeline.sandbox.flowestate.reading import KEY_PREFIX, PAGED, PAGED_ON_REQUEST, Reading
from lead_pipeline.sandbox.keys import Key
from lead_pipeline.sandbox.listing import UNPAGED, Paging
from lead_pipeline.sandbox.messages import Refused
from lead_pipeline.sandbox.switches import Switches
from lead_pipeline.sandbox.system import Endpoint
from lead_pipeline.sandbox.table_edits import TableEdits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from threading import RLock

    from lead_pipeline.sandbox.clock import Clock
    from lead_pipeline.sandbox.journeys import Journeys
    from lead_pipeline.sandbox.keys import Keyring
    from lead_pipeline.sandbox.listing import Row
    from lead_pipeline.sandbox.messages import Call
    from lead_pipeline.sandbox.rate_limit import Standing

API_KEY = re.compile(rf"{KEY_PREFIX}[0-9a-f]{{32}}")
OAUTH_TOKEN = re.compile(rf"(?!{KEY_PREFIX})[A-Za-z0-9._~-]{{32,}}")
REQUESTS_PER_MINUTE = {"free": 60, "paid": 1000}
OPEN = ""
"""The scope of what any key may do."""
OTHER_SCOPE = {"flowestate/pipeline_stages": "pipeline:read", "flowestate/lead_sources": "lead-sources:read"}
"""Two pages of the documents name two scopes: either passes."""
SWITCHES = {
    "expired_is_forbidden": "an expired key is 403, as one page of the documents says, not 401",
    "ties_move": "leads that are equal in what they are sorted by stand in another order each time",
}
USUAL_ERRORS = {
    400: ("BAD_REQUEST", "Bad request"),
    401: ("UNAUTHORIZED", "Invalid or missing token"),
    403: ("FORBIDDEN", "Insufficient permissions"),
    404: ("NOT_FOUND", "Not found"),
    # As documented: who decides by the code alone takes it for a request that must not be repeated.
    429: ("BAD_REQUEST", "Rate limit exceeded"),
}
REFUSALS = {401: ("UNAUTHORIZED",), 403: ("FORBIDDEN",), 429: ("BAD_REQUEST",)}
ONE, FILTERED = {404: ("NOT_FOUND",), **REFUSALS}, {400: ("VALIDATION_ERROR",), **REFUSALS}


class FlowEstate:
    """The FlowEstate API and the office behind it."""

    name = "flowestate"
    title = "FlowEstate"
    version = "v1"
    prefix = "/flowestate/api/v1"
    aliases: Sequence[str] = ()
    security: Mapping[str, str] = {"type": "http", "scheme": "bearer", "bearerFormat": f"{KEY_PREFIX}… or OAuth"}

    def __init__(self, seed: int, clock: Clock, keys: Keyring, lock: RLock, journeys: Journeys) -> None:
        self._seed = seed
        self._clock = clock
        self._keys = keys
        self._lock = lock
        self._journeys = journeys
        self.switches = Switches(SWITCHES)

    @cached_property
    def _filled(self) -> Office:
        return Office(self._seed, self._clock, self._journeys)

    def office(self) -> Office:
        """Give the office as it is now."""
        with self._lock:
            self._filled.catch_up()
            return self._filled

    def endpoints(self) -> Sequence[Endpoint]:
        """List them; of two that fit a path the first answers."""
        reading = Reading(self.office, self.switches)
        lists, shows = self._lists, self._shows
        return (
            shows("/me", "me", OPEN, reading.show_me, shapes.Me),
            lists("/leads", "leads", "leads:read", reading.list_leads, shapes.Lead, PAGED),
            shows("/leads/search", "lead_search", "leads:read", reading.search_lead, shapes.Lead),
            shows("/leads/{lead_id}", "lead", "leads:read", reading.show_lead, shapes.Lead),
            lists(
                "/leads/{lead_id}/activities", "activities", "leads:read", reading.list_activities, shapes.Activity,
                PAGED_ON_REQUEST,
            ),
            lists("/projects", "projects", "projects:read", reading.list_projects, shapes.Project, PAGED),
            shows("/projects/{project_id}", "project", "projects:read", reading.show_project, shapes.Project),
            lists("/projects/{project_id}/units", "units", "projects:read", reading.list_units, shapes.Unit),
            lists("/members", "members", "members:read", reading.list_members, shapes.Member),
            shows("/members/{member_id}", "member", "members:read", reading.show_member, shapes.Member),
            lists("/pipeline/stages", "pipeline_stages", "leads:read", reading.list_stages, shapes.Stage),
            lists("/lead-sources", "lead_sources", "leads:read", reading.list_sources, shapes.Source),
            shows(
                "/webhooks/events", "webhook_events", "webhooks:manage", reading.list_event_types, shapes.EventTypes
            ),
            lists(
                "/webhooks/subscriptions", "webhook_subscriptions", "webhooks:manage", reading.list_subscriptions,
                shapes.Subscription,
            ),
        )  # fmt: skip

    def _lists(  # noqa: PLR0913, PLR0917 - an endpoint has that many sides
        self, path: str, name: str, scope: str, answer: Callable[..., Any], gives: Any, paging: Paging = UNPAGED  # noqa: ANN401 - a shape
    ) -> Endpoint:  # fmt: skip
        refuses = {**FILTERED, **ONE} if "{" in path else FILTERED if paging is PAGED else REFUSALS
        route = f"{self.name}/{name}"
        return Endpoint("GET", path, route, scope, answer, gives, refuses=refuses, lists="data", paging=paging)

    def _shows(self, path: str, name: str, scope: str, answer: Callable[..., Any], gives: Any) -> Endpoint:  # noqa: ANN401 - the same
        refuses = {**FILTERED, **ONE} if path.endswith("/search") else ONE if "{" in path else REFUSALS
        return Endpoint("GET", path, f"{self.name}/{name}", scope, answer, gives, refuses=refuses)

    def identify(self, call: Call) -> Key:
        """Find the API key or the OAuth token in the Authorization header; an inactive key is known, and refused."""
        scheme, _, secret = call.headers.get("authorization", "").partition(" ")
        secret = secret.strip()
        known = self._keys.known(secret)
        if scheme.lower() == "bearer" and known is not None:
            if known.revoked:
                raise Refused(403, "FORBIDDEN", "API key is inactive")
            if known.expired and self.switches.is_on("expired_is_forbidden"):
                raise Refused(403, "FORBIDDEN", "API key has expired")
        is_token = known is not None or API_KEY.fullmatch(secret) or OAUTH_TOKEN.fullmatch(secret)
        key = self._keys.find(secret, "") if scheme.lower() == "bearer" and is_token else None
        if key is None:
            raise Refused(401, *USUAL_ERRORS[401])
        return key

    def permit(self, key: Key, endpoint: Endpoint) -> None:
        """Ask for the scope, or for the other one that is documented too."""
        scopes = (endpoint.scope, OTHER_SCOPE.get(endpoint.route, endpoint.scope))
        if endpoint.scope != OPEN and not any(map(key.may, scopes)):
            raise Refused(403, "FORBIDDEN", f"Insufficient permissions. Missing scopes: {endpoint.scope}")

    def invalid(self, message: str) -> Refused:
        """Refuse a query that does not fit."""
        return Refused(400, "VALIDATION_ERROR", f"Validation error: {message}")

    def budgets(self, key: Key) -> Mapping[str, int]:
        """Give what the document says for the plan; a key that does not say that it is free is paid for."""
        return {"minute": REQUESTS_PER_MINUTE["free" if (key.plan or "").lower() == "free" else "paid"]}

    def budget_headers(self, _: Sequence[Standing]) -> Mapping[str, str]:
        """Tell nothing before it is too late."""
        return {}

    def rate_limited(self, standing: Standing) -> Refused:
        """Refuse one request too many, with headers that no other answer has."""
        headers = {
            "retry-after": str(standing.seconds),
            "x-ratelimit-limit": str(standing.limit),
            "x-ratelimit-remaining": "0",
        }
        message = f"Rate limit exceeded. Retry after {standing.seconds} seconds."
        return Refused(429, USUAL_ERRORS[429][0], message, headers)

    def envelope(self, data: object) -> Row:
        """Wrap nothing: one resource comes bare."""
        return cast("Row", data)

    def list_envelope(self, name: str, rows: object, words: Row) -> Row:
        """Wrap a list; what is not paged says nothing of pages."""
        return {name: rows, "pagination": words} if words else {name: rows}

    def error(self, status: int, code: str | None, message: str | None, details: object = None) -> Row:  # noqa: ARG002 - this envelope has no place for details
        """Wrap what went wrong."""
        usual_code, usual_message = USUAL_ERRORS.get(status, ("INTERNAL_ERROR", "Something went wrong"))
        return {"error": {"message": message or usual_message, "code": code or usual_code}}

    def truth(self) -> Row:
        """Give everything as it is now."""
        office = self.office()
        return {**self._edits().truth(), "projects": [office.project(row) for row in office.projects.rows()]}

    def edits(self) -> Mapping[str, Callable[..., object]]:
        """List what the control routes may change."""
        return {**self._edits().offered(), "switch": self.switches.switch}

    def _edits(self) -> TableEdits:
        office = self.office()
        return TableEdits(office.tables, self._lock, office.touch)
