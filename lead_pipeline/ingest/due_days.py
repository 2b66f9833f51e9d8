"""Which days of a parent are due, and how far they count as read then: kept as the position of the parent.

Either days are closed some time after they ended, or rows that are held tell on which days anything has changed.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from lead_pipeline.extract.spans import Span, spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lead_pipeline.extract.children import LastWalk, Parent, Window
    from lead_pipeline.spec.window import ByDay

THROUGH, AS_OF = "through ", ", as of "
_ONE_DAY = timedelta(days=1)


class DueDays(Protocol):
    """The days of one parent."""

    def spans(self) -> Iterator[Span]:
        """The days to read, the oldest first."""

    def take(self, span: Span, *, is_proven: bool) -> None:
        """These were read."""

    @property
    def position(self) -> str | None:
        """How far they are read."""


class UntilClosed:
    """All days that are not closed yet, and those behind the proven ones."""

    def __init__(self, by_day: ByDay, parent: Parent, before: LastWalk | None, window: Window, today: date) -> None:
        self._by_day = by_day
        self._today = today
        self._window = window
        oldest = today - timedelta(days=by_day.history_days)
        self._first = oldest if parent.dated is None else max(oldest, parent.dated.date())
        self._through = through_of(before)[0]

    def spans(self) -> Iterator[Span]:
        """From the first that may have changed."""
        first, window = self._first, self._window
        if self._through is not None and window.is_open:
            first = max(first, self._through + _ONE_DAY)
        if window.since is not None:
            first = max(first, window.since)
        until = window.until if window.until is not None and window.until < self._today else None
        yield from spans(first, until, self._today, one_by_one=self._by_day.one_by_one)

    def take(self, span: Span, *, is_proven: bool) -> None:
        """What lies behind a gap, or is still open, is to be read again."""
        closed = self._today - timedelta(days=self._by_day.settles_after_days + 1)
        last = min(span.last or closed, closed)
        follows = span.first <= (self._first if self._through is None else self._through + _ONE_DAY)
        if is_proven and follows and last >= span.first:
            self._through = last if self._through is None else max(self._through, last)

    @property
    def position(self) -> str | None:
        """The last closed day up to which all are proven."""
        return None if self._through is None else f"{THROUGH}{self._through.isoformat()}"


class WhereRowsChanged:
    """The days on which rows are dated that landed or changed since the days were read."""

    def __init__(
        self, changed: Mapping[date, datetime], before: LastWalk | None, window: Window, planned_at: datetime
    ) -> None:
        self._through, self._as_of = through_of(before)
        self._planned_at = planned_at
        self._window = window
        self._is_whole = True
        days = sorted(day for day in changed if _is_within(day, window))
        new = [day for day in days if self._through is None or day > self._through]
        known = [day for day in days if day not in set(new)]
        self._again = [day for day in known if self._as_of is None or not window.is_open or changed[day] > self._as_of]
        self._due = [*self._again, *new]

    def spans(self) -> Iterator[Span]:
        """Each by itself."""
        yield from (Span(day, day) for day in self._due)

    def take(self, span: Span, *, is_proven: bool) -> None:
        """Once those that changed are read again, all up to the newest are as of this run."""
        self._is_whole = self._is_whole and is_proven and self._window.is_open
        if self._is_whole and span.first >= max(self._again, default=span.first):
            self._as_of = self._planned_at
            self._through = span.first if self._through is None else max(self._through, span.first)

    @property
    def position(self) -> str | None:
        """The last day that is read, and as of when all up to it are."""
        if self._through is None or self._as_of is None:
            return None
        return f"{THROUGH}{self._through.isoformat()}{AS_OF}{self._as_of.isoformat()}"


def through_of(before: LastWalk | None) -> tuple[date | None, datetime | None]:
    """What a position says: the last day, and as of when."""
    if before is None or before.fingerprint is None or not before.fingerprint.startswith(THROUGH):
        return None, None
    day, _, as_of = before.fingerprint.removeprefix(THROUGH).partition(AS_OF)
    return date.fromisoformat(day), datetime.fromisoformat(as_of) if as_of else None


def _is_within(day: date, window: Window) -> bool:
    return (window.since is None or day >= window.since) and (window.until is None or day <= window.until)
