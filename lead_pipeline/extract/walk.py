"""A walk: one paged list, read to its end, with the proof that it was the end.

A pass goes from the first page to the last; what one pass leaves open, a further one settles. Which lists are walked,
and what becomes of the rows, is decided elsewhere.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from lead_pipeline.errors import RequestRefused, WalkBroken
from lead_pipeline.extract.one_pass import OnePass
from lead_pipeline.extract.proof import Proof, Verdict
from lead_pipeline.extract.style import Style

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection

    from lead_pipeline.extract.asking import Ask, Known
    from lead_pipeline.extract.page import Key, Page

MAX_PASSES = 3
MOST_PASSES = 6  # of a list whose total stands, while each pass still shows rows that none before has shown
PAGE_TRIES = 3
MOST_SETBACKS = 100  # pages in a row that bring a pass no further
ENDLESS_PAGES = 1000  # of a list that never says its total
ENDLESS_PAGES_BEHIND_TOTAL = 10  # beyond thrice what it said at first
_CURE = "The API is at fault: run again later."


class Walk:
    """One walk. Iterate `pages()` to its end, then look at `proof` and `keys`.

    `expected` is a second witness of the number of rows, where there is one; `ahead` is how many pages are asked for
    before they are needed. `known` may spare us the rest of it, and `is_part` tells that it did. `cut_off` is how many
    rows there are of a list that shows no more than some.
    """

    def __init__(  # noqa: PLR0913 - what to read, and what is known of it
        self,
        ask: Ask,
        *,
        page_size: int,
        expected: int | None = None,
        ahead: int = 0,
        style: Style = Style.OVERLAP,
        known: Known | None = None,
    ) -> None:
        self._ask = ask
        self._known = known
        self.is_part = False
        self._page_size = page_size
        self._expected = expected
        self._ahead = ahead
        self._coming: dict[int, asyncio.Future[Page]] = {}
        self._style = style
        self.proof = Proof()
        self.keys: set[Key] = set()
        self._ever: set[Key] = set()
        self._totals: set[int | None] = set()
        self.cut_off: int | None = None

    async def pages(self) -> AsyncIterator[Page]:
        """Every page read, in the order of reading: where a row comes twice, the later one is the fresher."""
        before: OnePass | None = None
        ever = 0
        try:
            while self.proof.passes < MAX_PASSES or self._comes_nearer(ever):
                self.proof.passes += 1
                ever = len(self._ever)
                only_the_new = before is not None and before.grew and not (before.lossy or before.short_of_total)
                if before is not None and before.lossy:
                    self.keys = set()  # some of them may be gone
                this = OnePass(self._page_size, self._expected, self._style)
                try:
                    async for page in self._pages_of(this, only_the_new=only_the_new):
                        yield page
                except RequestRefused:
                    if this.style is not Style.CHAIN or not this.keys or self.proof.passes == MAX_PASSES:
                        raise
                    continue  # the way to the next page is good for a while only: from the start, then
                if self.is_part:
                    return
                if this.regular:
                    self.keys = this.keys
                if self._is_settled(this, before):
                    return
                before = this
        finally:
            await self._forget_coming()
            self.proof.distinct = len(self.keys)

    def add(self, other: Walk) -> None:
        """Count another walk in, as a part of this: the whole is worth as much as its weaker part."""
        self.keys |= other.keys
        mine, theirs = self.proof, other.proof
        mine.tally.add(theirs.tally)
        mine.pages += theirs.pages
        mine.rows += theirs.rows
        mine.distinct = len(self.keys)
        if theirs.verdict is not Verdict.PROVEN:
            mine.conclude(theirs.verdict, theirs.reason)

    async def _pages_of(self, this: OnePass, *, only_the_new: bool) -> AsyncIterator[Page]:
        while not this.ended:
            page = await self._page_that_helps(this)
            if page is None:
                return
            self.proof.rows += len(page.keys)
            self.keys.update(page.keys)
            self._ever.update(page.keys)
            if not this.take(page):
                self.proof.shifts += 1
                await self._forget_coming()  # they tell of the list as it was
            if this.answers_short:
                self._ahead = 0  # the offsets of the pages to come cannot be told beforehand
            self._refuse_endless(this)
            yield page
            if self._is_rest_known(this, page):
                return
            if only_the_new and len(self.keys) == this.total:
                return

    def _is_rest_known(self, this: OnePass, page: Page) -> bool:
        """Whether the first pass, over a list that stands still, has come to what is held."""
        if self._known is None or self.proof.passes > 1 or this.moved or this.ended:
            return False
        rest = self._known.rest(page, self.keys, this.total)
        if rest is None:
            return False
        self.is_part = True
        counted = "the total says so" if this.total is not None else "they come the newest first"
        told = f"{len(self.keys)} rows read; the other {len(rest)} are held: {counted}"
        self.keys |= rest
        return self._conclude(told, proven=True)

    async def _page_that_helps(self, this: OnePass) -> Page | None:
        """The next page with something new on it; None at the end. An empty one before the end is asked for again."""
        faults = 0
        while True:
            page = await self._next(this)
            if this.helps(page):
                return page
            if this.may_end_with(page) or (faults and this.shows_all_again(page)):
                this.end()
                return None
            faults += 1
            if faults < PAGE_TRIES:
                await self._forget_coming()
                self.proof.tally.retries += 1
                await self._ask.pause(faults)
            elif len(page.keys) <= this.overlap:
                this.short_of_total = True
                this.end()
                return None
            elif this.moved:
                faults = 0
                this.take_as_pushed(page)
                self._refuse_endless(this)
            else:
                message = f"The list loops: the page at offset {page.offset} brings no row that was not read before."
                raise WalkBroken(message, cure=_CURE, offset=page.offset)

    async def _next(self, this: OnePass) -> Page:
        offset, wanted = this.next_offset, this.offsets_ahead(self._ahead)
        await self._forget_coming(but=wanted)
        for ahead in wanted:
            if ahead not in self._coming:
                self._coming[ahead] = asyncio.ensure_future(self._ask.page(ahead))
        coming = self._coming.pop(offset, None)
        page = await (self._ask.page(offset) if coming is None else coming)
        self.proof.pages += 1
        self.proof.saw_total(page.total)
        self._totals.add(page.total)
        this.see(page)
        return page

    async def _forget_coming(self, but: Collection[int] = ()) -> None:
        """End the requests for pages that are not wanted any more, and wait until they are."""
        unwanted = [self._coming.pop(offset) for offset in list(self._coming) if offset not in but]
        for request in unwanted:
            request.cancel()
        if unwanted:
            await asyncio.gather(*unwanted, return_exceptions=True)

    def _is_settled(self, this: OnePass, before: OnePass | None) -> bool:
        """Whether this pass, or it and the one before, show that all was read or that more passes will not help."""
        total, rows = this.total, len(self.keys)
        if total is None:
            return self._is_settled_uncounted(this)
        agree = before is not None and this.keys == before.keys
        if this.style is Style.ONE:
            self.cut_off = total if rows < total else None
            return self._conclude(f"{rows} of {total} rows were shown, at once", proven=rows >= total)
        if this.short_of_total:
            return self._conclude(f"the list ends after {rows} rows, its total says {total}", settled=agree)
        if rows == total and (this.regular or not this.lossy):
            told = "as the total says" if this.regular else "as the newest total says; shifts re-read"
            return self._conclude(f"{rows} distinct rows, {told}", proven=True)
        if agree and rows >= total and not this.lossy:
            return self._conclude(f"two passes agree on {rows} rows; the total says {total}", proven=True)
        all_seen = before is not None and self._totals == {len(self._ever)}
        if all_seen:  # rows that are equal in what the list is ordered by stand in another order each time
            self.keys, rows = self._ever, len(self._ever)
        told = f"{rows} rows read in {self.proof.passes} passes, the total says {total}, and the list moved"
        return self._conclude(told, proven=all_seen, settled=all_seen)

    def _is_settled_uncounted(self, this: OnePass) -> bool:
        """The same of a list that never says its total."""
        rows = len(self.keys)
        if this.says_no_more and this.regular:
            return self._conclude(f"{rows} distinct rows, and the list says that no more follow", proven=True)
        witnessed = self._expected == rows and not this.moved
        reason = f"no total; {'as many rows as its parent counts' if witnessed else 'read until nothing new came'}"
        return self._conclude(reason, proven=witnessed)

    def _comes_nearer(self, ever: int) -> bool:
        """Whether the newest pass showed rows that none before has shown, and some are missing yet."""
        (total, *others) = self._totals
        is_short = not others and total is not None and ever < len(self._ever) < total
        return is_short and self.proof.passes < MOST_PASSES

    def _conclude(self, reason: str, *, proven: bool = False, settled: bool = True) -> bool:
        self.proof.conclude(Verdict.PROVEN if proven else Verdict.UNPROVEN, reason)
        return settled

    def _refuse_endless(self, this: OnePass) -> None:
        hint = max(self.proof.first_total or 0, self._expected or 0)
        unspoken = ENDLESS_PAGES_BEHIND_TOTAL if self.proof.first_total is not None else ENDLESS_PAGES
        if len(this.keys) > 3 * hint + unspoken * self._page_size:
            message = f"The list does not end: {len(this.keys)} rows came where its total was {self.proof.first_total}."
            raise WalkBroken(message, cure=_CURE, rows=len(this.keys))
        if this.setbacks > MOST_SETBACKS:
            message = f"The list moves faster than it can be read: {len(this.keys)} rows came of {this.total}."
            raise WalkBroken(message, cure=_CURE, rows=len(this.keys))
