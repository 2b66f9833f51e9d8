"""The budget of a key, kept by every process that shares a home: a reservation row for each request.

The rows are the send times of the last window. A full window hands out the moment its oldest row leaves it, so no
sliding window ever holds more, a burst after a quiet minute costs no wait, and a `Retry-After` holds up everyone.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from lead_pipeline.errors import StateUnreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lead_pipeline.http_client.redaction import Secret
    from lead_pipeline.spec.budget import Budget

# A request may arrive later than it was sent by up to this long; without it, a slow first and a quick last request
# would meet in one window at the server. Together with SPARE it costs 3 % of the budget.
ARRIVAL_SECONDS = 1.0
SPARE = 5

_TABLES = """
create table if not exists salt (value blob not null);
create table if not exists clock (id integer primary key check (id = 0), latest real not null);
create table if not exists sends (id integer primary key autoincrement, key text not null, at real not null);
create index if not exists sends_by_key on sends (key, at);
create table if not exists blocks (key text primary key, until real not null);
"""


class Throttle(Protocol):
    """What the client asks before each request, and tells after a 429."""

    async def turn(self) -> float:
        """Wait for a place in the budget; the seconds waited."""

    def block(self, seconds: float) -> None:
        """Nobody sends with this key for so long."""

    def left(self) -> int | None:
        """How many requests the budget has left right now; None without a budget."""

    def close(self) -> None:
        """Let go of what is held open."""


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

    def left(self) -> None:
        """No budget, nothing to count."""

    def close(self) -> None:
        """Nothing to let go of."""


class SharedThrottle:
    """A budget over all processes of one machine, by rows in a SQLite file."""

    def __init__(self, path: Path, key: Secret, budget: Budget, clock: Callable[[], float] = time.time) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._clock = clock
        self._limit = max(1, budget.requests - min(SPARE, budget.requests // 20))
        self._window = budget.seconds + ARRIVAL_SECONDS
        # Autocommit with short explicit transactions; another process holds the file for less than a millisecond.
        self._db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        try:
            # A journal of the rollback kind: to turn a new file to WAL, its first users would lock each other out.
            self._db.execute("pragma journal_mode = truncate")
            self._db.execute("pragma synchronous = off")
            self._db.executescript(f"begin immediate; {_TABLES} commit;")
            self._key = self._name_of(key)
        except BaseException:
            self._db.close()
            raise

    async def turn(self) -> float:
        """Reserve a moment, wait for it, and reserve anew if a block came down meanwhile."""
        waited = 0.0
        while True:
            reservation, seconds = self._reserve()
            try:
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
        with self._transaction() as now:
            self._db.execute(
                "insert into blocks values (?, ?) on conflict (key) do update set until = max(until, excluded.until)",
                (self._key, now + seconds),
            )

    def left(self) -> int:
        """What is left of the budget in the window that ends now; nothing while blocked."""
        now = self._clock()
        if self._blocked_until() > now:
            return 0
        used = self._ask("select count(*) from sends where key = ? and at > ?", self._key, now - self._window)
        return max(0, self._limit - int(used or 0))

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _reserve(self) -> tuple[int | None, float]:
        """A row for one request, and how long it is until its moment comes."""
        with self._transaction() as now:
            self._db.execute("delete from sends where key = ? and at <= ?", (self._key, now - self._window))
            oldest_first = self._db.execute(
                "select at from sends where key = ? order by at desc limit 1 offset ?", (self._key, self._limit - 1)
            ).fetchone()
            free = oldest_first[0] + self._window if oldest_first else now
            at = max(now, free, self._blocked_until())
            row = self._db.execute("insert into sends (key, at) values (?, ?)", (self._key, at)).lastrowid
        return row, at - now

    def _give_back(self, reservation: int | None) -> None:
        """A moment that no request will use. Those after it keep theirs; the next to come may find it free."""
        self._ask("delete from sends where id = ?", reservation)

    def _blocked_until(self) -> float:
        return float(self._ask("select until from blocks where key = ?", self._key) or 0.0)

    def _ask(self, sql: str, *values: object) -> float | None:
        """The first value of what one statement finds."""
        try:
            row = self._db.execute(sql, values).fetchone()
        except sqlite3.DatabaseError as error:
            raise _unusable(error) from error
        return None if row is None else row[0]

    @contextmanager
    def _transaction(self) -> Iterator[float]:
        """Alone with the file, at the time that is given. Where the clock was set back, what is held goes back too."""
        try:
            self._db.execute("begin immediate")
            now = self._clock()
            row = self._db.execute("select latest from clock").fetchone()
            if row is not None and (ahead := row[0] - now) > 0:
                self._db.execute("update sends set at = at - ?", (ahead,))
                self._db.execute("update blocks set until = until - ?", (ahead,))
            self._db.execute("insert or replace into clock values (0, ?)", (now,))
            yield now
            self._db.execute("commit")
        except BaseException as error:
            if self._db.in_transaction:
                self._db.execute("rollback")
            if isinstance(error, sqlite3.DatabaseError):
                raise _unusable(error) from error
            raise

    def _name_of(self, key: Secret) -> str:
        """A name for the key that tells nothing of it, salted for this home."""
        self._db.execute("insert into salt select ? where not exists (select 1 from salt)", (secrets.token_bytes(32),))
        salt = self._db.execute("select value from salt").fetchone()[0]
        return hashlib.blake2b(key.reveal().encode(), key=salt, digest_size=16).hexdigest()


def throttle_for(key: Secret, budget: Budget | None, path: Path) -> Throttle:
    """The throttle of a key: shared by all processes through the file at `path`, if the key has a budget."""
    if budget is None:
        return NoLimit()
    try:
        return SharedThrottle(path, key, budget)
    except sqlite3.DatabaseError as error:
        raise _unusable(error) from error


def _unusable(error: sqlite3.DatabaseError) -> StateUnreadable:
    cure = (
        "Is the disk full? If the file is damaged, delete throttle.sqlite in the folder state of the home and wait a "
        "minute: it holds only when requests were sent."
    )
    return StateUnreadable(f"The file of the budgets cannot be used: {error}.", cure=cure)
