"""The budget of a key, kept by every process that shares a home: a reservation row for each request.

The rows are the send times of the last window. A full window hands out the moment its oldest row leaves it, so no
sliding window ever holds more, a burst after a quiet minute costs no wait, and a `Retry-After` holds up everyone.
"""

from __future__ import annotations

import asyncio
import math
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from lead_pipeline.errors import Paused
from lead_pipeline.http_client.budget_file import BudgetFile, unusable
from lead_pipeline.http_client.no_limit import NoLimit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lead_pipeline.http_client.redaction import Secret
    from lead_pipeline.spec.budget import Budget

# A request may arrive later than it was sent by up to this long; without it, a slow first and a quick last request
# would meet in one window at the server. Together with SPARE it costs 3 % of the budget.
ARRIVAL_SECONDS = 1.0
SPARE = 5


class Throttle(Protocol):
    """What the client asks before each request, and tells after a 429."""

    async def turn(self) -> float:
        """Wait for a place in the budget; the seconds waited."""

    def block(self, seconds: float) -> None:
        """Nobody sends with this key for so long."""

    def pause(self, seconds: float) -> None:
        """Nobody sends with this key for so long, if that can be what is left of one of its windows."""

    def learn(self, seconds: float, limit: int | None, left: int | None, reset: float | None) -> None:
        """What an answer tells of the window of so many seconds: `reset` is when it starts anew, since 1970."""

    def left(self) -> int | None:
        """How many requests the budget has left right now; None without a budget."""

    def left_for_long(self) -> int | None:
        """The same of the longest window alone: what waiting a moment does not bring back."""

    def limit_for_long(self) -> int:
        """How many requests the longest window lets through; 0 without a budget."""

    def again_for_long(self, spare: int) -> datetime | None:
        """When the longest window has more left than that; None if it has now, or without a budget."""

    def close(self) -> None:
        """Let go of what is held open."""


class SharedThrottle:
    """A budget over all processes of one machine, by rows in a SQLite file."""

    def __init__(
        self,
        path: Path,
        key: Secret,
        budget: Budget,
        clock: Callable[[], float] = time.time,
        patience: float = math.inf,
    ) -> None:
        self._clock = clock
        self._patience = patience
        self._windows = {window.seconds: window.requests for window in budget.windows}
        self._longest = max(self._windows) + ARRIVAL_SECONDS
        self._told_left: dict[float, tuple[int, float]] = {}  # what others of this key used is known to the server only
        self._file = BudgetFile(path, clock)
        try:
            self._key = self._file.name_of(key)
            self._recall()
        except BaseException:
            self._file.db.close()
            raise

    async def turn(self) -> float:
        """Reserve a moment, wait for it, and reserve anew if a block came down meanwhile."""
        waited = 0.0
        while True:
            reservation, seconds = self._reserve()
            try:
                self._refuse_long(seconds)
                if seconds > 0:
                    await asyncio.sleep(seconds)
                    waited += seconds
            except BaseException:
                self._give_back(reservation)
                raise
            if self._blocked_until() <= self._clock():
                return waited
            self._give_back(reservation)

    def block(self, seconds: float) -> None:
        """Everyone with this key waits, in every process."""
        with self._file.transaction() as now:
            self._file.db.execute(
                "insert into blocks values (?, ?) on conflict (key) do update set until = max(until, excluded.until)",
                (self._key, now + seconds),
            )

    def pause(self, seconds: float) -> None:
        """Also the runs to come wait: to ask would use up the next window, as refused requests count too."""
        if seconds <= self._longest:
            self.block(seconds)

    def learn(self, seconds: float, limit: int | None, left: int | None, reset: float | None) -> None:
        """Keep the limit for every process. What others used up of a window blocks it until it starts anew."""
        if limit and self._windows.get(seconds) != limit:
            self._windows[seconds] = limit
            self._file.ask("insert or replace into told values (?, ?, ?)", self._key, seconds, limit)
        if left is not None:
            self._told_left[seconds] = (left, self._clock())
        until = 0.0 if reset is None or left else reset - self._clock()
        if left == 0 and 0 < until <= seconds + ARRIVAL_SECONDS:
            self.block(until)

    def left(self) -> int:
        """What is left of the budget in the windows that end now; nothing while blocked."""
        now = self._clock()
        if self._blocked_until() > now:
            return 0
        return max(0, min(limit - self._used(now - window) for window, limit in self._limits()))

    def left_for_long(self) -> int:
        """What is left of the longest window: by our own count, or less if the server said so."""
        window, limit = max(self._limits())
        left = limit - self._used(self._clock() - window)
        told, at = self._told_left.get(max(self._windows), (left, math.inf))
        return max(0, min(left, told - self._used(at)))

    def limit_for_long(self) -> int:
        """What the longest window lets through, as declared or told."""
        return self._windows[max(self._windows)]

    def again_for_long(self, spare: int) -> datetime | None:
        """When so many requests have left the longest window that more than these are left of it."""
        window, limit = max(self._limits())
        until = self._free_at(window, max(1, limit - spare))
        return datetime.fromtimestamp(until, UTC) if until > self._clock() else None

    def _refuse_long(self, seconds: float) -> None:
        """A run waits for the shortest window, or as long as it is told to; else it is paused."""
        if seconds > max(self._patience, min(self._windows) + ARRIVAL_SECONDS):
            until = (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat(timespec="seconds")
            message = f"The key's budget is used up until {until}: longer than a run waits."
            cure = "What came so far is kept; run the same command again after that."
            raise Paused(message, until=until, cure=cure)

    def _limits(self) -> list[tuple[float, int]]:
        """The length of each window, and what we send in it."""
        told = self._windows.items()
        return [(seconds + ARRIVAL_SECONDS, max(1, most - min(SPARE, most // 20))) for seconds, most in told]

    def _used(self, since: float) -> int:
        return int(self._file.ask("select count(*) from sends where key = ? and at > ?", self._key, since) or 0)

    def _recall(self) -> None:
        """What answers have told before, also to other processes."""
        for seconds, requests in self._file.db.execute(
            "select seconds, requests from told where key = ?", (self._key,)
        ):
            if seconds in self._windows:
                self._windows[seconds] = requests

    def close(self) -> None:
        """Let go of the file."""
        self._file.db.close()

    def _reserve(self) -> tuple[int | None, float]:
        """A row for one request, and how long it is until its moment comes."""
        with self._file.transaction() as now:
            self._file.db.execute("delete from sends where key = ? and at <= ?", (self._key, now - self._longest))
            at = max(now, self._blocked_until(), *(self._free_at(window, limit) for window, limit in self._limits()))
            row = self._file.db.execute("insert into sends (key, at) values (?, ?)", (self._key, at)).lastrowid
        return row, at - now

    def _free_at(self, window: float, limit: int) -> float:
        """When the oldest of the requests that fill a window leaves it."""
        oldest = self._file.db.execute(
            "select at from sends where key = ? order by at desc limit 1 offset ?", (self._key, limit - 1)
        ).fetchone()
        return oldest[0] + window if oldest else 0.0

    def _give_back(self, reservation: int | None) -> None:
        """A moment that no request will use. Those after it keep theirs; the next to come may find it free."""
        self._file.ask("delete from sends where id = ?", reservation)

    def _blocked_until(self) -> float:
        return float(self._file.ask("select until from blocks where key = ?", self._key) or 0.0)


def throttle_for(key: Secret, budget: Budget | None, path: Path, patience: float = math.inf) -> Throttle:
    """The throttle of a key: shared by all processes through the file at `path`, if the key has a budget.

    Where a place in the budget is further away than `patience` seconds, the run is paused instead of waiting for it.
    """
    if budget is None:
        return NoLimit()
    try:
        return SharedThrottle(path, key, budget, patience=patience)
    except sqlite3.DatabaseError as error:
        raise unusable(error) from error
