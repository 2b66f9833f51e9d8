"""Pages that are asked for before they are needed, so that no worker waits while a long list is read.

Which ones those are, the pass over the list tells.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from lead_pipeline.extract.asking import Ask
    from lead_pipeline.extract.page import Page


class Ahead:
    """At most so many `pages` of one list, under way."""

    def __init__(self, ask: Ask, pages: int) -> None:
        self._ask = ask
        self._coming: dict[int, asyncio.Future[Page]] = {}
        self.pages = pages

    async def page(self, offset: int, wanted: Sequence[int]) -> Page:
        """The page that begins there, while those that are wanted too are on their way."""
        await self.forget(but=wanted)
        for ahead in wanted:
            if ahead not in self._coming:
                self._coming[ahead] = asyncio.ensure_future(self._ask.page(ahead))
        coming = self._coming.pop(offset, None)
        return await (self._ask.page(offset) if coming is None else coming)

    async def forget(self, but: Collection[int] = ()) -> None:
        """End the requests for pages that are not wanted any more, and wait until they are."""
        unwanted = [self._coming.pop(offset) for offset in list(self._coming) if offset not in but]
        for request in unwanted:
            request.cancel()
        if unwanted:
            await asyncio.gather(*unwanted, return_exceptions=True)
