"""The file in which all processes of a home keep a budget: what was sent when, what is blocked, what answers told.

It keeps and finds; how long to wait is decided in throttle.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lead_pipeline.errors import StateUnreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lead_pipeline.http_client.redaction import Secret

_TABLES = """
create table if not exists salt (value blob not null);
create table if not exists clock (id integer primary key check (id = 0), latest real not null);
create table if not exists sends (id integer primary key autoincrement, key text not null, at real not null);
create index if not exists sends_by_key on sends (key, at);
create table if not exists blocks (key text primary key, until real not null);
create table if not exists told (key text, seconds real, requests integer not null, primary key (key, seconds));
"""


class BudgetFile:
    """A SQLite file, open."""

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._clock = clock
        # Autocommit with short explicit transactions; another process holds the file for less than a millisecond.
        self.db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        try:
            # A journal of the rollback kind: to turn a new file to WAL, its first users would lock each other out.
            self.db.execute("pragma journal_mode = truncate")
            self.db.execute("pragma synchronous = off")
            self.db.executescript(f"begin immediate; {_TABLES} commit;")
        except BaseException:
            self.db.close()
            raise

    def ask(self, sql: str, *values: object) -> float | None:
        """The first value of what one statement finds."""
        try:
            row = self.db.execute(sql, values).fetchone()
        except sqlite3.DatabaseError as error:
            raise unusable(error) from error
        return None if row is None else row[0]

    @contextmanager
    def transaction(self) -> Iterator[float]:
        """Alone with the file, at the time that is given. Where the clock was set back, what is held goes back too."""
        try:
            self.db.execute("begin immediate")
            now = self._clock()
            row = self.db.execute("select latest from clock").fetchone()
            if row is not None and (ahead := row[0] - now) > 0:
                self.db.execute("update sends set at = at - ?", (ahead,))
                self.db.execute("update blocks set until = until - ?", (ahead,))
            self.db.execute("insert or replace into clock values (0, ?)", (now,))
            yield now
            self.db.execute("commit")
        except BaseException as error:
            if self.db.in_transaction:
                self.db.execute("rollback")
            if isinstance(error, sqlite3.DatabaseError):
                raise unusable(error) from error
            raise

    def name_of(self, key: Secret) -> str:
        """A name for the key that tells nothing of it, salted for this home."""
        self.db.execute("insert into salt select ? where not exists (select 1 from salt)", (secrets.token_bytes(32),))
        salt = self.db.execute("select value from salt").fetchone()[0]
        return hashlib.blake2b(key.reveal().encode(), key=salt, digest_size=16).hexdigest()


def unusable(error: sqlite3.DatabaseError) -> StateUnreadable:
    """What is said of a file that cannot be used."""
    cure = (
        "Is the disk full? If the file is damaged, delete throttle.sqlite in the folder state of the home and wait a "
        "minute: it holds only when requests were sent."
    )
    return StateUnreadable(f"The file of the budgets cannot be used: {error}.", cure=cure)
