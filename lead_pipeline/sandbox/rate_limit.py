"""The rate limit: a fixed window of a minute per key, on the sandbox's clock.

What a refusal looks like is the system's affair; this only counts.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lead_pipeline.sandbox.clock import Clock

WINDOW_SECONDS = 60


class RateLimit:
    """Counts requests per key and minute."""

    def __init__(self, clock: Clock, requests_per_minute: int) -> None:
        self._clock = clock
        self.requests_per_minute = requests_per_minute
        self._windows: dict[str, tuple[int, int]] = {}

    def spend(self, key: str, own_limit: int | None = None) -> int | None:
        """Count one request; give the whole seconds to wait when the window is full, else None."""
        limit = self.requests_per_minute if own_limit is None else own_limit
        if limit == 0:
            return None
        now = self._clock.seconds()
        window = int(now // WINDOW_SECONDS)
        seen, count = self._windows.get(key, (window, 0))
        if seen != window:
            count = 0
        if count >= limit:
            return max(1, math.ceil((window + 1) * WINDOW_SECONDS - now))
        self._windows[key] = (window, count + 1)
        return None

    def clear(self) -> None:
        """Forget what was counted."""
        self._windows.clear()
