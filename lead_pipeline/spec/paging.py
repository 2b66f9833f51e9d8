"""How a list is cut into pages: which words ask for the next one, and which words of the answer tell where it stands.

Only the words. A dot in a word of the answer goes into an object: `pagination.total`. Walking them is `extract.walk`.
"""

from __future__ import annotations

from dataclasses import dataclass

from lead_pipeline.errors import DeclarationError


def _refuse_no_page(page_size: int) -> None:
    """A page of nothing would be a walk without end."""
    if page_size < 1:
        message = f"page_size {page_size} is no number of rows."
        raise DeclarationError(message)


@dataclass(frozen=True)
class OffsetPaging:
    """`limit` and `offset` asked, `total` answered beside the rows.

    `said_limit`, `said_offset` and `said_page` are where the answer repeats what was asked, or what became of it;
    `more` is where it says whether rows follow, or `pages` how many pages there are. `whole_pages`: it counts in pages,
    so that an offset within one may not be kept. `on_request`: all rows come at once unless a page is asked for; an
    answer that is a page all the same is gone on from.
    """

    page_size: int
    limit: str = "limit"
    offset: str = "offset"
    total: str | None = "total"
    said_limit: str | None = "limit"
    said_offset: str | None = "offset"
    said_page: str | None = None
    more: str | None = None
    pages: str | None = None
    whole_pages: bool = False
    on_request: bool = False

    def __post_init__(self) -> None:
        """A page of nothing, and a list whose first answer cannot tell whether it is a page."""
        _refuse_no_page(self.page_size)
        if self.pages is not None and (self.said_page is None or self.more is not None):
            message = "a list that counts its pages: say where it tells which page came, and nothing else of its end."
            raise DeclarationError(message)
        if self.on_request and self.total is None and self.more is None:
            message = (
                "a list that is paged on request: say by which word (total, more) an answer tells that it is a page."
            )
            raise DeclarationError(message)


@dataclass(frozen=True)
class PagePaging:
    """Pages asked for by their number, from 1, so many rows each. Totals and `more` as the API has them.

    Where its servers call it differently, `more` has several places. `smaller` pages are asked for where the API
    refuses such large ones. An answer that says nothing of pages and has fewer rows than `unsaid_below` is the whole
    list: no server of the API has such small pages.
    """

    page_size: int
    page: str = "page"
    size: str = "per_page"
    total: str | None = None
    said_page: str | None = None
    said_size: str | None = None
    more: str | tuple[str, ...] | None = None
    smaller: int | None = None
    unsaid_below: int | None = None

    def __post_init__(self) -> None:
        """A page of nothing would be a walk without end."""
        _refuse_no_page(self.page_size)


@dataclass(frozen=True)
class CursorPaging:
    """Each answer names the next page by a text of its own: `next`, asked for as `cursor`. None of it is kept.

    `pages` says how to go on where an answer has no such word at all: some lists of an API are paged so, others so.
    """

    page_size: int
    next: str
    cursor: str = "cursor"
    limit: str = "limit"
    total: str | None = None
    more: str | None = None
    smaller: int | None = None
    pages: PagePaging | None = None

    def __post_init__(self) -> None:
        """Two sizes for one list would be two lists."""
        _refuse_no_page(self.page_size)
        if self.pages is not None and self.pages.page_size != self.page_size:
            message = f"a list cannot have pages of {self.page_size} and of {self.pages.page_size} rows."
            raise DeclarationError(message)


@dataclass(frozen=True)
class OnePage:
    """No pages: one request brings everything there is.

    Or what of it fits: `limit` asks for `most` rows, and `total` is where the answer counts them all. What is cut off
    cannot be asked for; who wants it asks for less (`window.ByDay`).
    """

    most: int | None = None
    limit: str | None = None
    total: str | None = None

    def __post_init__(self) -> None:
        """A limit without a number, or a number that nothing asks for."""
        if (self.most is None) != (self.limit is None):
            message = "a list that is cut off: say both the word of its limit and the most that it can be."
            raise DeclarationError(message)
        if self.most is not None:
            _refuse_no_page(self.most)


Paging = OffsetPaging | PagePaging | CursorPaging | OnePage
