"""The cursors of the long list: opaque to callers, naming the last row they saw, and good for a while only.

As they name a row and not a place, what comes in at the head moves nothing.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from lead_pipeline.sandbox.messages import encode

if TYPE_CHECKING:
    from lead_pipeline.sandbox.listing import Row
    from lead_pipeline.sandbox.table import TableShelf

GOOD_FOR_SECONDS = 600
BEFORE_ALL_TIMES = "9999"


@dataclass(frozen=True)
class Cursor:
    """Where a caller stopped, and when."""

    last: str
    started_at: str
    issued: int
    ends: bool
    """Whether the list ended with that row, as far as the server knew."""

    def write(self) -> str:
        """Give it as text that tells nobody anything."""
        return base64.urlsafe_b64encode(encode(self)).decode().rstrip("=")

    def find(self, shelf: TableShelf) -> int:
        """Give the offset of the row behind it; when its own row is gone, rather too early than too late."""
        seen = shelf.seen()
        for place, row in enumerate(seen):
            if row["id"] == self.last:
                return place + 1
        if self.ends:
            return len(seen)
        return next((place for place, row in enumerate(seen) if time_of(row) <= self.started_at), len(seen))


def time_of(row: Row) -> str:
    """Give the time a row is listed by; one that has not started comes first."""
    return str(row["started_at"] or BEFORE_ALL_TIMES)


def cursor_behind(row: Row, now: int, *, ends: bool) -> str:
    """Make the cursor of who has read as far as a row."""
    return Cursor(str(row["id"]), time_of(row), now, ends).write()


def read_cursor(text: str, now: int) -> Cursor:
    """Read a cursor; one that is none, or too old, is a ValueError."""
    try:
        padded = text.encode() + b"=" * (-len(text) % 4)
        cursor = msgspec.json.decode(base64.urlsafe_b64decode(padded), type=Cursor)
    except (binascii.Error, msgspec.DecodeError, UnicodeError) as wrong:
        raise ValueError("cursor: not one that was given out") from wrong
    if now - cursor.issued > GOOD_FOR_SECONDS:
        raise ValueError("cursor: expired, start over")
    return cursor
