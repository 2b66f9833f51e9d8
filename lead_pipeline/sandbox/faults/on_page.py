"""Faults in what a page says: its rows, its total, its limit. The state behind it stays as it is.

Single fields of rows are in on_fields.
"""

# No postponed annotations here: the parameters' types are read.

from typing import Annotated, Literal

from msgspec import Meta

from lead_pipeline.sandbox.faults.kinds import fault_kind
from lead_pipeline.sandbox.listing import Page

NotNegative = Annotated[int, Meta(ge=0)]
Positive = Annotated[int, Meta(ge=1)]


@fault_kind("page")
def empty_page(page: Page, _: int) -> None:
    """Answer no rows, with the true total."""
    page.rows = []


@fault_kind("page")
def short_page(page: Page, _: int, *, rows: NotNegative) -> None:
    """Answer fewer rows than there are, without saying so."""
    page.rows = page.rows[:rows]


@fault_kind("page")
def repeated_page(page: Page, _: int) -> None:
    """Answer the first page's rows whatever the offset, and claim the offset that was asked for."""
    page.rows = page.shelf.rows(page.limit, 0)


@fault_kind("page")
def offset_ignored(page: Page, _: int) -> None:
    """Answer the first page, and say that it is."""
    page.rows = page.shelf.rows(page.limit, 0)
    page.offset = 0


@fault_kind("page")
def limit_lowered(page: Page, _: int, *, limit: Positive) -> None:
    """Answer at most so many rows, and say so in `limit`."""
    page.lower(limit)


@fault_kind("page")
def total_off(page: Page, _: int, *, delta: int) -> None:
    """Say a total that is too high or too low."""
    page.total = max(0, page.shelf.count() + delta)


@fault_kind("page")
def total_null(page: Page, _: int) -> None:
    """Say no total."""
    page.total = None


@fault_kind("page")
def total_string(page: Page, _: int) -> None:
    """Say the total as text."""
    page.total = str(page.shelf.count())


@fault_kind("page")
def total_moving(page: Page, hit: int, *, step: int = 1) -> None:
    """Say another total each time."""
    page.total = max(0, page.shelf.count() + step * hit)


@fault_kind("page")
def repeated_ids(page: Page, _: int, *, rows: Positive = 1) -> None:
    """Answer the first rows of a page again in place of its last."""
    count = min(rows, len(page.rows) // 2)
    page.rows[len(page.rows) - count :] = [dict(row) for row in page.rows[:count]]


@fault_kind("page")
def reordered(page: Page, _: int, *, order: Literal["oldest_first", "rotated"] = "oldest_first", by: int = 1) -> None:
    """Answer from a list in another order, so that pages overlap and miss."""
    total = page.shelf.count()
    if order == "rotated":
        wanted = [(page.offset + by + i) % total for i in range(len(page.rows))]
        page.rows = [page.shelf.rows(1, index)[0] for index in wanted]
        return
    end = max(0, total - page.offset)
    begin = max(0, end - page.limit)
    page.rows = page.shelf.rows(end - begin, begin)[::-1] if end > begin else []


@fault_kind("page")
def endless(
    page: Page,
    _: int,
    *,
    rows: Literal["invented", "last_page"] = "invented",
    total: Literal["growing", "true", "null"] = "growing",
) -> None:
    """Answer full pages behind the end: made-up rows, or the last page again."""
    if rows == "invented":
        page.rows += page.shelf.invent(page.limit - len(page.rows))
    elif not page.rows:
        page.rows = page.shelf.rows(page.limit, max(0, page.shelf.count() - 1) // page.limit * page.limit)
    if total == "growing":
        page.total = page.offset + len(page.rows) + page.limit
    elif total == "null":
        page.total = None
