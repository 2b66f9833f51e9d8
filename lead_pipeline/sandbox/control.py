"""The control routes under /_sandbox/: what tests in another process need, without a key, from loopback only.

Each does what the Python attributes of Sandbox do, and no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from starlette.responses import Response
from starlette.routing import Route

from lead_pipeline.sandbox.control_orders import ClockOrder, EditOrder, FaultOrder, KeyOrder, RateOrder, arguments
from lead_pipeline.sandbox.faults import Fault
from lead_pipeline.sandbox.journal import last_four
from lead_pipeline.sandbox.messages import JSON, encode
from lead_pipeline.sandbox.openapi import document

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from lead_pipeline.sandbox.state import Sandbox
    from lead_pipeline.sandbox.system import System

    Action = Callable[[bytes, dict[str, str]], object]

LOOPBACK = ("127.0.0.1", "::1")


def control_routes(sandbox: Sandbox) -> list[Route]:
    """Make the routes."""
    control = Control(sandbox)
    actions: dict[tuple[str, str], Action] = {
        ("GET", "/journal"): control.show_journal,
        ("DELETE", "/journal"): control.clear_journal,
        ("GET", "/faults"): control.show_faults,
        ("POST", "/faults"): control.arm_fault,
        ("DELETE", "/faults"): control.clear_faults,
        ("GET", "/clock"): control.show_clock,
        ("POST", "/clock"): control.move_clock,
        ("GET", "/truth/{system}"): control.show_truth,
        ("GET", "/journeys"): control.show_journeys,
        ("GET", "/openapi/{system}"): control.describe,
        ("POST", "/keys"): control.register_key,
        ("POST", "/edits"): control.edit,
        ("GET", "/rate_limit"): control.show_rate_limit,
        ("POST", "/rate_limit"): control.set_rate_limit,
    }
    return [Route("/_sandbox" + path, guarded(action), methods=[method]) for (method, path), action in actions.items()]


class Control:
    """The actions behind the routes; each takes the request's body and path, and gives a JSON value."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def show_journal(self, _: bytes, __: dict[str, str]) -> object:
        """Give all entries."""
        return {"entries": self._sandbox.journal.as_json()}

    def clear_journal(self, _: bytes, __: dict[str, str]) -> object:
        """Forget all entries."""
        self._sandbox.journal.clear()
        return {"entries": []}

    def show_faults(self, _: bytes, __: dict[str, str]) -> object:
        """Give the armed faults with their counts."""
        return {"faults": self._sandbox.faults.as_json()}

    def arm_fault(self, body: bytes, _: dict[str, str]) -> object:
        """Arm a fault."""
        order = msgspec.json.decode(body, type=FaultOrder)
        fault = Fault(**msgspec.structs.asdict(order))
        return {"number": self._sandbox.faults.add(fault)}

    def clear_faults(self, _: bytes, __: dict[str, str]) -> object:
        """Disarm all faults."""
        self._sandbox.faults.clear()
        return {"faults": []}

    def show_clock(self, _: bytes, __: dict[str, str]) -> object:
        """Tell the time."""
        clock = self._sandbox.clock
        return {"now": clock.now().isoformat(), "frozen": clock.frozen}

    def move_clock(self, body: bytes, path: dict[str, str]) -> object:
        """Advance the clock, or set it."""
        order = msgspec.json.decode(body, type=ClockOrder)
        if (order.set is None) == (order.advance_seconds is None):
            raise ValueError('the clock takes either {"advance_seconds": number} or {"set": "2026-05-04T10:00:00Z"}')
        with self._sandbox.lock:
            if order.set is not None:
                self._sandbox.clock.set(order.set)
            elif order.advance_seconds is not None:
                self._sandbox.clock.advance(order.advance_seconds)
        return self.show_clock(body, path)

    def show_truth(self, _: bytes, path: dict[str, str]) -> object:
        """Give everything a system holds."""
        return self._system(path["system"]).truth()

    def show_journeys(self, _: bytes, __: dict[str, str]) -> object:
        """Say who is who in the systems."""
        return {"people": self._sandbox.journeys.truth()}

    def describe(self, _: bytes, path: dict[str, str]) -> object:
        """Give a system's OpenAPI document."""
        return document(self._system(path["system"]))

    def register_key(self, body: bytes, _: dict[str, str]) -> object:
        """Make a key known, or revoke it."""
        order = msgspec.json.decode(body, type=KeyOrder)
        key = self._sandbox.keys.register(
            order.key,
            order.scopes,
            order.plan,
            order.requests_per_minute,
            revoked=order.revoked,
            expired=order.expired,
            budgets=order.budgets,
        )
        return {"key": last_four(key.secret), "scopes": sorted(key.scopes), "plan": key.plan, "revoked": key.revoked}

    def edit(self, body: bytes, _: dict[str, str]) -> object:
        """Change a system's rows."""
        order = msgspec.json.decode(body, type=EditOrder)
        edits = self._system(order.system).edits()
        if order.edit not in edits:
            raise ValueError(f"no edit is called {order.edit!r}; known are: {', '.join(sorted(edits))}")
        return {"result": edits[order.edit](**arguments(edits[order.edit], order.params))}

    def show_rate_limit(self, _: bytes, __: dict[str, str]) -> object:
        """Tell the limit."""
        return {"requests_per_minute": self._sandbox.rate_limit.requests_per_minute}

    def set_rate_limit(self, body: bytes, path: dict[str, str]) -> object:
        """Set the limit for keys without their own; 0 is none."""
        self._sandbox.rate_limit.requests_per_minute = msgspec.json.decode(body, type=RateOrder).requests_per_minute
        return self.show_rate_limit(body, path)

    def _system(self, name: str) -> System:
        systems = self._sandbox.systems
        if name not in systems:
            raise ValueError(f"no system is called {name!r}; known are: {', '.join(systems)}")
        return systems[name]


def guarded(action: Action) -> Callable[[Request], Awaitable[Response]]:
    """Answer an action in JSON; to loopback only, and with the reason when it cannot be done."""

    async def endpoint(request: Request) -> Response:
        if request.client is not None and request.client.host not in LOOPBACK:
            return Response(encode({"error": "the sandbox is controlled from loopback only"}), 403, media_type=JSON)
        try:
            result = action(await request.body(), request.path_params)
        except (ValueError, LookupError, msgspec.DecodeError) as wrong:
            return Response(encode({"error": str(wrong)}), 400, media_type=JSON)
        return Response(encode(result), media_type=JSON)

    return endpoint
