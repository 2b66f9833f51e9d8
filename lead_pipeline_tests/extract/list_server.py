"""A paged list in memory, as a server would show it: with a script of changes and faults, request by request.

It plays the API behind `Ask`; sockets and JSON are tried in test_reader.py.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lead_pipeline.extract.page import Page
from lead_pipeline.extract.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Change = Callable[[list[int]], object]
    Fault = Callable[[Page], Page]


def right(rows: int) -> int | None:
    """The total as it should be."""
    return rows


@dataclass
class ListServer:
    """`changes` come before the request of that number (from 0), `faults` spoil its answer."""

    rows: list[int]
    size: int = 10
    says_limit: bool = True
    total: Callable[[int], int | None] = right
    changes: Mapping[int, Change] = field(default_factory=dict)
    faults: Mapping[int, Fault] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)
    pauses: list[int] = field(default_factory=list)
    served: list[Page] = field(default_factory=list)
    most_at_once: int = 0
    _now: int = 0

    async def page(self, offset: int) -> Page:
        """What the list is at this moment, spoiled as the script says."""
        number = len(self.asked)
        self.asked.append(offset)
        if number in self.changes:
            self.changes[number](self.rows)
        keys = self.rows[offset : offset + self.size]
        page = Page(offset, b"", [*keys], self.total(len(self.rows)), self.size if self.says_limit else None)
        if number in self.faults:
            page = self.faults[number](page)
        self.served.append(page)
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        try:
            await asyncio.sleep(0)
        finally:
            self._now -= 1
        return page

    async def pause(self, faults: int) -> None:
        """Takes no time here."""
        self.pauses.append(faults)

    def walk(self, *, size: int = 10, expected: int | None = None, ahead: int = 0) -> Walk:
        """A whole walk over it."""
        walk = Walk(self, page_size=size, expected=expected, ahead=ahead)

        async def through() -> None:
            async for page in walk.pages():
                assert page.keys

        asyncio.run(through())
        return walk

    def repeat(self, page: Page) -> Page:
        """A fault: the rows of the page before once more."""
        return replace(page, keys=self.served[-1].keys if self.served else page.keys)


def empty(page: Page) -> Page:
    """A fault: no rows."""
    return replace(page, keys=[])


def cut(rows: int) -> Fault:
    """A fault: fewer rows than asked for."""
    return lambda page: replace(page, keys=page.keys[:rows])


def without_total(page: Page) -> Page:
    """A fault: nobody counted."""
    return replace(page, total=None)


def newest(*keys: int) -> Change:
    """A change: rows come in at the head."""
    return lambda rows: rows.__setitem__(slice(0, 0), keys)


def oldest(*keys: int) -> Change:
    """A change: rows come in at the end."""
    return lambda rows: rows.extend(keys)


def gone(*keys: int) -> Change:
    """A change: rows leave."""
    return lambda rows: rows.__setitem__(slice(None), [row for row in rows if row not in keys])


def both(*changes: Change) -> Change:
    """Several changes at once."""
    return lambda rows: [change(rows) for change in changes]
