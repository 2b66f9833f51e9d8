"""An event loop whose clock jumps to the next thing that is due: minutes of waiting take no time.

For scenes without sockets: nobody outside the loop is waited for.
"""

from __future__ import annotations

import asyncio
import selectors
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

Result = TypeVar("Result")
START = 1000.0


class _Jumping(selectors.SelectSelector):
    now = START

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready:
            assert timeout is not None, "everyone waits, and nothing will ever happen"
            self.now += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now


def in_virtual_time(scene: Callable[[Callable[[], float]], Coroutine[None, None, Result]]) -> Result:
    """Run a scene; it gets the clock."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(scene(runner.get_loop().time))


def elapse(seconds: float) -> Awaitable[None]:
    """Virtual seconds."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[None] = loop.create_future()
    loop.call_later(seconds, lambda: None if future.done() else future.set_result(None))
    return future
