"""The throttle of a key that has no budget, by a setting: what a server asks for is kept all the same."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class NoLimit:
    """For a key without a budget: only `Retry-After` is kept, and only within this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until = 0.0

    async def turn(self) -> float:
        """Wait while blocked."""
        waited = 0.0
        while (seconds := self._until - self._clock()) > 0:
            await asyncio.sleep(seconds)
            waited += seconds
        return waited

    def block(self, seconds: float) -> None:
        """Hold up this process."""
        self._until = max(self._until, self._clock() + seconds)

    def pause(self, seconds: float) -> None:
        """It has no windows."""

    def learn(self, seconds: float, limit: int | None, left: int | None, reset: float | None) -> None:
        """No limit is kept, whatever is told."""

    def left(self) -> None:
        """No budget, nothing to count."""

    def left_for_long(self) -> None:
        """The same."""

    def limit_for_long(self) -> int:
        """The same."""
        return 0

    def again_for_long(self, spare: int) -> None:
        """The same."""

    def close(self) -> None:
        """Nothing to let go of."""
