"""Landing: rows, what is set aside, deletions, positions and proofs of some whole walks, in one transaction.

Killed at any point, either all of it is there or none; and a row that did not change is not written again.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl

from lead_pipeline.spec.table import Keep
from lead_pipeline.warehouse import ledger, quarantine
from lead_pipeline.warehouse.batch import Counts, Place, Rows, WalkRecord, utc_now
from lead_pipeline.warehouse.tables import filled_columns, raw_table

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


def land(connection: duckdb.DuckDBPyConnection, place: Place, rows: Rows, walks: Sequence[WalkRecord]) -> Counts:
    """Land the rows of these walks, and what the walks prove."""
    now = utc_now()
    with transaction(connection):
        counts = Counts(aside=rows.aside.height)
        if place.endpoint.table.keep is Keep.HISTORY:
            counts.new = _append(connection, place, rows.good, now)
        else:
            _merge(connection, place, rows.good, now, counts)
            counts.deleted = _mark_deleted(connection, place, rows.seen, walks, now)
        quarantine.keep(connection, place, rows, now)
        quarantine.let_go_of_gone(connection, place, walks)
        ledger.record_walks(connection, place, walks, counts, now)
        ledger.reopen_lists(connection, place, quarantine.parents_in_doubt(connection, place, now))
        counts.new_drift = ledger.record_drift(connection, place, rows.drift, now)
    return counts


def _append(connection: duckdb.DuckDBPyConnection, place: Place, good: pl.DataFrame, now: datetime) -> int:
    names = ", ".join(f'"{name}"' for name in good.columns)
    connection.register("incoming", good)
    connection.execute(
        f"insert into {raw_table(place.source, place.endpoint)} "
        f"(account, {names}, _first_seen_at, _changed_at, _run_id) "
        f"select $account, {names}, $now, $now, $run from incoming",
        {"account": place.account, "now": now, "run": place.run_id},
    )
    connection.unregister("incoming")
    return good.height


def _merge(
    connection: duckdb.DuckDBPyConnection, place: Place, good: pl.DataFrame, now: datetime, counts: Counts
) -> None:
    """Insert what is new, rewrite what differs or had been marked deleted, and leave the rest alone."""
    if not good.height:
        return
    filled = filled_columns(place.endpoint)
    # A walk that does not know the tie (the whole list, read without its parents) leaves the one that is there.
    incoming = {name: f'coalesce(s."{name}", t."{name}")' if name in filled else f's."{name}"' for name in good.columns}
    key = " and ".join(f't."{name}" = s."{name}"' for name in place.endpoint.table.key)
    differs = " or ".join(f't."{name}" is distinct from {value}' for name, value in incoming.items())
    updates = ", ".join(f'"{name}" = {value}' for name, value in incoming.items())
    names = ", ".join(f'"{name}"' for name in good.columns)
    values = ", ".join(f's."{name}"' for name in good.columns)
    connection.register("incoming", good)
    done = connection.execute(
        f"""
        merge into {raw_table(place.source, place.endpoint)} as t using incoming as s
        on t.account = $account and {key}
        when matched and (t._deleted_at is not null or {differs}) then
            update set {updates}, _changed_at = $now, _deleted_at = null, _run_id = $run
        when not matched then
            insert (account, {names}, _first_seen_at, _changed_at, _run_id)
            values ($account, {values}, $now, $now, $run)
        returning merge_action
        """,
        {"account": place.account, "now": now, "run": place.run_id},
    ).pl()["merge_action"]
    connection.unregister("incoming")
    counts.new = int((done == "INSERT").sum())
    counts.changed = int((done == "UPDATE").sum())
    counts.unchanged = good.height - counts.new - counts.changed


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
    scope, parameters = "true", dict[str, Any](account=place.account, now=now, run=place.run_id)
    if per is not None and all(walk.parent is not None for walk in deciding):
        unsure = set(unreadable[per.fills].to_list())
        scope = f't."{per.fills}" in (select unnest($parents))'
        parameters["parents"] = [walk.parent for walk in deciding if walk.parent not in unsure]
    elif unreadable.height:
        return 0
    key = " and ".join(f't."{name}" = s."{name}"' for name in table.key)
    connection.register("seen", seen)
    marked = connection.execute(
        f"""
        update {raw_table(place.source, place.endpoint)} as t
        set _deleted_at = $now, _changed_at = $now, _run_id = $run
        where t.account = $account and t._deleted_at is null and {scope}
        and not exists (select 1 from seen as s where {key})
        """,
        parameters,
    ).fetchone()
    connection.unregister("seen")
    return int(marked[0]) if marked else 0
