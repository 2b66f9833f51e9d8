"""How the server is said to count executions: only among the rows it fetched for this very page.

Pages come short, rows between them are lost, and `has_next` is false on the first page already. No vendor means to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lead_pipeline.sandbox.listing import Row
    from lead_pipeline.sandbox.table import Table, TableShelf

OTHERS_OF = 3


class BrokenCounts:
    """What a request for one page sees, cut from a good shelf in a bad way."""

    def __init__(  # noqa: PLR0913, PLR0917 - the words of the request
        self, table: Table, shelf: TableShelf, workflow_id: str | None, status: str | None, number: int, size: int
    ) -> None:
        self._shelf = shelf
        rows = [row for row in table.rows() if workflow_id in (None, row["workflow_id"])]
        fetched: Sequence[Row | None]
        if workflow_id is None:
            # It fetches so many rows of all its customers, and then keeps ours.
            fetched = with_others(rows)[: number * size]
            self._first = 0
        else:
            fetched = rows[(number - 1) * size : number * size]
            self._first = (number - 1) * size
        self._kept = [row for row in fetched if row is not None and status in (None, row["status"])]

    def count(self) -> int:
        """Count what is left of the rows that were fetched, and call it the total."""
        return len(self._kept)

    def rows(self, limit: int, offset: int) -> list[Row]:
        """Render a slice of what is left."""
        at = max(0, offset - self._first)
        return [self._shelf.show(row) for row in self._kept[at : at + limit]]

    def insert(self, index: int, *, silent: bool) -> object:
        """Make a row."""
        return self._shelf.insert(index, silent=silent)

    def delete(self, index: int, *, silent: bool) -> object:
        """Delete a row."""
        return self._shelf.delete(index, silent=silent)

    def invent(self, count: int) -> list[Row]:
        """Make up rows."""
        return self._shelf.invent(count)


def with_others(rows: list[Row]) -> list[Row | None]:
    """Put rows of other customers between, as None."""
    mixed: list[Row | None] = []
    for row in rows:
        if crc32(str(row["id"]).encode()) % OTHERS_OF == 0:
            mixed.append(None)
        mixed.append(row)
    return mixed
