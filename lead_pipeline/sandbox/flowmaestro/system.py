"""FlowMaestro behind the sandbox's front: its endpoints, its envelopes, who may call, and its truth.

Facts are in the vendor's documents; where they disagree, there is a switch. Only what it answers is here.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING
from uuid import UUID

from lead_pipeline.sandbox.flowmaestro import shapes
from lead_pipeline.sandbox.flowmaestro.events import EVENT_STREAM
from lead_pipeline.sandbox.flowmaestro.making import moment
from lead_pipeline.sandbox.flowmaestro.reading import Reading
from lead_pipeline.sandbox.flowmaestro.world import World
from lead_pipeline.sandbox.messages import Fresh, Refused
from lead_pipeline.sandbox.switches import Switches
from lead_pipeline.sandbox.system import Endpoint
from lead_pipeline.sandbox.table_edits import TableEdits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from threading import RLock
    from typing import Any

    from lead_pipeline.sandbox.clock import Clock
    from lead_pipeline.sandbox.keys import Key, Keyring
    from lead_pipeline.sandbox.listing import Row
    from lead_pipeline.sandbox.messages import Call
    from lead_pipeline.sandbox.options import SandboxOptions
    from lead_pipeline.sandbox.rate_limit import Standing

KEY_PREFIXES = ("fm_live_", "fm_test_")
USUAL_ERRORS = {
    400: ("validation_error", "Invalid input data"),
    401: ("invalid_api_key", "Missing or invalid API key"),
    403: ("insufficient_scope", "Missing required scope"),
    404: ("resource_not_found", "Resource not found"),
    408: ("timeout", "The agent did not answer in time"),
    429: ("rate_limit_exceeded", "Rate limit exceeded."),
    501: ("not_implemented", "Not implemented"),
    503: ("service_unavailable", "Service temporarily unavailable"),
}
OF_KEYS = {401: ("invalid_api_key", "expired_api_key", "revoked_api_key")}
REFUSALS = {**OF_KEYS, 403: ("insufficient_scope",), 429: ("rate_limit_exceeded",)}
REFUSALS_BY_ID = {**REFUSALS, 404: ("resource_not_found",)}
BUDGETS = {"FREE": {"minute": 60, "day": 1000}, "PRO": {"minute": 300, "day": 50_000}}
USUAL_BUDGET = {"minute": 60, "day": 10_000}
SWITCHES = {
    "old_workflows": "workflows have version and inputs, and no status and input_schema",
    "old_triggers": "triggers have trigger_type and updated_at, and no type and workflow_name",
    "error_as_text": "an execution's error is its message",
    "execution_created_at": "executions tell when they were created",
    "messages_unpaged": "a thread's messages come all at once, as data.messages",
    "broken_counts": "total_count counts what was fetched for the page, except where workflow_id is the only filter",
    "others_hidden": "some rows that are listed are not found by id",
    "has_more": "pagination says has_more, and neither has_next, has_prev nor total_pages",
}


class FlowMaestro:
    """The FlowMaestro API and the workspace behind it."""

    name = "flowmaestro"
    title = "FlowMaestro"
    version = "v1"
    prefix = "/flowmaestro/v1"
    # The base URL says the one, the examples below it the other.
    aliases: Sequence[str] = ("/flowmaestro/api/v1",)
    security: Mapping[str, str] = {"type": "apiKey", "in": "header", "name": "X-API-Key"}

    def __init__(self, options: SandboxOptions, clock: Clock, keys: Keyring, lock: RLock) -> None:
        self.world = World(options, clock)
        self.switches = Switches(SWITCHES)
        self.edit = TableEdits(self.world.tables, lock, self.world.touch)
        self._reading = Reading(self.world, self.switches)
        self._clock = clock
        self._keys = keys
        self._answers = 0

    def endpoints(self) -> Sequence[Endpoint]:
        """List them."""
        read, shown = self._reading, shapes
        return (
            self._lists("/workflows", read.list_workflows, shown.WorkflowItem),
            self._shows("/workflows/{id}", read.show_workflow, shown.Workflow),
            self._lists("/executions", read.list_executions, shown.ExecutionItem),
            self._shows("/executions/{id}", read.show_execution, shown.Execution),
            self._shows("/executions/{id}/events", read.stream_events, str, media=EVENT_STREAM),
            self._lists("/agents", read.list_agents, shown.AgentItem),
            self._shows("/agents/{id}", read.show_agent, shown.Agent),
            self._shows("/threads/{id}", read.show_thread, shown.Thread),
            self._lists("/threads/{id}/messages", read.list_messages, shown.Message),
            self._lists("/triggers", read.list_triggers, shown.Trigger),
            self._lists("/knowledge-bases", read.list_knowledge_bases, shown.KnowledgeBaseItem),
            self._shows("/knowledge-bases/{id}", read.show_knowledge_base, shown.KnowledgeBase),
            self._lists("/webhooks", read.list_webhooks, shown.WebhookItem),
            self._shows("/webhooks/{id}", read.show_webhook, shown.Webhook),
            self._lists("/webhooks/{id}/deliveries", read.list_deliveries, shown.Delivery),
        )

    def _lists(self, path: str, answer: Callable[..., Any], gives: object) -> Endpoint:
        return self._endpoint(path, answer, gives, lists="data", paging=self._reading.paging)

    def _shows(self, path: str, answer: Callable[..., Any], gives: object, **more: Any) -> Endpoint:  # noqa: ANN401 - words of Endpoint
        return self._endpoint(path, answer, gives, **more)

    def _endpoint(self, path: str, answer: Callable[..., Any], gives: object, **more: Any) -> Endpoint:  # noqa: ANN401 - the same
        resource = path.split("/")[1]
        refuses = REFUSALS_BY_ID if "{id}" in path else REFUSALS
        return Endpoint(
            "GET", path, self.name + path, scope=f"{resource}:read", answer=answer, gives=gives, refuses=refuses, **more
        )

    def identify(self, call: Call) -> Key:
        """Find the key in its own header, or, only if there is none, in the Authorization header."""
        secret = call.headers.get("x-api-key")
        if secret is None:
            scheme, _, secret = call.headers.get("authorization", "").partition(" ")
            secret = secret.strip() if scheme.lower() == "bearer" else ""
        key = self._keys.find(secret, *KEY_PREFIXES)
        if key is None:
            known = self._keys.known(secret)
            if known is not None and known.revoked:
                raise Refused(401, "revoked_api_key", "API key has been revoked")
            if known is not None:
                raise Refused(401, "expired_api_key", "API key has expired")
            raise Refused(401, *USUAL_ERRORS[401])
        return key

    def permit(self, key: Key, endpoint: Endpoint) -> None:
        """Ask for the scope."""
        if not key.may(endpoint.scope):
            wanted = [endpoint.scope]
            scopes = {"required_scopes": wanted, "missing_scopes": wanted, "your_scopes": sorted(key.scopes)}
            raise Refused(403, *USUAL_ERRORS[403], details=scopes)

    def invalid(self, message: str) -> Refused:
        """Refuse a query that does not fit."""
        field, _, reason = message.partition(": ")
        return Refused(400, *USUAL_ERRORS[400], details={"errors": [{"field": field, "message": reason}]})

    def budgets(self, key: Key) -> Mapping[str, int]:
        """Give the requests a minute and a day; a plan without numbers of its own has the usual ones."""
        return BUDGETS.get(key.plan or "", USUAL_BUDGET)

    def budget_headers(self, standings: Sequence[Standing]) -> Mapping[str, str]:
        """Tell of the minute, and of the day by its own names; when the day ends is not told."""
        headers = {}
        for standing in standings:
            suffix = {"minute": "", "day": "-Day"}.get(standing.window)
            if suffix is not None:
                headers[f"x-ratelimit-limit{suffix.lower()}"] = str(standing.limit)
                headers[f"x-ratelimit-remaining{suffix.lower()}"] = str(standing.left)
            if standing.window == "minute":
                headers["x-ratelimit-reset"] = str(standing.ends_at)
        return headers

    def rate_limited(self, standing: Standing) -> Refused:
        """Refuse one request too many; a day's refusal may ask for hours of patience."""
        message = "Daily rate limit exceeded." if standing.window == "day" else USUAL_ERRORS[429][1]
        details = {"limit": standing.limit, "window": standing.window, "retry_after": standing.seconds}
        return Refused(429, USUAL_ERRORS[429][0], message, {"retry-after": str(standing.seconds)}, details)

    def envelope(self, data: object) -> Row:
        """Wrap what went well."""
        return {"data": data, "meta": self._meta()}

    def list_envelope(self, name: str, rows: object, words: Row) -> Row:
        """Wrap a page."""
        return {name: rows, "pagination": words, "meta": self._meta()}

    def error(self, status: int, code: str | None, message: str | None, details: object = None) -> Row:
        """Wrap what went wrong."""
        usual_code, usual_message = USUAL_ERRORS.get(status, ("internal_error", "Server error"))
        error = {"code": code or usual_code, "message": message or usual_message, "details": details or {}}
        return {"error": error, "meta": self._meta()}

    def _meta(self) -> Row:
        self._answers += 1
        drawn = blake2b(f"{self.name} {self._answers}".encode(), digest_size=16).digest()
        return {"request_id": Fresh(UUID(bytes=drawn, version=4)), "timestamp": Fresh(moment(self._clock.seconds()))}

    def truth(self) -> Row:
        """Give every row as it is held, also of threads, which no list shows."""
        return self.edit.truth()

    def edits(self) -> Mapping[str, Callable[..., object]]:
        """List what the control routes may change."""
        return {**self.edit.offered(), "switch": self.switches.switch}
