"""Answers that no decent server would send, written past uvicorn onto the socket.

Cut connections, false lengths and bodies that drip, only. Everything else goes the ordinary way.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from lead_pipeline.sandbox.messages import Answer

TRANSPORT = "sandbox.transport"


class NoSocket(RuntimeError):
    """The app is not served over a socket, so there is nothing to cut."""


def with_transport(app: ASGIApp) -> ASGIApp:
    """Hand the connection's transport to the app, under the name that `send_broken` looks for."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        # uvicorn's `send` is a method of the cycle that owns the transport, in its h11 and in its httptools protocol.
        scope[TRANSPORT] = getattr(getattr(send, "__self__", None), "transport", None)
        await app(scope, receive, send)

    return wrapped


async def send_broken(answer: Answer, scope: Scope, receive: Receive) -> None:
    """Write the answer as it is, and end the connection."""
    transport: asyncio.Transport | None = scope.get(TRANSPORT)
    if transport is None:
        raise NoSocket("cut connections and false lengths need a socket: use RunningSandbox or serve()")
    length = len(answer.body) if answer.declared_length is None else answer.declared_length
    lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}", f"content-length: {length}"]
    lines += [f"{name}: {value}" for name, value in answer.headers.items()]
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
    transport.write(head + (answer.body if answer.cut_at is None else answer.body[: answer.cut_at]))
    if answer.drip_seconds is not None:
        for byte in answer.body[answer.cut_at :]:
            await asyncio.sleep(answer.drip_seconds)
            if transport.is_closing():
                break
            transport.write(bytes([byte]))
    if answer.reset:
        lingering = transport.get_extra_info("socket")
        # Linger for no time: the kernel then ends the connection with RST.
        lingering.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    else:
        transport.close()
    # Only after the disconnect does uvicorn not miss the answer it never saw.
    while (await receive())["type"] != "http.disconnect":
        pass
