"""The ledger in `ops`: runs, walks with their proofs, what each landing did, positions, and drift.

A position is the newest proof for one list (of one parent): it decides what the next run need not read again.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from lead_pipeline.warehouse.registered import registered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    import duckdb

    from lead_pipeline.warehouse.batch import Counts, DriftRecord, Place, WalkRecord


NONE_AT_ONCE = "none"  # the fingerprint of a list of all parents' children, where there is none


@dataclass(frozen=True)
class Position:
    """The newest proof of one list."""

    fingerprint: str | None
    verdict: str
    distinct_rows: int
    walked_at: datetime


@dataclass(frozen=True)
class RunRecord:
    """A run as the ledger keeps it."""

    run_id: str
    system: str
    account: str
    command: str
    version: str


def start_run(connection: duckdb.DuckDBPyConnection, run: RunRecord, now: datetime) -> None:
    """Write that a run begins. One account is synced by one process at a time, so others still open were cut off."""
    connection.execute(
        "update ops.runs set status = 'cut off', ended_at = ? where status = 'running' and system = ? and account = ?",
        [now, run.system, run.account],
    )
    connection.execute(
        "insert into ops.runs (run_id, system, account, command, version, process, started_at, status) "
        "values (?, ?, ?, ?, ?, ?, ?, 'running')",
        [run.run_id, run.system, run.account, run.command, run.version, os.getpid(), now],
    )


def end_run(  # noqa: PLR0913 - a run ends in these words
    connection: duckdb.DuckDBPyConnection, run_id: str, *, status: str, exit_code: int, detail: str, now: datetime
) -> None:
    """Write how a run ended."""
    connection.execute(
        "update ops.runs set status = ?, exit_code = ?, detail = ?, ended_at = ? where run_id = ?",
        [status, exit_code, detail, now, run_id],
    )


def record_walks(
    connection: duckdb.DuckDBPyConnection, place: Place, walks: Sequence[WalkRecord], counts: Counts, now: datetime
) -> None:
    """Write the proofs of walks and what their landing did, and move the positions."""
    who = {"run": place.run_id, "system": place.source.name, "account": place.account, "endpoint": place.endpoint.name}
    if walks:
        _write_walks(connection, walks, {**who, "now": now})
    connection.execute(
        """
        insert into ops.landings (run_id, system, account, endpoint, landed_at, walks, rows_new, rows_changed,
            rows_unchanged, rows_deleted, rows_aside)
        values ($run, $system, $account, $endpoint, $now, $walks, $new, $changed, $unchanged, $deleted, $aside)
        """,
        {
            **who, "now": now, "walks": len(walks), "new": counts.new, "changed": counts.changed,
            "unchanged": counts.unchanged, "deleted": counts.deleted, "aside": counts.aside,
        },
    )  # fmt: skip


def reopen_lists(connection: duckdb.DuckDBPyConnection, place: Place, parents: Sequence[int | str]) -> None:
    """Have the next run read the lists of these parents again, whatever was proven of them."""
    if parents:
        connection.execute(
            "update ops.positions set fingerprint = null where system = $system and account = $account "
            "and endpoint = $endpoint and parent in (select unnest($parents))",
            {
                "system": place.source.name, "account": place.account, "endpoint": place.endpoint.name,
                "parents": [str(parent) for parent in parents],
            },
        )  # fmt: skip


def reopen_lists_of_run(connection: duckdb.DuckDBPyConnection, place: Place) -> None:
    """Have the next run read again whatever this one has read of the endpoint."""
    connection.execute(
        "update ops.positions set fingerprint = null where run_id = ? and system = ? and account = ? and endpoint = ?",
        [place.run_id, place.source.name, place.account, place.endpoint.name],
    )


def _write_walks(
    connection: duckdb.DuckDBPyConnection, walks: Sequence[WalkRecord], parameters: Mapping[str, object]
) -> None:
    frame = pl.DataFrame(
        [vars(walk) | {"parent": None if walk.parent is None else str(walk.parent)} for walk in walks],
        schema_overrides=_OFTEN_EMPTY,
        infer_schema_length=None,
    )
    with registered(connection, "walked", frame):
        connection.execute(
            f"insert into ops.walks by name select $run as run_id, $system as system, $account as account, "
            f"$endpoint as endpoint, $now::timestamp as ended_at, {', '.join(_WALK_COLUMNS)} from walked",
            parameters,
        )
    newest = frame.filter("is_position").with_columns(pl.col("parent").fill_null("")).unique("parent", keep="last")
    # Only a walk that may say so makes the list shorter: a failed one would take away what the next is measured by.
    with registered(connection, "newest", newest):
        connection.execute(
            """
            merge into ops.positions as t using newest as s on t.system = $system and t.account = $account
                and t.endpoint = $endpoint and t.parent = s.parent
            when matched then
                update set fingerprint = s.fingerprint, verdict = s.verdict, walked_at = $now, run_id = $run,
                distinct_rows = case when s.may_delete then s.distinct_rows
                    else greatest(s.distinct_rows, t.distinct_rows) end
            when not matched then
                insert (system, account, endpoint, parent, fingerprint, verdict, distinct_rows, walked_at, run_id)
                values ($system, $account, $endpoint, s.parent, s.fingerprint, s.verdict, s.distinct_rows, $now, $run)
            """,
            parameters,
        )


def record_drift(
    connection: duckdb.DuckDBPyConnection, place: Place, drifts: Iterable[DriftRecord], now: datetime
) -> int:
    """Write what drifted, each drift once; how many of them are new."""
    new = 0
    for drift in drifts:
        parameters = {
            "system": place.source.name, "account": place.account, "endpoint": place.endpoint.name,
            "kind": drift.kind, "field": drift.field, "detail": drift.detail, "records": drift.records,
            "now": now, "run": place.run_id,
        }  # fmt: skip
        action = connection.execute(
            """
            merge into ops.drift as t
            using (select $kind as kind, $field as field, $detail as detail) as s
            on t.system = $system and t.account = $account and t.endpoint = $endpoint
                and t.kind = s.kind and t.field = s.field and t.detail = s.detail
            when matched then update set records = t.records + $records, last_seen_at = $now, run_id = $run
            when not matched then
                insert (system, account, endpoint, kind, field, detail, records, first_seen_at, last_seen_at, run_id)
                values ($system, $account, $endpoint, s.kind, s.field, s.detail, $records, $now, $now, $run)
            returning merge_action
            """,
            parameters,
        ).fetchone()
        new += bool(action and action[0] == "INSERT")
    return new


def positions(connection: duckdb.DuckDBPyConnection, system: str, account: str, endpoint: str) -> dict[str, Position]:
    """The newest proofs of one endpoint, by the parent's id as text; '' where it has none."""
    found = connection.execute(
        "select parent, fingerprint, verdict, distinct_rows, walked_at from ops.positions "
        "where system = ? and account = ? and endpoint = ?",
        [system, account, endpoint],
    ).fetchall()
    return {parent: Position(*rest) for parent, *rest in found}


_WALK_COLUMNS = (
    "parent", "verdict", "reason", "pages", "passes", "shifts", "rows_read", "distinct_rows", "first_total",
    "last_total", "requests", "retries", "rate_limited", "waited_seconds", "bytes",
    "request_id",
)  # fmt: skip
_OFTEN_EMPTY = {
    "parent": pl.String, "fingerprint": pl.String, "request_id": pl.String, "first_total": pl.Int64,
    "last_total": pl.Int64,
}  # fmt: skip
