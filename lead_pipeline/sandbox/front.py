"""The way of a request: key, rate limit, faults, permission, answer, faults again, journal.

The same for every system. It knows no vendor and renders nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qsl

from lead_pipeline.sandbox.clock import stamp
from lead_pipeline.sandbox.listing import Listing
from lead_pipeline.sandbox.messages import Answer, Call, Refused, json_answer
from lead_pipeline.sandbox.raw_reply import send_broken

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from lead_pipeline.sandbox.faults import Armed
    from lead_pipeline.sandbox.listing import Row
    from lead_pipeline.sandbox.state import Sandbox
    from lead_pipeline.sandbox.system import Endpoint, System

log = logging.getLogger(__name__)

BODILESS = (204, 304)


class Front:
    """An ASGI app in front of one system."""

    def __init__(self, sandbox: Sandbox, system: System, prefix: str) -> None:
        self._sandbox = sandbox
        self._system = system
        self._prefix = prefix
        self._endpoints = tuple(system.endpoints())
        sandbox.faults.routes.update(endpoint.route for endpoint in self._endpoints)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        call = await read_call(scope, receive)
        endpoint = self._find(call)
        hits: list[str] = []
        try:
            answer = await self._answer(call, endpoint, hits, receive)
        except Refused as refused:
            answer = self._refusal(refused)
        except Exception:
            log.exception("the sandbox itself failed on %s %s", call.method, call.path)
            raise
        answer.headers = {**self._system.budget_headers(call.standings), **answer.headers}
        self._sandbox.journal.write(
            sandbox_time=stamp(self._sandbox.clock.whole()),
            method=call.method,
            path=call.path,
            route=None if endpoint is None else endpoint.route,
            query=call.query,
            status=answer.status,
            key=None if call.key is None else call.key.secret,
            faults=tuple(hits),
            size=len(answer.body[: answer.cut_at]),
        )
        if answer.is_broken:
            await send_broken(answer, scope, receive)
        else:
            await send_answer(answer, send)

    def _find(self, call: Call) -> Endpoint | None:
        path = call.path.removeprefix(self._prefix)
        for endpoint in self._endpoints:
            places = endpoint.match(call.method, path)
            if places is not None:
                call.places = places
                return endpoint
        return None

    async def _answer(self, call: Call, endpoint: Endpoint | None, hits: list[str], receive: Receive) -> Answer:
        system, faults = self._system, self._sandbox.faults
        call.key = system.identify(call)
        call.standings = self._sandbox.rate_limit.spend(system.name, call.key, system.budgets(call.key))
        over = [standing for standing in call.standings if standing.is_over]
        if over:
            raise system.rate_limited(max(over, key=lambda standing: standing.seconds))
        if endpoint is None:
            raise Refused(404, None, f"There is no {call.method} {call.path}")
        for armed in faults.biting(("wait",), endpoint, call):
            hits.append(armed.fault.kind)
            await wait_for_caller(cast("float", armed.kind.act(**armed.fault.params)), receive)
        refusing = faults.first_biting("refuse", endpoint, call)
        if refusing is not None:
            hits.append(refusing.fault.kind)
            return cast("Answer", refusing.kind.act(system, **refusing.fault.params))
        # Tests edit the state from another thread: one request sees one state.
        with self._sandbox.lock:
            system.permit(call.key, endpoint)
            understood = dict(call.query)
            for armed in faults.biting(("query",), endpoint, call):
                hits.append(armed.fault.kind)
                armed.kind.act(understood, **armed.fault.params)
            result = endpoint.answer(call, **self._asked(endpoint, understood))
            biting = faults.biting(("change", "page", "fields", "late", "body"), endpoint, call)
            hits.extend(armed.fault.kind for armed in biting)
            answer = result if isinstance(result, Answer) else json_answer(wrapped(system, endpoint, result, biting))
        return spoiled_answer(answer, system, biting)

    def _asked(self, endpoint: Endpoint, query: dict[str, str]) -> dict[str, object]:
        try:
            return endpoint.query.read(query)
        except ValueError as wrong:
            raise self._system.invalid(str(wrong)) from wrong

    def _refusal(self, refused: Refused) -> Answer:
        body = self._system.error(refused.status, refused.code, refused.message, refused.details)
        return json_answer(body, refused.status, refused.headers)


def wrapped(system: System, endpoint: Endpoint, result: Listing | Row, biting: list[Armed]) -> Row:
    """Let faults change state, page and fields, in this order; wrap what comes of it."""
    if not isinstance(result, Listing):
        spoil_fields([result], 0, biting)
        return system.envelope(result)
    for armed in biting:
        if armed.kind.stage == "change":
            armed.kind.act(result, **armed.fault.params)
    page = result.read()
    for armed in biting:
        if armed.kind.stage == "page":
            armed.kind.act(page, armed.hits, **armed.fault.params)
    words = endpoint.paging.words(page)
    spoil_fields(page.rows, page.offset, biting)
    return system.list_envelope(page.name, page.rows, words)


def spoil_fields(rows: list[Row], first: int, biting: list[Armed]) -> None:
    """Let faults change fields of rows."""
    for armed in biting:
        if armed.kind.stage == "fields":
            armed.kind.act(rows, first, **armed.fault.params)


def spoiled_answer(answer: Answer, system: System, biting: list[Armed]) -> Answer:
    """Let faults replace the answer, then change its bytes."""
    for armed in biting:
        if armed.kind.stage == "late":
            answer = cast("Answer", armed.kind.act(system, **armed.fault.params))
    for armed in biting:
        if armed.kind.stage == "body":
            armed.kind.act(answer, system, **armed.fault.params)
    return answer


async def read_call(scope: Scope, receive: Receive) -> Call:
    """Read a request, with its body when it can have one."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    query = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
    call = Call(scope["method"], scope["path"], query, headers)
    more = call.method != "GET"
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        call.body += message.get("body", b"")
        more = message.get("more_body", False)
    return call


async def wait_for_caller(seconds: float, receive: Receive) -> None:
    """Wait, but not longer than the caller does: one that gave up must not keep the server from stopping."""

    async def caller_left() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(caller_left(), seconds)


async def send_answer(answer: Answer, send: Send) -> None:
    """Send a whole answer."""
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers.items()]
    body = b"" if answer.status in BODILESS else answer.body
    if answer.status not in BODILESS:
        headers.append((b"content-length", b"%d" % len(body)))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
