"""One pass over a list: where it stands, what it saw, and how the list moved meanwhile. It asks for nothing itself.

Between two pages a few rows overlap: as many as fit into the pages that are asked for anyway, and at least one. If
they do not match, the list shifted: rows that vanished let others slide past us, so the pass steps back to known rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.extract.style import Style

if TYPE_CHECKING:
    from lead_pipeline.extract.page import Key, Page

MOST_OVERLAP = 10


class OnePass:
    """`expected` is a second witness of the number of rows, where there is one.

    `moved` says that the list did not stand still; `lossy` that rows may have left the part already read, so that the
    number of keys proves nothing. `says_no_more` is that the list itself said so, on its last page.
    """

    def __init__(self, page_size: int, expected: int | None, style: Style = Style.OVERLAP) -> None:
        self.page_size = page_size
        self.style = style
        self.says_no_more = False
        self.overlap = 0
        self.keys: set[Key] = set()
        self.total: int | None = None
        self.ended = self.short_of_total = self.moved = self.grew = self.lossy = self.answers_short = False
        self.setbacks = 0
        self._expected = expected
        self._position = 0
        self._tail: list[Key] = []
        self._total_moved = self._stepping_back = self._empty_once = False

    @property
    def regular(self) -> bool:
        """A pass over a list that stood still, from its head to its end."""
        return self.ended and not (self.short_of_total or self.moved)

    @property
    def next_offset(self) -> int:
        """Where the next page begins: what was received, less the overlap."""
        return max(0, self._position - self.overlap)

    def offsets_ahead(self, pages: int) -> list[int]:
        """Where the next page begins, and so many more after it if the list stands still."""
        if pages == 0 or self.total is None or self.style is Style.CHAIN or self._position == 0 or self._stepping_back:
            return []
        return list(range(self.next_offset, self.total - self.overlap, self.page_size - self.overlap)[: pages + 1])

    def see(self, page: Page) -> None:
        """Keep the newest total, also that of a page which is then asked for again.

        One that comes late counts as moved: nobody knows what it was when the pages before were read.
        """
        before, now = self.total, page.total
        if now is None or now == before:
            return
        self.total = now
        if before is not None or self.keys:
            self._total_moved = self.moved = True
            self.grew = self.grew or (before is not None and now > before)

    def helps(self, page: Page) -> bool:
        """Whether the page brings a row that this pass has not seen, or the way back to those it has."""
        return any(key not in self.keys for key in page.keys) or (self._stepping_back and bool(page.keys))

    def may_end_with(self, page: Page) -> bool:
        """Whether a page with nothing new may be the end: all that is counted was read.

        Where nothing counts the rows, or only the parent does and nothing came, it has to be empty twice.
        """
        rows, no_more = len(self.keys), len(page.keys) <= self.overlap
        if page.more:
            return False
        if self.total is None:
            if not no_more:
                return False
            doubtful = not page.keys and self._expected != rows and not self.says_no_more
            self.says_no_more = self.says_no_more or page.more is False or page.is_whole
        elif rows < self.total:
            # Of a list that moved, the number of rows read says little; where the page ends says when it is over.
            return self.moved and no_more and page.offset + len(page.keys) >= self.total
        else:
            doubtful = rows == 0 and bool(self._expected)
        twice, self._empty_once = self._empty_once, True
        return twice or not doubtful

    def shows_all_again(self, page: Page) -> bool:
        """Whether a list that says nothing of pages shows all its rows again, whichever page is asked for."""
        says_nothing = self.total is None and page.more is None and self.style is Style.WHOLE
        self.says_no_more = says_nothing and bool(page.keys) and self.keys == set(page.keys)
        return self.says_no_more

    def end(self) -> None:
        """End on a page with nothing new. If the total moved with it, what moved was not seen."""
        self.ended = True
        self.lossy = self.lossy or self._total_moved

    def take(self, page: Page) -> bool:
        """Count the page in and decide where to go on; False if the list was seen to move."""
        self.style = page.style or self.style
        overlap = self._position - page.offset
        known = self._tail[-overlap:] if overlap > 0 else []
        fits = page.keys[overlap - len(known) : overlap] == known
        if self._has_lost_touch(page, fits=fits and (bool(known) or not self._total_moved)):
            self._step_back(page)
            return False
        pushed_here = not self.keys.isdisjoint(page.keys[overlap:])
        steady = fits and not pushed_here and not self._total_moved
        self.moved = self.moved or not steady
        # What was added before us pushes known rows onto this page. If none came though the overlap differs, some left.
        self.lossy = self.lossy or not (fits or pushed_here)
        if not self.keys.issuperset(page.keys):
            self.setbacks = 0
        self.keys.update(page.keys)
        self._total_moved = self._stepping_back = self._empty_once = False
        self._tail = page.keys[-MOST_OVERLAP:]
        self._learn(page)
        self._position = self._behind(page)
        self.says_no_more = page.more is False or page.is_whole
        self.ended = self._is_end(page)
        self.answers_short = self.style is Style.OVERLAP and not self.ended and len(page.keys) < self.page_size
        if self.answers_short:
            self.overlap = self._least_overlap(page)
        elif self.moved and self.style is Style.OVERLAP:
            self.overlap = max(self.overlap, self._least_overlap(page))
        return steady

    def take_as_pushed(self, page: Page) -> None:
        """A whole page of known rows in a list that moved: what was added pushed them here. Go on behind them."""
        self.setbacks += 1
        self.lossy = True
        self._position = self._behind(page)
        self._tail = page.keys[-MOST_OVERLAP:]

    def _has_lost_touch(self, page: Page, *, fits: bool) -> bool:
        """Whether nothing ties the page to what was read, though something says that the list moved."""
        if page.offset == 0 or not self.keys or self.style is Style.CHAIN:
            return False
        return (self._stepping_back or not fits) and self.keys.isdisjoint(page.keys)

    def _step_back(self, page: Page) -> None:
        """Rows slid past us, unseen: they stand before this page. What it holds is read again on the way forward."""
        self.setbacks += 1
        self.moved = self.lossy = self._stepping_back = True
        self._tail = []
        self._position = max(0, page.offset - self.page_size + self.overlap)

    def _learn(self, page: Page) -> None:
        """The limit is read back from the answer; how much overlap fits follows from the first total."""
        said, before = page.limit or self.page_size, self.page_size
        if self.style is not Style.OVERLAP:
            clamped = page.limit is None and page.offset == 0 and 0 < len(page.keys) < (page.total or 0)
            self.page_size = min(self.page_size, len(page.keys) if clamped else said)
            self.overlap = 0
            return
        self.page_size = max(len(page.keys), min(self.page_size, said))
        if page.offset == 0:
            self.overlap = self._least_overlap(page) if page.total is None else self._fitting_overlap(page.total)
        elif self.page_size < before:
            self.overlap = self._least_overlap(page)

    def _behind(self, page: Page) -> int:
        """Where the list goes on: behind the rows that came, or behind the page as a whole."""
        return page.offset + (self.page_size if self.style is Style.WHOLE else len(page.keys))

    def _least_overlap(self, page: Page) -> int:
        """One row, unless pages hold no more than that: each page has to bring us on."""
        return min(1, len(page.keys) - 1)

    def _fitting_overlap(self, total: int) -> int:
        pages = -(-total // self.page_size)
        if pages <= 1:
            return 0
        spare = pages * self.page_size - total
        witnessed = self._expected == total
        free = (spare if witnessed else max(0, spare - 1)) // (pages - 1)
        if free == 0 and witnessed:
            return 0  # two witnesses agree already; a further page for the overlap would buy nothing
        return min(MOST_OVERLAP, max(1, free), self.page_size - 1)

    def _is_end(self, page: Page) -> bool:
        """The documented end: as many rows as the total, and a short page or a second witness that there are no more.

        A short page short of the total is none. Of a list that moved, the place where a page ends counts, not the rows.
        """
        rows, short = len(self.keys), len(page.keys) < self.page_size
        if self.style is Style.ONE or page.is_whole:
            return True
        if self.style is Style.CHAIN:
            return page.more is False
        if self.total is None or page.total is None:
            return self.total is None and page.more is False and short  # an older total may be out of date
        if self.moved:
            return short and self._position >= self.total
        return rows == self.total and (short or self._expected == rows or page.more is False)
