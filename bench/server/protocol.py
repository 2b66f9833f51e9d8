"""HTTP as far as readers of this API speak it: GET with a query, one answer after the other on a connection kept open.

What the server does not know it refuses, so that no benchmark measures a question that was never answered.
"""

from __future__ import annotations

import asyncio
import json
import random
import socket
import tempfile
from dataclasses import fields
from math import ceil
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl

from bench.server.account import newest_first
from bench.server.book import Book, Rules
from bench.server.shelf import Shelf

if TYPE_CHECKING:
    from bench.server.account import Account
    from bench.server.rows import Rows

PREFIX = "/flowmaticx/api/v1/"
MOST_ROWS, ROWS_UNASKED = 100, 50
SEND_BUFFER = 1 << 20
_TRUTH = {"true": True, "1": True, "false": False, "0": False}
_DICE = random.Random(11)  # noqa: S311 - latencies


class Refused(Exception):
    """What is not answered with rows: the status, the API's code, and what follows the status line."""

    def __init__(self, status: int, code: str, message: str, headers: str = "") -> None:
        super().__init__(message)
        self.status, self.code, self.headers = status, code, headers


class Desk:
    """Finds the answer to a request; one for all connections."""

    def __init__(self, account: Account, rows: Rows) -> None:
        self.account, self.rows, self.book = account, rows, Book()
        self._shelf = Shelf(rows, tempfile.TemporaryFile())  # noqa: SIM115 - open for as long as the server runs
        self._shelf.fill(account.leads)

    def answer(self, head: bytes) -> tuple[bytes, float]:
        """The whole answer, and how long it takes."""
        try:
            line, _, headers = head.partition(b"\r\n")
            method, target, _ = line.decode("ascii").split(" ")
            path, _, query = target.partition("?")
            asked = dict(parse_qsl(query))
            if path.startswith("/_bench/"):
                return _http(200, self._control(method, path.removeprefix("/_bench/"), asked)), 0.0
            rules = self.book.rules
            late = _DICE.uniform(rules.quickest, rules.slowest) if rules.slowest else 0.0
            return self._api(method, path, asked, headers), late
        except Refused as refused:
            body = {"ok": False, "error": {"code": refused.code, "message": str(refused), "status": refused.status}}
            return _http(refused.status, json.dumps(body).encode(), headers=refused.headers), 0.0

    def _api(self, method: str, path: str, asked: dict[str, str], headers: bytes) -> bytes:
        name = path.removeprefix(PREFIX)
        if method != "GET" or name not in {"jobs", "leads", "credits"}:
            raise Refused(404, "NOT_FOUND", f"There is no {method} {path}.")
        if b"bearer lg_live_" not in headers.lower():
            raise Refused(401, "UNAUTHORIZED", "No key.")
        if wait := self.book.enter(name):
            raise Refused(429, "RATE_LIMITED", "Too many requests.", f"Retry-After: {ceil(wait)}\r\n")
        if name == "credits":
            return _http(200, b'{"ok":true,"data":%b}' % self.rows.credits())
        limit, offset = _number(asked, "limit", ROWS_UNASKED), _number(asked, "offset", 0)
        if not 1 <= limit <= MOST_ROWS:
            raise Refused(400, "VALIDATION_ERROR", f"limit is from 1 to {MOST_ROWS}.")
        total, rows = self._jobs(offset, limit) if name == "jobs" else self._leads(asked, offset, limit)
        if asked:
            raise Refused(400, "VALIDATION_ERROR", f"Not known here: {', '.join(asked)}.")
        tail = b'],"total":%d,"limit":%d,"offset":%d}}' % (total, limit, offset)
        return _http(200, b'{"ok":true,"data":{"%b":[' % name.encode(), rows, tail)

    def _jobs(self, offset: int, limit: int) -> tuple[int, bytes]:
        last = self.account.jobs - offset
        return self.account.jobs, self.rows.jobs(range(last, max(0, last - limit), -1))

    def _leads(self, asked: dict[str, str], offset: int, limit: int) -> tuple[int, bytes]:
        said = asked.pop("billable_only", "true").lower()
        if said not in _TRUTH:
            raise Refused(400, "VALIDATION_ERROR", "billable_only is true or false.")
        job = _number(asked, "job_id", 0)
        ids = self.account.leads_of(job) if job else range(1, self.account.leads + 1)
        total, shown = newest_first(ids, offset, limit, charged_only=_TRUTH[said])
        return total, self._shelf.leads(shown)

    def _control(self, method: str, what: str, asked: dict[str, str]) -> bytes:
        """The benchmark's own orders."""
        if (method, what) == ("GET", "journal"):
            return json.dumps(self.book.told()).encode()
        if (method, what) == ("POST", "rules"):
            kinds: dict[str, Any] = {"limit": int, "block_after": int}
            known = {field.name for field in fields(Rules)}
            if unknown := asked.keys() - known:
                raise Refused(400, "VALIDATION_ERROR", f"No such rule: {', '.join(unknown)}.")
            self.book = Book(Rules(**{name: kinds.get(name, float)(value) for name, value in asked.items()}))
            return b"{}"
        if (method, what) == ("POST", "jobs"):
            added = self.account.grow(float(asked["share"]))
            self._shelf.fill(self.account.leads)
            return b'{"added":%d}' % added
        raise Refused(404, "NOT_FOUND", f"There is no {method} /_bench/{what}.")


class Connection(asyncio.Protocol):
    """One connection: requests are answered in the order they came, the next when the one before is answered."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._unread = b""
        self._is_late = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep where the answers go."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's own is no subclass of it
        # A whole page fits in, so that none is sent in pieces.
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)

    def connection_lost(self, _: Exception | None) -> None:
        """Nobody listens any more."""
        self._transport = None

    def data_received(self, data: bytes) -> None:
        """Answer what has come whole."""
        self._unread += data
        while not self._is_late and b"\r\n\r\n" in self._unread:
            head, _, self._unread = self._unread.partition(b"\r\n\r\n")
            answer, late = self._desk.answer(head)
            if late:
                self._is_late = True
                asyncio.get_running_loop().call_later(late, self._send_late, answer)
            elif self._transport is not None:
                self._transport.write(answer)

    def _send_late(self, answer: bytes) -> None:
        self._is_late = False
        if self._transport is not None:
            self._transport.write(answer)
            self.data_received(b"")


def _number(asked: dict[str, str], name: str, unsaid: int) -> int:
    said = asked.pop(name, None)
    if said is None:
        return unsaid
    if not said.isdigit():
        raise Refused(400, "VALIDATION_ERROR", f"{name} is a whole number, not {said!r}.")
    return int(said)


def _http(status: int, *body: bytes, headers: str = "") -> bytes:
    size = sum(map(len, body))
    head = f"HTTP/1.1 {status} -\r\nContent-Type: application/json\r\nContent-Length: {size}\r\n{headers}\r\n"
    return b"".join((head.encode(), *body))
