"""Serving the sandbox over real sockets: in a thread for tests, in the foreground for the command line.

127.0.0.1 only. What is served is in state.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import signal
import socket
import threading
from typing import TYPE_CHECKING, Self

import uvicorn

from lead_pipeline.sandbox.options import SandboxOptions
from lead_pipeline.sandbox.raw_reply import with_transport
from lead_pipeline.sandbox.state import Sandbox
from lead_pipeline.sandbox.visitors import variables

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping
    from types import TracebackType

HOST = "127.0.0.1"
START_SECONDS = 10
BACKLOG = 512
TURNS_TO_CLOSE = 5  # of the event loop, in which idle connections are gone


class PortInUse(OSError):
    """Another program listens where the sandbox was to listen."""

    def __init__(self, port: int) -> None:
        super().__init__(
            errno.EADDRINUSE,
            f"port {port} on {HOST} is in use: end the program that listens there, or give the sandbox another port "
            "(0 takes a free one)",
        )
        self.port = port


class QuietServer(uvicorn.Server):
    """uvicorn that says when it is ready, stops at once, and takes a signal for a wish, not for an end."""

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__(
            uvicorn.Config(
                with_transport(sandbox.app),
                log_config=None,
                # What fails is logged in front; a request that is cancelled by a stop is no news.
                log_level="critical",
                access_log=False,
                lifespan="off",
                ws="none",
                server_header=False,
                timeout_graceful_shutdown=1,
            )
        )
        self.ready = threading.Event()
        self._stopping: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def main_loop(self) -> None:
        """Tick as uvicorn does, but wake up to stop."""
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        counter = 0
        self.ready.set()
        while not await self.on_tick(counter):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), 0.1)
            counter = (counter + 1) % 864_000

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End at once when nothing is under way; uvicorn's own way takes a tenth of a second at least."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        for _ in range(TURNS_TO_CLOSE):
            await asyncio.sleep(0)
        if self.server_state.connections or self.server_state.tasks:
            await super().shutdown(sockets)

    def stop(self) -> None:
        """End the server from any thread."""
        self.should_exit = True
        if self._loop is not None and self._stopping is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended already
                self._loop.call_soon_threadsafe(self._stopping.set)

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        """Stop at SIGINT and SIGTERM, and do not raise them again: to be stopped is no failure."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def listen(port: int) -> socket.socket:
    """Open the socket, or say why not."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(BACKLOG)
    except OSError as failure:
        listener.close()
        if failure.errno == errno.EADDRINUSE:
            raise PortInUse(port) from None
        raise
    return listener


class RunningSandbox:
    """A sandbox served from a thread, for as long as the `with` block lasts."""

    def __init__(self, options: SandboxOptions | None = None, port: int = 0) -> None:
        self.sandbox = Sandbox(options or SandboxOptions())
        self._listener = listen(port)
        self.port: int = self._listener.getsockname()[1]
        self.root_url = f"http://{HOST}:{self.port}"
        self.base_url = self.root_url + self.sandbox.flowmaticx.prefix
        self._server = QuietServer(self.sandbox)
        self._thread = threading.Thread(target=self._server.run, args=([self._listener],), name="sandbox", daemon=True)

    def url(self, system: str) -> str:
        """Give the address of a system, its prefix included."""
        return self.root_url + self.sandbox.systems[system].prefix

    def variables(self) -> dict[str, str]:
        """Give what to set so as to use all systems: addresses, and a key for each."""
        return variables(self.root_url, self.sandbox.systems.values())

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._server.ready.wait(START_SECONDS):
            raise RuntimeError(f"the sandbox did not start within {START_SECONDS} s: look at what its thread printed")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()
        self._thread.join()
        self._listener.close()


def serve(options: SandboxOptions, port: int, on_ready: Callable[[str, Mapping[str, str]], None]) -> None:
    """Serve until SIGINT or SIGTERM; `on_ready` gets the root URL, and what to set, once it answers."""
    listener = listen(port)
    with contextlib.closing(listener):
        sandbox = Sandbox(options)
        server = QuietServer(sandbox)
        url = f"http://{HOST}:{listener.getsockname()[1]}"
        # uvicorn blocks this thread from here on; the listener is open, so what connects now is answered soon.
        on_ready(url, variables(url, sandbox.systems.values()))
        server.run([listener])
