"""A paged list: the shelf a system keeps its rows on, and the page that is cut from it.

A shelf is what one request sees, filters applied. Faults act on shelves and pages, and so know no system.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

Row: TypeAlias = dict[str, object]


class Shelf(Protocol):
    """The rows one request could see, newest first."""

    def count(self) -> int:
        """Count the rows."""
        ...

    def rows(self, limit: int, offset: int) -> list[Row]:
        """Render some rows; each is the caller's own to change."""
        ...

    def insert(self, index: int, *, silent: bool) -> int:
        """Make a new row that is truly there from now on, as near to the index as an id is free; give its id."""
        ...

    def delete(self, index: int, *, silent: bool) -> int:
        """Take a row away for good; give its id."""
        ...

    def invent(self, count: int) -> list[Row]:
        """Make up rows that exist nowhere else, with ids never used before."""
        ...


@dataclass(slots=True)
class Page:
    """What a list endpoint is about to answer; faults change it."""

    name: str
    shelf: Shelf
    limit: int
    offset: int
    rows: list[Row]
    total: object

    def as_data(self) -> Row:
        """Give the page as the answer's data."""
        return page_data(self.name, self.rows, self.total, self.limit, self.offset)


def page_data(name: str, rows: object, total: object, limit: object, offset: object) -> Row:
    """Put a page together; the system's document does so with the types of these."""
    return {name: rows, "total": total, "limit": limit, "offset": offset}


@dataclass(slots=True)
class Listing:
    """A request for a page, its parameters checked."""

    name: str
    shelf: Shelf
    limit: int
    offset: int

    def read(self) -> Page:
        """Cut the page."""
        total = self.shelf.count()
        return Page(self.name, self.shelf, self.limit, self.offset, self.shelf.rows(self.limit, self.offset), total)
