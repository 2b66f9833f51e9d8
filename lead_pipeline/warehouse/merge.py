"""Merging rows into a table by its key: what is new is inserted, what differs is rewritten, the rest is left alone."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from lead_pipeline.warehouse.tables import filled_columns, raw_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    import duckdb
    import polars as pl

    from lead_pipeline.warehouse.batch import Counts, Place
    from lead_pipeline.warehouse.parcel import Parcel


@contextmanager
def registered(connection: duckdb.DuckDBPyConnection, name: str, frame: object) -> Iterator[None]:
    """The frame as a table of that name, for the body."""
    connection.register(name, frame)
    try:
        yield
    finally:
        connection.unregister(name)


def merge(connection: duckdb.DuckDBPyConnection, place: Place, good: Parcel, now: datetime, counts: Counts) -> None:
    """Bring the table up to these rows, each of which has a key of its own."""
    if not good.height:
        return
    merging = _Merge(connection, place, good.columns, now)
    with registered(connection, "incoming", good):
        counts.new = merging.insert()
        moved = merging.moved() if counts.new < good.height else None
    if moved is not None and moved.height:
        with registered(connection, "incoming", good.matching(moved)):
            counts.changed = merging.update()
    counts.unchanged = good.height - counts.new - counts.changed


class _Merge:
    """The statements of one merge. `t` is a row of the table, `s` one of those that come."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, place: Place, names: list[str], now: datetime) -> None:
        self._connection = connection
        self._table = raw_table(place.source, place.endpoint)
        self._key, self._ties = place.endpoint.table.key, filled_columns(place.endpoint)
        self._names = names
        # A walk that does not know the tie (the whole list, read without its parents) leaves the one that is there.
        self._values = {
            name: f'coalesce(s."{name}", t."{name}")' if name in self._ties else f's."{name}"' for name in names
        }
        self._same = " and ".join(["t.account = $account", *(f't."{name}" = s."{name}"' for name in self._key)])
        self._parameters: dict[str, Any] = {"account": place.account, "now": now, "run": place.run_id}

    def insert(self) -> int:
        """The rows whose key is new."""
        columns = _listed(self._names)
        return self._written(
            f"""
            insert into {self._table} (account, {columns}, _first_seen_at, _changed_at, _run_id)
            select $account, {columns}, $now, $now, $run from incoming as s
            where not exists (select 1 from {self._table} as t where {self._same})
            """
        )

    def moved(self) -> pl.DataFrame:
        """The keys of rows that may differ. Digests are compared, so that few rows are held with all their columns."""
        known = _listed([*self._key, *self._ties])
        digest = f"hash({_listed([name for name in self._names if name not in self._ties])}) as digest"
        self._connection.execute(f"create or replace temp table digests as select {known}, {digest} from incoming")
        found = self._connection.execute(
            f"""
            select {", ".join(f's."{name}"' for name in self._key)} from digests as s
            join (select account, _deleted_at, {known}, {digest} from {self._table}) as t on {self._same}
            where t._deleted_at is not null or t.digest <> s.digest or {self._differs(self._ties) or "false"}
            """,
            {"account": self._parameters["account"]},
        ).pl()
        self._connection.execute("drop table digests")
        return found

    def update(self) -> int:
        """Those of them that do differ, or had been marked deleted."""
        updates = ", ".join(f'"{name}" = {value}' for name, value in self._values.items())
        return self._written(
            f"""
            update {self._table} as t set {updates}, _changed_at = $now, _deleted_at = null, _run_id = $run
            from incoming as s where {self._same} and (t._deleted_at is not null or {self._differs(self._names)})
            """
        )

    def _differs(self, names: list[str]) -> str:
        return " or ".join(f't."{name}" is distinct from {self._values[name]}' for name in names)

    def _written(self, statement: str) -> int:
        return written_rows(self._connection.execute(statement, self._parameters))


def written_rows(done: duckdb.DuckDBPyConnection) -> int:
    """How many rows a statement wrote."""
    row = done.fetchone()
    return int(row[0]) if row else 0


def _listed(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)
