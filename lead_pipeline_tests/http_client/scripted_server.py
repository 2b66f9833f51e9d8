"""A server on loopback that answers each request with the next bytes of a script, down to a connection torn off.

It knows no API: what the bytes say is up to the test.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType


@dataclass(frozen=True)
class Answer:
    """Bytes, and what becomes of the connection after them: `keep`, `close` or `reset`."""

    raw: bytes
    then: str = "keep"


@dataclass(frozen=True)
class Request:
    """What came in."""

    target: str
    headers: dict[str, str]


def says(status: int, body: object = b"", then: str = "keep", **headers: str) -> Answer:
    """A well-made answer; header names are written with underscores."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    given = {"content-length": str(len(content))} | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status} Said", *(f"{name}: {value}" for name, value in given.items()), "", ""]
    return Answer("\r\n".join(lines).encode("latin-1") + content, then)


def data(value: object = None, **headers: str) -> Answer:
    """A good answer in the envelope of FlowMaticX."""
    return says(200, {"ok": True, "data": {} if value is None else value}, **headers)


def failure(status: int, code: str, message: str = "Said the server", **headers: str) -> Answer:
    """An error in that envelope."""
    return says(status, {"ok": False, "error": {"code": code, "message": message, "status": status}}, **headers)


class ScriptedServer:
    """An async context manager. The last answer of the script is given again and again."""

    def __init__(self, *script: Answer) -> None:
        self._script = list(script)
        self._talks: set[asyncio.Task[None]] = set()
        self.requests: list[Request] = []
        self.url = ""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._begin, "127.0.0.1", 0)
        self.url = "http://{}:{}".format(*self._server.sockets[0].getsockname())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)
        await self._server.wait_closed()

    async def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._talks.add(asyncio.ensure_future(self._talk(reader, writer)))

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            answer = Answer(b"")
            while answer.then == "keep":
                head = await reader.readuntil(b"\r\n\r\n")
                first, *lines = head.decode("latin-1").strip().split("\r\n")
                headers = dict(line.split(": ", 1) for line in lines)
                self.requests.append(Request(first.split()[1], {name.lower(): headers[name] for name in headers}))
                answer = self._script.pop(0) if len(self._script) > 1 else self._script[0]
                writer.write(answer.raw)
                await writer.drain()
            if answer.then == "reset":
                connection = writer.get_extra_info("socket")
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client is gone
        finally:
            writer.close()
