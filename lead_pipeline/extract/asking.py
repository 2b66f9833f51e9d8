"""What a walk needs of others: how pages are asked for, and which rows are held already. Only the words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable
    from collections.abc import Set as AbstractSet

    from lead_pipeline.extract.page import Key, Page


class Ask(Protocol):
    """How a walk gets a page, and waits before it asks for one again."""

    def page(self, offset: int) -> Awaitable[Page]:
        """The page that begins at this offset."""

    def pause(self, faults: int) -> Awaitable[None]:
        """The wait after so many faults."""


class Known(Protocol):
    """Rows of the list that are held already."""

    def rest(self, page: Page, seen: AbstractSet[Key], total: int | None) -> AbstractSet[Key] | None:
        """The keys behind this page, if they are all held and unchanged; None if they must be read."""
