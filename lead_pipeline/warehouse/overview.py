"""What the warehouse holds and how well that is proven, read from the tables and the ledger. It changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lead_pipeline.warehouse.tables import quarantine_table, raw_table

if TYPE_CHECKING:
    from datetime import datetime

    import duckdb

    from lead_pipeline.spec.source import Endpoint, Source


@dataclass(frozen=True)
class RunLine:
    """The newest run of one account."""

    system: str
    account: str
    run_id: str
    started_at: datetime
    ended_at: datetime | None
    status: str
    detail: str | None


@dataclass(frozen=True)
class EndpointLine:
    """One endpoint of one account: rows held, and what the newest walks of its lists prove."""

    system: str
    account: str
    endpoint: str
    rows: int
    deleted: int
    aside: int
    lists_proven: int
    lists_unproven: int
    oldest_proof: datetime | None


@dataclass(frozen=True)
class UnprovenLine:
    """A list whose newest walk is not proven, and why not."""

    system: str
    account: str
    endpoint: str
    parent: str
    verdict: str
    reason: str


@dataclass(frozen=True)
class DriftLine:
    """One drift of one endpoint, over all accounts."""

    system: str
    endpoint: str
    kind: str
    field: str
    detail: str
    records: int
    first_seen_at: datetime
    last_seen_at: datetime


def is_made(connection: duckdb.DuckDBPyConnection, source: Source) -> bool:
    """Whether anything of this source was ever synced."""
    found = connection.execute(
        "select count(*) from duckdb_schemas() where database_name = current_database() and schema_name = ?",
        [f"raw_{source.name}"],
    ).fetchone()
    return bool(found and found[0])


def was_tried(connection: duckdb.DuckDBPyConnection, source: Source) -> bool:
    """Whether an account of it was ever synced: its tables may also have been made for the marts, and be empty."""
    if not is_made(connection, source):
        return False
    runs = connection.execute("select 1 from ops.runs where system = $1 limit 1", [source.name])
    return runs.fetchone() is not None


def read_systems(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The systems of which every account was read to the end of its endpoints, proven or not."""
    found = connection.execute(
        """
        select system from (
            select system, account, bool_or(status in ('ok', 'unproven')) as is_read from ops.runs group by all
        ) group by system having bool_and(is_read)
        """
    ).fetchall()
    return {system for (system,) in found}


def last_runs(connection: duckdb.DuckDBPyConnection) -> list[RunLine]:
    """The newest run of each account."""
    found = connection.execute(
        """
        select system, account, run_id, started_at, ended_at, status, detail from ops.runs
        qualify row_number() over (partition by system, account order by rowid desc) = 1  -- clocks can be set back
        order by system, account
        """
    ).fetchall()
    return [RunLine(*row) for row in found]


def endpoint_line(
    connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint, account: str
) -> EndpointLine:
    """How one endpoint of one account stands."""
    row = connection.execute(
        f"""
        select
            (select count(*) from {raw_table(source, endpoint)} where account = $account and _deleted_at is null),
            (select count(*) from {raw_table(source, endpoint)} where account = $account and _deleted_at is not null),
            (select count(*) from {quarantine_table(source, endpoint)} where account = $account),
            count(*) filter (verdict = 'proven'), count(*) filter (verdict <> 'proven'),
            min(walked_at) filter (verdict = 'proven')
        from ops.positions where system = $system and account = $account and endpoint = $endpoint
        """,
        {"account": account, "system": source.name, "endpoint": endpoint.name},
    ).fetchone()
    return EndpointLine(source.name, account, endpoint.name, *(row or (0, 0, 0, 0, 0, None)))


def unproven(connection: duckdb.DuckDBPyConnection) -> list[UnprovenLine]:
    """The lists whose newest walk is not proven."""
    found = connection.execute(
        """
        select p.system, p.account, p.endpoint, p.parent, p.verdict, any_value(w.reason)
        from ops.positions p join ops.walks w on w.run_id = p.run_id and w.system = p.system
            and w.account = p.account and w.endpoint = p.endpoint and coalesce(w.parent, '') = p.parent
        where p.verdict <> 'proven' group by all order by all
        """
    ).fetchall()
    return [UnprovenLine(*row) for row in found]


def drifts(connection: duckdb.DuckDBPyConnection) -> list[DriftLine]:
    """All drift, newest first."""
    found = connection.execute(
        """
        select system, endpoint, kind, field, detail, sum(records)::bigint, min(first_seen_at), max(last_seen_at)
        from ops.drift group by all order by 8 desc, 1, 2, 3, 4, 5
        """
    ).fetchall()
    return [DriftLine(*row) for row in found]
