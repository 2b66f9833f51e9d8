"""Tables of made-up rows, and what one request sees of them: the lists of a system that needs no more.

Rows that are millions, or that follow the clock, are a system's own affair.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from lead_pipeline.sandbox.listing import Row


class NoSuchRow(LookupError):
    """A row is named that is not there."""


class Table:
    """Rows in the order in which the API lists them, the newest first."""

    def __init__(
        self, name: str, rows: Iterable[Row], make: Callable[[], Row], key: str = "id", dated: str = "created_at"
    ) -> None:
        self.name = name
        self.key = key
        self.dated = dated
        """The field that the list is ordered by."""
        self.make = make
        """Makes a row of now, with an id never used before, and puts it nowhere."""
        self._rows = list(rows)
        self._by_key = {row[key]: row for row in self._rows}

    def rows(self) -> list[Row]:
        """Give all rows; who changes one changes it for good."""
        return list(self._rows)

    def get(self, key: object) -> Row:
        """Find a row."""
        try:
            return self._by_key[key]
        except KeyError:
            raise NoSuchRow(f"there is no {key!r} in {self.name}: see the truth for those there are") from None

    def has(self, key: object) -> bool:
        """Say whether a row is there."""
        return key in self._by_key

    def put(self, row: Row, after: Row | None = None) -> object:
        """Put a row behind another, with its date, or first of all; give its key."""
        at = 0
        if after is not None:
            at = self._rows.index(after) + 1
            row[self.dated] = after[self.dated]
        self._rows.insert(at, row)
        self._by_key[row[self.key]] = row
        return row[self.key]

    def remove(self, key: object) -> None:
        """Take a row away; rows that name it stay as they are."""
        self._rows.remove(self.get(key))
        del self._by_key[key]


def everything(_: Row) -> bool:
    """Leave nothing out."""
    return True


@dataclass(frozen=True)
class TableShelf:
    """What a request sees of a table."""

    table: Table
    wanted: Mapping[str, object] = field(default_factory=dict)
    """Values its rows must have; one that is inserted gets them."""
    keep: Callable[[Row], bool] = everything
    show: Callable[[Row], Row] = dict
    """Renders a row as the list does, which may not tell all of it."""

    def seen(self) -> list[Row]:
        """Give the rows themselves, filters applied."""
        wanted = self.wanted.items()
        return [row for row in self.table.rows() if all(row[k] == v for k, v in wanted) and self.keep(row)]

    def count(self) -> int:
        """Count the rows."""
        return len(self.seen())

    def rows(self, limit: int, offset: int) -> list[Row]:
        """Render a slice."""
        return [self.show(row) for row in self.seen()[offset : offset + limit]]

    def insert(self, index: int, *, silent: bool) -> object:  # noqa: ARG002 - no row counts another
        """Make a row that this list shows."""
        seen = self.seen()
        return self.table.put({**self.table.make(), **self.wanted}, seen[index - 1] if index and seen else None)

    def delete(self, index: int, *, silent: bool) -> object:  # noqa: ARG002 - the same
        """Delete a row that this list shows."""
        key = self.seen()[index][self.table.key]
        self.table.remove(key)
        return key

    def invent(self, count: int) -> list[Row]:
        """Make up rows."""
        return [self.show({**self.table.make(), **self.wanted}) for _ in range(count)]


def showing(shape: Any) -> Callable[[Row], Row]:  # noqa: ANN401 - a TypedDict is no type to the type checker
    """Render a row with the fields of a TypedDict only, in its order; one the row has not is left out."""
    names = tuple(shape.__annotations__)
    return lambda row: {name: row[name] for name in names if name in row}
