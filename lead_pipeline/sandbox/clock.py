"""The sandbox's clock: it runs with real time or stands still, and can be moved by a test.

Nothing ticks: whoever needs the time asks for it. Real delays (a slow answer) are no business of this clock.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime


class Clock:
    """Seconds since 1970, either running with real time or standing until advanced.

    It starts where it stands; one that runs may have started long ago, at `born`.
    """

    def __init__(self, now: datetime | None = None, born: datetime | None = None) -> None:
        self.frozen = now is not None
        self._shift = 0.0
        self._at = time.time() if now is None else now.timestamp()
        self.start = int(self._at if born is None else born.timestamp())

    def seconds(self) -> float:
        """Give the time as seconds since 1970."""
        return self._at if self.frozen else time.time() + self._shift

    def whole(self) -> int:
        """Give the time in whole seconds, the precision of the systems' timestamps."""
        return int(self.seconds())

    def now(self) -> datetime:
        """Give the time as a datetime in UTC."""
        return datetime.fromtimestamp(self.seconds(), UTC)

    def advance(self, seconds: float) -> None:
        """Move the clock on, or back, but never before its start."""
        self._move(self.seconds() + seconds)

    def set(self, moment: datetime) -> None:
        """Put the clock to a moment, which must have a time zone."""
        if moment.tzinfo is None:
            raise ValueError(f"{moment} has no time zone: write it as {moment.isoformat()}Z")
        self._move(moment.timestamp())

    def _move(self, target: float) -> None:
        # What was finished at the start is final for ever; before the start it would have to be unmade.
        if target < self.start:
            raise ValueError(
                f"the clock cannot go before its start, {stamp(self.start)}: make a sandbox that starts then"
            )
        if self.frozen:
            self._at = target
        else:
            self._shift = target - time.time()


def stamp(seconds: int) -> str:
    """Write a moment as the APIs do: ISO-8601 in UTC, whole seconds, `Z`."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
