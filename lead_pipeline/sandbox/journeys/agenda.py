"""What is yet to happen in a system: done when the clock gets there, before anybody looks.

When things happen is in fates, what they do to a row is the systems' affair.
"""

from __future__ import annotations

import heapq
from itertools import count
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from lead_pipeline.sandbox.clock import Clock

Deed: TypeAlias = "Callable[[], None]"


class Agenda:
    """Deeds and their moments. What was done stays done, even if the clock is moved back."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._open: list[tuple[int, int, Deed]] = []
        self._numbers = count()

    def add(self, at: int, deed: Deed) -> None:
        """Plan a deed; of two for one moment the first that was planned goes first."""
        heapq.heappush(self._open, (at, next(self._numbers), deed))

    def catch_up(self) -> None:
        """Do all that is due."""
        now = self._clock.whole()
        while self._open and self._open[0][0] <= now:
            heapq.heappop(self._open)[2]()
