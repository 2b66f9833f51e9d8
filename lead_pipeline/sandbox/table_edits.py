"""Edits behind the API's back, the same for every table of every system: add rows, change one, delete some.

A system whose rows depend on one another beyond that has edits of its own.
"""

# No postponed annotations here: the parameters' types are read.

from collections.abc import Callable, Mapping
from threading import RLock
from typing import Annotated, Any, TypeAlias

from msgspec import Meta

from lead_pipeline.sandbox.listing import Row
from lead_pipeline.sandbox.table import Table

Fields: TypeAlias = dict[str, Any]
Key: TypeAlias = int | str
Count = Annotated[int, Meta(ge=1, le=1000)]


class TableEdits:
    """Changes to tables; each is done whole between two requests."""

    def __init__(self, tables: Mapping[str, Table], lock: RLock, touch: Callable[[Row], None]) -> None:
        self._tables = tables
        self._lock = lock
        self._touch = touch
        """Writes into a changed row when it was changed, where rows tell that."""

    def add_rows(self, *, resource: str, count: Count = 1, fields: Fields | None = None) -> list[object]:
        """Add rows of now, made up but for the given fields; give their keys."""
        table = self._table(resource)
        if count > 1:
            refuse_key(table, fields or {})
        with self._lock:
            return [table.put({**table.make(), **(fields or {})}) for _ in range(count)]

    def set_row(self, *, resource: str, key: Key, fields: Fields) -> None:
        """Set fields of a row; filters see the new values, and where rows tell when they changed, this is now."""
        table = self._table(resource)
        refuse_key(table, fields)
        with self._lock:
            row = table.get(key)
            self._touch(row)
            row.update(fields)

    def delete_rows(self, *, resource: str, keys: list[Key]) -> int:
        """Delete rows; what belongs to them stays."""
        table = self._table(resource)
        with self._lock:
            for row in [table.get(key) for key in keys]:
                table.remove(row[table.key])
        return len(keys)

    def truth(self) -> Row:
        """Give every row of every table, with all its fields, as listed."""
        with self._lock:
            return {name: [dict(row) for row in table.rows()] for name, table in self._tables.items()}

    def offered(self) -> Mapping[str, Callable[..., object]]:
        """List the edits by name."""
        return {edit.__name__: edit for edit in (self.add_rows, self.set_row, self.delete_rows)}

    def _table(self, resource: str) -> Table:
        if resource not in self._tables:
            raise ValueError(f"no resource is called {resource!r}; known are: {', '.join(self._tables)}")
        return self._tables[resource]


def refuse_key(table: Table, fields: Fields) -> None:
    """Refuse to give a row another key, or many rows one."""
    if table.key in fields:
        raise ValueError(f"a row's {table.key} is fixed: delete the row and add another")
