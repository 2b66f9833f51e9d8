"""Specway behind the sandbox's front: its endpoints, its envelopes, who may call, and its truth.

The vendor's page is thin; where it disagrees with itself, there is a switch. Only what it answers is here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.sandbox.listing import UNPAGED
from lead_pipeline.sandbox.messages import Refused
from lead_pipeline.sandbox.specway import errors, shapes
from lead_pipeline.sandbox.specway.reading import Reading
from lead_pipeline.sandbox.specway.world import World
from lead_pipeline.sandbox.switches import Switches
from lead_pipeline.sandbox.system import Endpoint
from lead_pipeline.sandbox.table_edits import TableEdits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from threading import RLock
    from typing import Any

    from lead_pipeline.sandbox.clock import Clock
    from lead_pipeline.sandbox.keys import Key, Keyring
    from lead_pipeline.sandbox.listing import Paging, Row
    from lead_pipeline.sandbox.messages import Call
    from lead_pipeline.sandbox.options import SandboxOptions
    from lead_pipeline.sandbox.rate_limit import Standing

BUDGETS = {
    "FREE": {"minute": 60, "day": 1_000},
    "STARTER": {"minute": 120, "day": 10_000},
    "PRO": {"minute": 300, "day": 50_000},
    "BUSINESS": {"minute": 600, "day": 200_000},
}
USUAL_PLAN = "PRO"  # as in the vendor's example of the headers
KEY_REFUSALS = {401: ("UNAUTHORIZED",), 403: ("FORBIDDEN",), 429: ("RATE_LIMITED",)}
SUNSET = "Sat, 01 May 2027 00:00:00 GMT"
SWITCHES = {
    "no_success": "answers do not say success, as in the vendor's examples",
    "only_total": "the meta of a page is its total, as in the vendor's example",
    "no_updated_at": "a workflow by itself does not tell when it was changed, as in the vendor's example",
    "no_execution_list": "GET /executions, which only the chapter on paging knows, is 404",
    "no_workflow_id": "executions in the list of a workflow do not name it",
    "execution_error": "an execution tells why it failed",
    "small_limit": "a limit above 20 is refused, not one above 100",
    "sunset": "every answer says when this version of the API ends",
}


class Specway:
    """The Specway API and the account behind it."""

    name = "specway"
    title = "Specway"
    version = "v1"
    prefix = "/specway/v1"
    aliases: Sequence[str] = ()
    security: Mapping[str, str] = {"type": "http", "scheme": "bearer"}

    def __init__(self, options: SandboxOptions, clock: Clock, keys: Keyring, lock: RLock) -> None:
        self.world = World(options, clock)
        self.switches = Switches(SWITCHES)
        self.edit = TableEdits(self.world.tables, lock, self.world.touch)
        self._reading = Reading(self.world, clock, self.switches)
        self._keys = keys

    def endpoints(self) -> Sequence[Endpoint]:
        """List them."""
        read, lists, shows = self._reading, self._lists, self._shows
        by_page, by_cursor = read.by_page, read.by_cursor
        return (
            lists("/workflows", read.list_workflows, shapes.WorkflowItem, by_page),
            shows("/workflows/{id}", read.show_workflow, shapes.Workflow),
            lists("/workflows/{id}/executions", read.list_workflow_executions, shapes.ExecutionItem, by_page),
            lists("/executions", read.list_executions, shapes.ExecutionItem, by_cursor),
            shows("/executions/{id}", read.show_execution, shapes.Execution),
            lists("/forms", read.list_forms, shapes.Form, by_page),
            shows("/forms/{id}", read.show_form, shapes.Form),
            lists("/forms/{id}/submissions", read.list_submissions, shapes.Submission, by_page),
            lists("/credentials", read.list_credentials, shapes.Credential, UNPAGED),
            lists("/integrations", read.list_integrations, shapes.Integration, UNPAGED),
            lists("/webhooks", read.list_webhooks, shapes.Webhook, UNPAGED),
        )

    def _lists(self, path: str, answer: Callable[..., Any], gives: object, paging: Paging) -> Endpoint:
        refuses = KEY_REFUSALS if paging is UNPAGED else {**KEY_REFUSALS, 400: ("VALIDATION_ERROR",)}
        return self._endpoint(path, answer, gives, refuses, lists="data", paging=paging)

    def _shows(self, path: str, answer: Callable[..., Any], gives: object) -> Endpoint:
        return self._endpoint(path, answer, gives, KEY_REFUSALS)

    def _endpoint(
        self,
        path: str,
        answer: Callable[..., Any],
        gives: object,
        refuses: Mapping[int, Sequence[str]],
        **more: Any,  # noqa: ANN401 - words of Endpoint
    ) -> Endpoint:
        if "{id}" in path:
            refuses = {**refuses, 404: ("NOT_FOUND",)}
        # Scopes are not documented, only that a key may lack permissions: the sandbox gives them by resource.
        scope = path.split("/")[1]
        return Endpoint("GET", path, self.name + path, scope=scope, answer=answer, gives=gives, refuses=refuses, **more)

    def identify(self, call: Call) -> Key:
        """Find the key in the Authorization header; keys have no prefix, so any text is one until it is revoked."""
        scheme, _, secret = call.headers.get("authorization", "").partition(" ")
        key = self._keys.find(secret.strip(), "") if scheme.lower() == "bearer" else None
        if key is None:
            raise Refused(401, *errors.USUAL_ERRORS[401])
        return key

    def permit(self, key: Key, endpoint: Endpoint) -> None:
        """Ask for the permission."""
        if not key.may(endpoint.scope):
            raise Refused(403, *errors.USUAL_ERRORS[403])

    def invalid(self, message: str) -> Refused:
        """Refuse a query that does not fit."""
        return errors.invalid(message)

    def budgets(self, key: Key) -> Mapping[str, int]:
        """Give the requests a minute and a day of the key's plan."""
        return BUDGETS.get((key.plan or USUAL_PLAN).upper(), BUDGETS[USUAL_PLAN])

    def budget_headers(self, standings: Sequence[Standing]) -> Mapping[str, str]:
        """Tell of the minute only: when the day is used up, they say that there is room."""
        headers = {"sunset": SUNSET} if self.switches.is_on("sunset") else {}
        for standing in standings:
            if standing.window == "minute":
                headers["x-ratelimit-limit"] = str(standing.limit)
                headers["x-ratelimit-remaining"] = str(standing.left)
                headers["x-ratelimit-reset"] = str(standing.ends_at)
        return headers

    def rate_limited(self, _: Standing) -> Refused:
        """Refuse one request too many, without a Retry-After: no document knows of one."""
        return Refused(429, *errors.USUAL_ERRORS[429])

    def envelope(self, data: object) -> Row:
        """Wrap what went well."""
        return {**self._success(), "data": data}

    def list_envelope(self, name: str, rows: object, words: Row) -> Row:
        """Wrap a page; a list that comes all at once has no meta."""
        return {**self._success(), name: rows, **({"meta": words} if words else {})}

    def error(self, status: int, code: str | None, message: str | None, details: object = None) -> Row:
        """Wrap what went wrong."""
        usual_code, usual_message = errors.USUAL_ERRORS.get(status, errors.OTHER_ERROR)
        told = {"code": code or usual_code, "message": message or usual_message, "details": details or {}}
        return {"success": False, "error": told}

    def _success(self) -> Row:
        return {} if self.switches.is_on("no_success") else {"success": True}

    def truth(self) -> Row:
        """Give every row as it is held."""
        return self.edit.truth()

    def edits(self) -> Mapping[str, Callable[..., object]]:
        """List what the control routes may change."""
        return {**self.edit.offered(), "switch": self.switches.switch}
