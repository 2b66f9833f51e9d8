"""The rate limits: fixed windows per key - a minute, an hour, a day - on the sandbox's clock.

What a refusal looks like, and which headers tell of it, is the system's affair; this only counts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lead_pipeline.sandbox.clock import Clock
    from lead_pipeline.sandbox.keys import Key

WINDOWS = {"minute": 60, "hour": 3600, "day": 86_400}
"""Their lengths in seconds; a day ends at midnight, UTC."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a key stands in one of its windows, this request counted."""

    window: str
    limit: int
    left: int
    seconds: int
    """Whole seconds until the window ends."""
    ends_at: int
    """The same as seconds since 1970."""
    is_over: bool = False


class RateLimit:
    """Counts requests per key and window."""

    def __init__(self, clock: Clock, requests_per_minute: int | None) -> None:
        self._clock = clock
        self.requests_per_minute = requests_per_minute
        """For keys without a rate of their own; None: what each system documents; 0: no limit at all."""
        self._windows: dict[tuple[str, str], tuple[int, int]] = {}

    def spend(self, system: str, key: Key, documented: Mapping[str, int]) -> list[Standing]:
        """Count one request in each window of the key, also one that is over a limit."""
        limits = dict(documented)
        for per_minute in (self.requests_per_minute, key.requests_per_minute):
            if per_minute is not None:
                limits = {**limits, "minute": per_minute} if per_minute else {}
        limits.update(key.budgets)
        return [self._count(f"{system} {key.secret}", window, limit) for window, limit in limits.items()]

    def _count(self, key: str, window: str, limit: int) -> Standing:
        length, now = WINDOWS[window], self._clock.seconds()
        turn = int(now // length)
        seen, count = self._windows.get((key, window), (turn, 0))
        count = count + 1 if seen == turn else 1
        self._windows[key, window] = (turn, count)
        end = (turn + 1) * length
        return Standing(window, limit, max(0, limit - count), max(1, math.ceil(end - now)), end, count > limit)

    def clear(self) -> None:
        """Forget what was counted."""
        self._windows.clear()
