"""The forecast, recomputed in plain Python from what each day used: the likely burn, its band, and what is left then.

Written from docs/forecast.md, not from the SQL. A row is a day ahead.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from lead_pipeline_tests.dbt_project.numbers import rounded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

AHEAD, BACK, LEARNT, ENOUGH = 60, 56, 364, 10


@dataclass(frozen=True)
class Burn:
    """What one account used on each day, none missing."""

    first: date
    used: Sequence[int]

    def likely(self, start: int) -> list[Decimal]:
        """What each of the days from that one on is likely to use."""
        past = [(self._weekday(place), self.used[place]) for place in range(max(0, start - BACK), start)]
        mean = Fraction(sum(used for _, used in past), len(past))
        means = []
        for weekday in range(7):
            same = [used for day, used in past if day == weekday]
            means.append(rounded((sum(same) + 2 * mean) / (len(same) + 2)))
        return [means[self._weekday(start + ahead)] for ahead in range(AHEAD)]

    def _weekday(self, place: int) -> int:
        return (self.first + timedelta(place)).weekday()

    @cached_property
    def errors(self) -> dict[tuple[int, int], Decimal]:
        """By first day and number of days: how much more was used than was likely. The last day is not over."""
        found = {}
        for start in range(1, len(self.used) - 1):
            burn, off = self.likely(start), Decimal(0)
            for days in range(1, min(AHEAD, len(self.used) - 1 - start) + 1):
                off += self.used[start + days - 1] - burn[days - 1]
                found[start, days] = off
        return found

    def bands(self, start: int) -> Iterator[tuple[Decimal, Decimal | None, Decimal | None]]:
        """Likely, least and most that is used, for one day from that one on, for two, and so forth."""
        total, width, least, most = Decimal(0), None, Decimal(0), Decimal(0)
        for days, burn in enumerate(self.likely(start), 1):
            total += burn
            known = sorted(
                self.errors[first, days]
                for first in range(max(1, start - days - LEARNT + 1), start - days + 1)
                if (first, days) in self.errors
            )
            if len(known) >= ENOUGH:
                wider = 1 + Fraction(2 * days, len(known))
                edges = (min(Decimal(0), _edge(known, 1)), max(Decimal(0), _edge(known, 9)))
                width = [Fraction(edge) * wider / days for edge in edges]
            if width is None:
                yield total, None, None
                continue
            least = max(least, total + rounded(width[0] * days))
            most = max(most, total + rounded(width[1] * days))
            yield total, least, most

    def left(self, read_at: datetime, remaining: int) -> Iterator[tuple[date, Decimal, Decimal | None, Decimal | None]]:
        """Each day to come with what will be left at its end: likely, low and high."""
        start = (read_at.date() - self.first).days
        if not 1 <= start < len(self.used):
            return
        gone = read_at.hour * 3600 + read_at.minute * 60 + read_at.second
        passed = rounded(Fraction(self.likely(start)[0]) * gone / 86_400)
        for ahead, (likely, least, most) in enumerate(self.bands(start)):
            after = [
                None if burn is None else max(Decimal(0), remaining - max(Decimal(0), burn - passed))
                for burn in (likely, most, least)
            ]
            assert after[0] is not None
            yield read_at.date() + timedelta(ahead), after[0], after[1], after[2]


def _edge(known: list[Decimal], tenths: int) -> Decimal:
    return known[math.ceil(len(known) * tenths / 10) - 1]
