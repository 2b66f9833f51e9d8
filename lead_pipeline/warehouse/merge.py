"""Merging rows into a table by its key: what is new is inserted, what differs is rewritten, the rest is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from lead_pipeline.warehouse.registered import registered
from lead_pipeline.warehouse.tables import filled_columns, raw_table

if TYPE_CHECKING:
    from datetime import datetime

    import duckdb

    from lead_pipeline.warehouse.batch import Counts, Place


COMPARED_ROWS = 25_000  # at once, for which the table is read


class Merge:
    """A merge in parts: `add` them, then `compare`. `t` is a row of the table, `s` one of those that come."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, place: Place, now: datetime, counts: Counts) -> None:
        self._connection = connection
        self._table = raw_table(place.source, place.endpoint)
        self._key, self._ties = place.endpoint.table.key, filled_columns(place.endpoint)
        self._names = [column.name for column in place.endpoint.table.columns] + ["_extra"]
        # A walk that does not know the tie (the whole list, read without its parents) leaves the one that is there.
        self._values = {
            name: f'coalesce(s."{name}", t."{name}")' if name in self._ties else f's."{name}"' for name in self._names
        }
        self._same = " and ".join(["t.account = $account", *(f't."{name}" = s."{name}"' for name in self._key)])
        self._parameters: dict[str, Any] = {"account": place.account, "now": now, "run": place.run_id}
        self._counts = counts
        self._held: list[pl.DataFrame] = []

    def add(self, good: pl.DataFrame) -> None:
        """Insert the rows whose key is new; each has a key of its own. The others wait to be compared."""
        held = self._held_keys(good)
        if held.height < good.height:
            new = good.join(held, on=self._key, how="anti") if held.height else good
            with registered(self._connection, "incoming", new, in_place=True):
                self._insert()
            self._counts.new += new.height
        if held.height:
            self._held.append(good.join(held, on=self._key, how="semi"))
            if sum(frame.height for frame in self._held) >= COMPARED_ROWS:
                self.compare()

    def compare(self) -> None:
        """Bring rows that were there up to those that came. Where a key came twice, the later one counts."""
        if not self._held:
            return
        came = pl.concat(self._held)
        is_twice = came.select(self._key).n_unique() < came.height
        rows = came.unique(self._key, keep="last") if is_twice else came
        self._held.clear()
        with registered(self._connection, "incoming", rows, in_place=True):
            moved = self._moved()
        changed = 0
        if moved.height:
            with registered(self._connection, "incoming", rows.join(moved, on=self._key, how="semi")):
                changed = self._update()
        self._counts.changed += changed
        self._counts.unchanged += came.height - changed

    def _held_keys(self, good: pl.DataFrame) -> pl.DataFrame:
        with registered(self._connection, "coming", good.select(self._key)):
            return self._connection.execute(
                f"select {_listed(self._key)} from coming as s "
                f"where exists (select 1 from {self._table} as t where {self._same})",
                {"account": self._parameters["account"]},
            ).pl()

    def _insert(self) -> None:
        columns = _listed(self._names)
        self._connection.execute(
            f"insert into {self._table} (account, {columns}, _first_seen_at, _changed_at, _run_id) "
            f"select $account, {columns}, $now, $now, $run from incoming",
            self._parameters,
        )

    def _moved(self) -> pl.DataFrame:
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

    def _update(self) -> int:
        """Those of them that do differ, or had been marked deleted."""
        updates = ", ".join(f'"{name}" = {value}' for name, value in self._values.items())
        return written_rows(
            self._connection.execute(
                f"""
                update {self._table} as t set {updates}, _changed_at = $now, _deleted_at = null, _run_id = $run
                from incoming as s where {self._same} and (t._deleted_at is not null or {self._differs(self._names)})
                """,
                self._parameters,
            )
        )

    def _differs(self, names: list[str]) -> str:
        return " or ".join(f't."{name}" is distinct from {self._values[name]}' for name in names)


def written_rows(done: duckdb.DuckDBPyConnection) -> int:
    """How many rows a statement wrote."""
    row = done.fetchone()
    return int(row[0]) if row else 0


def _listed(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)
