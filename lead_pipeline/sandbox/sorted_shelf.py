"""A table as a list shows it that is not simply newest first: by a field, up or down.

Rows that are equal in the field stand as in the table, or, on request, as dice have it.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from lead_pipeline.sandbox.table import TableShelf

if TYPE_CHECKING:
    from lead_pipeline.sandbox.listing import Row


@dataclass(frozen=True)
class SortedShelf(TableShelf):
    """What a request sees of a table, sorted."""

    by: str = "created_at"
    descending: bool = False
    dice: int | None = None
    """A number that mixes rows that are equal in the field; another number mixes them otherwise."""

    def seen(self) -> list[Row]:
        """Give the rows themselves, filters applied, in order."""
        rows = super().seen()
        if self.dice is not None:
            Random(self.dice).shuffle(rows)
        return sorted(rows if self.descending else rows[::-1], key=self._place, reverse=self.descending)

    def insert(self, index: int, *, silent: bool) -> object:
        """Make a row that this list shows at the index: it is equal to its neighbour there."""
        if self.descending:
            return super().insert(index, silent=silent)
        seen, row = self.seen(), {**self.table.make(), **self.wanted}
        if index >= len(seen):
            return self.table.put(row)
        row[self.by] = seen[index][self.by]
        return self.table.put(row, seen[index])

    def _place(self, row: Row) -> tuple[bool, Any]:
        # As databases do it: what is unknown comes last, and first when the order is turned round.
        value = row[self.by]
        return value is None, "" if value is None else value
