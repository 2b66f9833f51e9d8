"""A paged list: the shelf a system keeps its rows on, the page that is cut from it, and how a page says where it is.

A shelf is what one request sees, filters applied. Faults act on shelves and pages, and so know no system.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Row: TypeAlias = dict[str, object]

COUNT: Mapping[str, Any] = {"type": "integer", "minimum": 0}


class Shelf(Protocol):
    """The rows one request could see, newest first."""

    def count(self) -> int:
        """Count the rows."""
        ...

    def rows(self, limit: int, offset: int) -> list[Row]:
        """Render some rows; each is the caller's own to change."""
        ...

    def insert(self, index: int, *, silent: bool) -> object:
        """Make a new row that is truly there from now on, as near to the index as an id is free; give its id."""
        ...

    def delete(self, index: int, *, silent: bool) -> object:
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
    numbered: bool = False

    @property
    def end(self) -> int:
        """Give the offset of the first row behind the page, as far as its limit says."""
        return self.offset + self.limit

    @property
    def size(self) -> int:
        """Give the length of the list: as the page says it, or, when that is no number, as it is."""
        return self.total if isinstance(self.total, int) else self.shelf.count()

    def lower(self, limit: int) -> None:
        """Answer fewer rows; where pages are numbered, the number now counts pages of that size."""
        limit = min(limit, self.limit)
        if self.numbered:
            self.offset = self.offset // self.limit * limit
            self.rows = self.shelf.rows(limit, self.offset)
        self.limit, self.rows = limit, self.rows[:limit]


@dataclass(frozen=True)
class Paging:
    """The words with which the pages of a list say where in it one is."""

    says: Mapping[str, Mapping[str, Any]]
    """The words, and the JSON schema of each."""
    words: Callable[[Page], Row]


BY_OFFSET = Paging(
    {"total": COUNT, "limit": COUNT, "offset": COUNT},
    lambda page: {"total": page.total, "limit": page.limit, "offset": page.offset},
)
UNPAGED = Paging({}, lambda _: {})


@dataclass(slots=True)
class Listing:
    """A request for a page, its parameters checked."""

    name: str
    shelf: Shelf
    limit: int
    offset: int
    numbered: bool = False
    """Whether the page was asked for by its number."""
    resume: Callable[[], int] | None = None
    """Finds the offset when the page is cut: a cursor names a row, which moves when rows come and go before it."""

    def read(self) -> Page:
        """Cut the page."""
        if self.resume is not None:
            self.offset = self.resume()
        rows = self.shelf.rows(self.limit, self.offset)
        return Page(self.name, self.shelf, self.limit, self.offset, rows, self.shelf.count(), self.numbered)
