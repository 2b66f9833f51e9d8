"""Spans of days: which are asked for at once, and into which parts one that does not fit is cut."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ONE_DAY = timedelta(days=1)
_ROOM = 1.25  # parts hold this much less than fits, as days are not alike


@dataclass(frozen=True)
class Span:
    """Days, both ends included. `last` None is open: also what came after our clock says today."""

    first: date
    last: date | None

    def days(self, today: date) -> int:
        """How many days it has."""
        return max(1, ((self.last or today) - self.first).days + 1)


def spans(first: date, until: date | None, today: date, *, one_by_one: bool) -> Iterator[Span]:
    """The days from the first on, at once or one by one."""
    if not one_by_one:
        if until is None or until >= first:
            yield Span(first, until)
        return
    day = first
    while day <= (until or today):
        yield Span(day, day)
        day += _ONE_DAY


def cut(span: Span, today: date, shown: int, total: int) -> list[Span]:
    """As many parts as it takes if the rows are spread evenly, the last as open as the span; none of a single day."""
    days = span.days(today)
    if days == 1:
        return []
    parts = min(days, max(2, int(-(-total * _ROOM // max(1, shown)))))
    edges = [span.first + timedelta(days=days * part // parts) for part in range(parts)]
    lasts = [*(edge - _ONE_DAY for edge in edges[1:]), span.last]
    return [Span(edge, last) for edge, last in zip(edges, lasts, strict=True)]
