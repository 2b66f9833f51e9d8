"""Which days an answer that is cut off shows whole, if its rows come in the order of time; and which are left.

Whether they do, no API says: the rows look like it, and the count of what is left has to agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from lead_pipeline.extract.spans import Span
from lead_pipeline.http_client import lenient_json

if TYPE_CHECKING:
    from collections.abc import Sequence

_ONE_DAY = timedelta(days=1)
_UTC = ("Z", "+00:00")


@dataclass(frozen=True)
class Shown:
    """The days that are whole, how many rows they have, and the days to ask for; `is_head`: these are the later."""

    whole: Span
    rows: int
    rest: Span
    is_head: bool


def days_of(rows: bytes, path: tuple[str, ...]) -> list[date | None]:
    """The day of each row, in UTC; None where it cannot be read."""
    records = lenient_json.decode(rows)
    return [_day(record, path) for record in records] if isinstance(records, list) else [None]


def shown_of(span: Span, days: Sequence[date | None]) -> Shown | None:
    """What these rows show of the span: None if they are in no order, or of one day."""
    known = [day for day in days if day is not None and day >= span.first and (span.last is None or day <= span.last)]
    if not known or len(known) < len(days) or known[0] == known[-1]:
        return None
    edge = known[-1]  # the day on which the answer was cut off
    rows = sum(day != edge for day in known)
    if all(before <= after for before, after in pairwise(known)):
        return Shown(Span(span.first, edge - _ONE_DAY), rows, Span(edge, span.last), is_head=True)
    if all(before >= after for before, after in pairwise(known)):
        return Shown(Span(edge + _ONE_DAY, span.last), rows, Span(span.first, edge), is_head=False)
    return None


def _day(record: Any, path: tuple[str, ...]) -> date | None:  # noqa: ANN401 - whatever came as a row
    for name in path:
        record = record.get(name) if isinstance(record, dict) else None
    if not isinstance(record, str) or not record.endswith(_UTC):
        return None
    try:
        return date.fromisoformat(record[:10])
    except ValueError:
        return None
