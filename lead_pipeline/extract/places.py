"""Where the pages of a list are, in the words of its API: an offset, a number, a text that the page before told.

A walk counts in offsets throughout; here they become a query, and what an answer says of its place is held against it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lead_pipeline.errors import BodyFault
from lead_pipeline.extract.style import Style
from lead_pipeline.spec.paging import CursorPaging, OffsetPaging, OnePage, PagePaging

if TYPE_CHECKING:
    from lead_pipeline.extract.page import Page
    from lead_pipeline.spec.paging import Paging

_EVERYTHING = 1_000_000  # rows that one page may hold where there are no pages
_CURE = "Try again later; if it stays, the API has changed: please report it."


def style_of(paging: Paging) -> Style:
    """What can be done with the pages of such a list."""
    if isinstance(paging, OnePage):
        return Style.ONE if paging.total is not None else Style.OVERLAP
    if isinstance(paging, CursorPaging):
        return Style.CHAIN
    return Style.WHOLE if isinstance(paging, PagePaging) or paging.whole_pages else Style.OVERLAP


def size_of(paging: Paging) -> int:
    """How many rows a page has as a rule."""
    return paging.most or _EVERYTHING if isinstance(paging, OnePage) else paging.page_size


class Places:
    """The places of one list, for one walk."""

    def __init__(self, paging: Paging) -> None:
        self._paging = paging
        self._asked = self._size = size_of(paging)
        self._cursors: dict[int, str] = {}

    @property
    def smaller(self) -> int | None:
        """The page size to ask for where the usual one is refused, if there is one and it was not asked for yet."""
        smaller = None if isinstance(self._paging, OnePage | OffsetPaging) else self._paging.smaller
        return smaller if smaller != self._asked else None

    def ask_smaller(self, size: int) -> None:
        """Ask for smaller pages from now on."""
        self._asked = self._size = size

    def one(self) -> dict[str, str]:
        """The query for no more than one row, or for as few as can be."""
        paging = self._paging
        if isinstance(paging, OnePage):
            return self.query(0)
        if isinstance(paging, OffsetPaging):
            return {paging.limit: "1", paging.offset: "0"}
        return {**self.query(0), (paging.limit if isinstance(paging, CursorPaging) else paging.size): "1"}

    def query(self, offset: int) -> dict[str, str]:
        """What to ask for the page that begins there."""
        paging = self._paging
        if isinstance(paging, OnePage):
            return {} if paging.limit is None else {paging.limit: str(paging.most)}
        if isinstance(paging, OffsetPaging):
            if paging.on_request and offset == 0:
                return {}
            return {paging.limit: str(self._asked), paging.offset: str(offset)}
        if isinstance(paging, CursorPaging):
            if offset in self._cursors:
                return {paging.limit: str(self._asked), paging.cursor: self._cursors[offset]}
            if paging.pages is None or offset == 0:
                first = {} if paging.pages is None else {paging.pages.page: "1"}
                return {paging.limit: str(self._asked), **first}
            paging = paging.pages
        return {paging.size: str(self._asked), paging.page: str(self._number(offset))}

    def take(self, page: Page) -> Page:
        """The page, with what its place tells of the list; a fault if it is another page than was asked for."""
        if page.offset == 0 and page.limit:
            self._size = min(self._asked, page.limit)
        if page.said_page is not None and page.said_page != self._number(page.offset):
            message = f"The answer is page {page.said_page} where {self._number(page.offset)} was asked."
            raise BodyFault(message, cure=_CURE)
        if not isinstance(self._paging, CursorPaging):
            return self._whole(page, self._paging)
        if not page.has_cursor:
            page = self._whole(page, self._paging.pages)
            return replace(page, style=None if self._paging.pages is None else Style.WHOLE)
        if page.next is not None:
            self._cursors[page.offset + len(page.keys)] = page.next
        # Both may contradict each other: without a cursor there is no going on, whatever else is said.
        return replace(page, style=Style.CHAIN, more=page.next is not None and page.more is not False)

    @staticmethod
    def _whole(page: Page, paging: Paging | None) -> Page:
        """The page, told to be all there is where it says nothing of pages, and is smaller than any."""
        if not isinstance(paging, PagePaging) or paging.unsaid_below is None or page.offset:
            return page
        says_nothing = page.total is None and page.more is None and page.said_page is None and page.limit is None
        return replace(page, is_whole=True) if says_nothing and len(page.keys) < paging.unsaid_below else page

    def _number(self, offset: int) -> int:
        return offset // self._size + 1
