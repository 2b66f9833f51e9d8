"""The journal: what was asked and what was answered, for tests that count calls.

It knows a key by its last four characters only. It keeps neither bodies nor headers.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ENTRIES = 200_000
SHORTEST_KEY_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """One request and its answer."""

    number: int
    at: str
    """Real time, ISO-8601."""
    monotonic: float
    sandbox_time: str
    method: str
    path: str
    route: str | None
    """What faults call it, as `flowmaticx/leads`; None for a path that does not exist."""
    query: dict[str, str]
    status: int
    key: str | None
    """The last four characters of the key."""
    faults: tuple[str, ...]
    """The kinds of the faults that hit."""
    bytes: int
    """Length of the body that was sent, or begun."""


def last_four(key: str | None) -> str | None:
    """Shorten a key to what may be shown; of a short one nothing is shown."""
    if key is None:
        return None
    return key[-4:] if len(key) >= SHORTEST_KEY_SHOWN else "****"


class Journal:
    """Every request in the order it was answered; the oldest go when it is full."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=MOST_ENTRIES)
        self._number = 0

    def write(  # noqa: PLR0913 - an entry has that many sides
        self,
        *,
        sandbox_time: str,
        method: str,
        path: str,
        route: str | None,
        query: dict[str, str],
        status: int,
        key: str | None,
        faults: tuple[str, ...],
        size: int,
    ) -> None:
        """Add an entry; a whole key goes in, four characters of it stay."""
        self._number += 1
        at = datetime.now(UTC).isoformat()
        shown = last_four(key)
        entry = Entry(
            self._number, at, time.monotonic(), sandbox_time, method, path, route, query, status, shown, faults, size
        )
        self._entries.append(entry)

    def entries(self, route: str | None = None) -> list[Entry]:
        """Give all entries, or those of one route, oldest first."""
        return [entry for entry in list(self._entries) if route is None or entry.route == route]

    def clear(self) -> None:
        """Forget the entries; the numbers go on."""
        self._entries.clear()

    def as_json(self) -> list[dict[str, object]]:
        """Give the entries as JSON objects."""
        return [asdict(entry) for entry in list(self._entries)]

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries())
