"""Whether an API means the last day that it is asked for: not all documents say, and who does not is quiet about it.

Learned from its answers, by asking for a day more where one leaves it open. Which days are read is not decided here.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from lead_pipeline.extract.shown_days import days_of

if TYPE_CHECKING:
    from datetime import date

    from lead_pipeline.extract.page import Page
    from lead_pipeline.extract.spans import Span
    from lead_pipeline.extract.walk import Walk

_ONE_DAY = timedelta(days=1)

Answer = tuple["Walk", "list[Page]"]


class Ask(Protocol):
    """How some days are asked for, both ends as the API is told them."""

    async def __call__(self, first: date, until: date) -> Answer:
        """The answer."""


class LastDay:
    """One endpoint's habit, for one run. `dated` is the path to each row's time; None for sums, which tell none.

    `are_expected`: rows are held that say that no day asked for is empty.
    """

    def __init__(self, dated: tuple[str, ...] | None, *, are_expected: bool) -> None:
        self._dated = dated
        self._can_tell = dated is not None or are_expected
        self._is_counted: bool | None = None

    async def read(self, span: Span, last: date, ask: Ask) -> Answer:
        """The rows of these days, the last one included."""
        if self._is_counted is False:
            return await ask(span.first, last + _ONE_DAY)
        walk, pages = await ask(span.first, last)
        if self._is_counted or not self._can_tell or walk.cut_off is not None:
            return walk, pages
        if self._has(pages, last):
            self._is_counted = True
        elif longer := await self._if_left_out(last, ask, walk):
            self._is_counted = False
            return longer if span.first == last else await ask(span.first, last + _ONE_DAY)
        return walk, pages

    async def _if_left_out(self, last: date, ask: Ask, walk: Walk) -> Answer | None:
        """The day itself, if it shows as soon as the next one is asked for, and it is not that one that shows."""
        longer, pages = await ask(last, last + _ONE_DAY)
        longer.proof.tally.add(walk.proof.tally)
        if not self._has(pages, last):
            return None
        if self._dated is None:
            next_one, others = await ask(last + _ONE_DAY, last + _ONE_DAY)
            longer.proof.tally.add(next_one.proof.tally)
            if self._has(others, last + _ONE_DAY):
                return None
        return longer, pages

    def _has(self, pages: list[Page], day: date) -> bool:
        """Whether there is a row of the day; of sums any row is one."""
        if self._dated is None:
            return any(page.keys for page in pages)
        return any(day in days_of(page.rows, self._dated) for page in pages)
