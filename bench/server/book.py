"""What the server counts: every request with its time, and how many of the last minute were let through."""

from __future__ import annotations

import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

WINDOW = 60.0


@dataclass
class Rules:
    """How the server answers: how late, with which limit a sliding minute, and whether it says 429 for a long while."""

    slowest: float = 0.0
    quickest: float = 0.0
    limit: int = 0
    block_after: int = 0
    block_seconds: float = 0.0


@dataclass
class Book:
    """All requests since it was opened. A request is counted when it arrives."""

    rules: Rules = field(default_factory=Rules)
    requests: Counter[str] = field(default_factory=Counter)
    limited: int = 0
    times: list[float] = field(default_factory=list)
    _passed: deque[float] = field(default_factory=deque)
    _blocked_until: float = 0.0

    def enter(self, name: str, now: float | None = None) -> float:
        """Count a request. 0 if it may pass, else the seconds until it may."""
        now = time.monotonic() if now is None else now
        self.requests[name] += 1
        self.times.append(now)
        wait = self._wait(now)
        if wait > 0:
            self.limited += 1
        else:
            self._passed.append(now)
        return wait

    def told(self) -> dict[str, Any]:
        """What was counted, for whoever asks."""
        return {"requests": dict(self.requests), "limited": self.limited, "times": self.times}

    def _wait(self, now: float) -> float:
        if self.rules.block_after and len(self.times) == self.rules.block_after:
            self._blocked_until = now + self.rules.block_seconds
        if now < self._blocked_until:
            return self._blocked_until - now
        while self._passed and self._passed[0] <= now - WINDOW:
            self._passed.popleft()
        if self.rules.limit and len(self._passed) >= self.rules.limit:
            return self._passed[0] + WINDOW - now
        return 0.0
