"""Whether the newest full day brought about as many rows as the days before it, by the rows' own day.

The rows' own day, not the day they were read: a first sync brings years at once. Days are UTC.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING

import polars as pl

from lead_pipeline.quality.holdings import newest_landing
from lead_pipeline.quality.verdict import Verdict, passed, warned
from lead_pipeline.warehouse.tables import raw_table

if TYPE_CHECKING:
    import duckdb

    from lead_pipeline.quality.verdict import Fact
    from lead_pipeline.spec.source import Endpoint, Source

DAYS = 28
LEAST_DAYS = 14
FEW_ROWS = 20
LIKE_DAYS = 3
_CREATED = "created_at"


def day_column(source: Source, endpoint: Endpoint) -> str | None:
    """The column that says when a row came to be at the source: the one its children date it by, or `created_at`."""
    for child in source.endpoints:
        if child.per is not None and child.per.parent == endpoint.name:
            return child.per.dated_by
    instants = {column.name for column in endpoint.table.columns if isinstance(column.dtype, pl.Datetime)}
    return _CREATED if _CREATED in instants else None


@dataclass(frozen=True)
class Before:
    """The rows of each day before the one that is judged."""

    days: list[int]

    @property
    def usual(self) -> float:
        """The median: one odd day does not move it."""
        return median(self.days)

    def makes_odd(self, rows: int) -> bool:
        """Whether a day lies further off than half the median and 20 rows, and fewer than three days lay as far.

        Weekends are such days, and an outage of three. Where most days bring nothing, no day is odd.
        """
        usual = self.usual
        off = rows - usual
        if not usual or abs(off) <= max(FEW_ROWS, usual / 2):
            return False
        as_far = sum(1 for day in self.days if (day - usual >= off if off > 0 else day - usual <= off))
        return as_far < LIKE_DAYS


def volume(connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint, *, dated_by: str) -> Verdict:
    """Far fewer or more than the median of the 28 days before, where there are at least 14 days of history."""
    newest = newest_landing(connection, source, endpoint)
    if newest is None:
        return passed("Nothing landed yet.")
    full_day = newest.date() - timedelta(days=1)
    odd: list[str] = []
    judged, rows = 0, 0
    for account, by_day in _days(connection, source, endpoint, dated_by, full_day).items():
        age = min(DAYS, (full_day - min(by_day)).days)
        if age < LEAST_DAYS:
            continue
        judged += 1
        today = by_day.get(full_day, 0)
        rows += today
        before = Before([by_day.get(full_day - timedelta(days=back), 0) for back in range(1, age + 1)])
        if before.makes_odd(today):
            odd.append(f"{account} {today:,} where {before.usual:,.0f} are usual")
    facts: dict[str, Fact] = {
        "day": full_day.isoformat(),
        "rows": rows,
        "accounts_judged": judged,
        "accounts": ", ".join(odd) or None,
    }
    if not judged:
        return passed(f"Too young to tell: fewer than {LEAST_DAYS} days of history.", **facts)
    if not odd:
        return passed(f"{rows:,} rows are of {full_day}: nothing unusual.", **facts)
    told = (
        f"Rows of {full_day} are far from the {DAYS} days before: {'; '.join(odd)}. Was less or more ordered? If not, "
        "read everything anew: lead-pipeline sync --verify"
    )
    return warned(told, **facts)


def _days(
    connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint, dated_by: str, full_day: date
) -> dict[str, dict[date, int]]:
    """Rows by account and day up to the full one. The first day of an account is always there, however old."""
    found = connection.execute(
        f"""
        select account, greatest("{dated_by}"::date, $first - 1) as day, count(*)
        from {raw_table(source, endpoint)} where "{dated_by}" < $full_day + 1 group by all
        """,
        {"first": full_day - timedelta(days=DAYS), "full_day": full_day},
    ).fetchall()
    days: dict[str, dict[date, int]] = defaultdict(dict)
    for account, day, rows in found:
        days[account][day] = rows
    return days
