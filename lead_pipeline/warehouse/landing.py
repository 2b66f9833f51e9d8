"""Landing: rows, what is set aside, deletions, positions and proofs of some whole walks, in one transaction.

Killed at any point, either all of it is there or none; and a row that did not change is not written again.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from lead_pipeline.spec.table import Keep
from lead_pipeline.warehouse import ledger, quarantine
from lead_pipeline.warehouse.batch import Counts, DriftRecord, Place, Rows, WalkRecord, utc_now
from lead_pipeline.warehouse.merge import Merge, written_rows
from lead_pipeline.warehouse.registered import registered
from lead_pipeline.warehouse.tables import raw_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All of the body, or nothing of it."""
    connection.begin()
    try:
        yield
    except BaseException:
        with suppress(duckdb.Error):  # a fatal error has ended the transaction already
            connection.rollback()
        raise
    connection.commit()


@contextmanager
def landing(connection: duckdb.DuckDBPyConnection, place: Place) -> Iterator[Landing]:
    """A landing for the body, which adds rows and finishes it."""
    connection.execute("set threads = 1")  # several would each begin a group of rows, and none would be full
    with transaction(connection):
        yield Landing(connection, place)


class Landing:
    """One transaction: rows as they come, and at its end what the walks that brought them prove."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, place: Place) -> None:
        self._connection = connection
        self._place = place
        self._now = utc_now()
        self._seen: list[pl.DataFrame] = []
        self._drift: Counter[tuple[str, str, str]] = Counter()
        self.counts = Counts()
        self._merge = Merge(connection, place, self._now, self.counts)
        self._aside = quarantine.SettingAside(connection, place, self._now)

    def add(self, rows: Rows) -> None:
        """Some of the rows. Where a key comes once more, what came later counts."""
        if self._place.endpoint.table.keep is Keep.HISTORY:
            self.counts.new += _append(self._connection, self._place, rows.good, self._now)
        else:
            self._merge.add(rows.good)
        self._aside.add(rows)
        self.counts.aside += rows.aside.height
        self._seen.append(rows.seen)
        for drift in rows.drift:
            self._drift[drift.kind, drift.field, drift.detail] += drift.records

    def finish(self, walks: Sequence[WalkRecord], seen: pl.DataFrame | None = None) -> None:
        """What the walks prove. `seen`, if it is given, is all that was seen, in place of the keys of the rows."""
        connection, place, now = self._connection, self._place, self._now
        self._merge.compare()
        self._aside.write()
        if place.endpoint.table.keep is not Keep.HISTORY:
            self.counts.deleted = _mark_deleted(
                connection, place, pl.concat(self._seen) if seen is None else seen, walks, now
            )
        quarantine.let_go_of_gone(connection, place, walks)
        ledger.record_walks(connection, place, walks, self.counts, now)
        ledger.reopen_lists(connection, place, quarantine.parents_in_doubt(connection, place, now))
        drifts = [DriftRecord(*words, records) for words, records in self._drift.items()]
        self.counts.new_drift = ledger.record_drift(connection, place, drifts, now)


def land(connection: duckdb.DuckDBPyConnection, place: Place, rows: Rows, walks: Sequence[WalkRecord]) -> Counts:
    """Land the rows of these walks, and what the walks prove."""
    with landing(connection, place) as batch:
        batch.add(rows)
        batch.finish(walks)
    return batch.counts


def _append(connection: duckdb.DuckDBPyConnection, place: Place, good: pl.DataFrame, now: datetime) -> int:
    names = ", ".join(f'"{name}"' for name in good.columns)
    with registered(connection, "incoming", good, in_place=True):
        connection.execute(
            f"insert into {raw_table(place.source, place.endpoint)} "
            f"(account, {names}, _first_seen_at, _changed_at, _run_id) "
            f"select $account, {names}, $now, $now, $run from incoming",
            {"account": place.account, "now": now, "run": place.run_id},
        )
    return good.height


def _mark_deleted(
    connection: duckdb.DuckDBPyConnection,
    place: Place,
    seen: pl.DataFrame,
    walks: Sequence[WalkRecord],
    now: datetime,
) -> int:
    """Mark what a walk that may do so did not see: of its parents where it has some, of the whole list where not.

    Where a record came whose key cannot be read, it may be any of them, and none of that list is marked.
    """
    deciding = [walk for walk in walks if walk.may_delete]
    if not deciding:
        return 0
    table = place.endpoint.table
    unreadable = seen.filter(pl.any_horizontal(pl.col(name).is_null() for name in table.key))
    per = place.endpoint.per
    scope, parents = "true", pl.DataFrame({"parent": []})
    is_by_parent = per is not None and all(walk.parent is not None for walk in deciding)
    if per is not None and is_by_parent and not (unreadable.height and place.endpoint.is_of_parent):
        unsure = set(unreadable[per.fills].to_list())
        scope = f't."{per.fills}" in (select parent from deciding)'
        parents = pl.DataFrame({"parent": [walk.parent for walk in deciding if walk.parent not in unsure]})
    elif unreadable.height:
        return 0
    key = " and ".join(f't."{name}" = s."{name}"' for name in table.key)
    with registered(connection, "seen", seen), registered(connection, "deciding", parents):
        marked = connection.execute(
            f"""
            update {raw_table(place.source, place.endpoint)} as t
            set _deleted_at = $now, _changed_at = $now, _run_id = $run
            where t.account = $account and t._deleted_at is null and {scope}
            and not exists (select 1 from seen as s where {key})
            """,
            {"account": place.account, "now": now, "run": place.run_id},
        )
        return written_rows(marked)
