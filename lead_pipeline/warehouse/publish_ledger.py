"""The tables of the published database that tell about itself: when, which tables, from which runs, with which proofs.

They are taken from the ledger of the private warehouse: names, counts, times and verdicts, and no record's content.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from lead_pipeline import __version__
from lead_pipeline.warehouse.publish_health import HEALTH_SHAPES, write_health
from lead_pipeline.warehouse.publish_tables import Column, Shape, make, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

STORAGE_VERSION = "v1.0.0"  # the oldest that any DuckDB since 1.0 opens

PUBLISHED = Shape(
    "published",
    "One row: when this copy of the marts was made, by what, and how well the lists behind it are proven.",
    (
        Column("published_at", "TIMESTAMP", "When the copy was made (UTC).", is_nullable=False),
        Column("published_by", "VARCHAR", "Who or what made it: a command, or a run of Dagster.", is_nullable=False),
        Column("version", "VARCHAR", "The version of lead_pipeline that made it.", is_nullable=False),
        Column("duckdb_version", "VARCHAR", "The version of DuckDB that wrote it.", is_nullable=False),
        Column("storage_version", "VARCHAR", "The oldest version of DuckDB that opens it.", is_nullable=False),
        Column("tables", "BIGINT", "How many marts it has: tables beside those that tell about it.", is_nullable=False),
        Column(
            "synced_at",
            "TIMESTAMP",
            "Every account has had a sync that proved all it read and ended then or later (UTC): the oldest last_ok_at "
            "in published_runs. Empty while an account has none.",
        ),
        Column("lists_proven", "BIGINT", "Lists whose newest walk is proven, over all accounts.", is_nullable=False),
        Column("lists_unproven", "BIGINT", "Lists whose newest walk is not proven, or failed.", is_nullable=False),
        Column("rows_set_aside", "BIGINT", "Records that broke a rule and are in no table.", is_nullable=False),
    ),
)
PUBLISHED_TABLES = Shape(
    "published_tables",
    "One row a table of this copy, with the number of rows it was written with.",
    (
        Column("table_name", "VARCHAR", "Name of the table, and of its Parquet file.", is_nullable=False),
        Column("rows", "BIGINT", "How many rows it has.", is_nullable=False),
    ),
)
PUBLISHED_RUNS = Shape(
    "published_runs",
    "One row an account: its newest sync before this copy was made.",
    (
        Column("system", "VARCHAR", "The system that the account belongs to."),
        Column("account", "VARCHAR", "Name of the account."),
        Column("run_id", "VARCHAR", "The newest sync."),
        Column("command", "VARCHAR", "What started it."),
        Column("version", "VARCHAR", "The version of lead_pipeline that ran it."),
        Column("status", "VARCHAR", "How it ended: ok, unproven, failed, interrupted, cut off; or running."),
        Column("started_at", "TIMESTAMP", "When it started (UTC)."),
        Column("ended_at", "TIMESTAMP", "When it ended (UTC); empty while it was running."),
        Column(
            "last_ok_at",
            "TIMESTAMP",
            "When the newest sync with status ok ended (UTC): it proved all it read. Empty if there was none yet.",
        ),
    ),
)
PUBLISHED_ENDPOINTS = Shape(
    "published_endpoints",
    "One row an account and endpoint: what is held of it, and how well that is proven.",
    (
        Column("system", "VARCHAR", "The system that was read."),
        Column("account", "VARCHAR", "Name of the account."),
        Column("endpoint", "VARCHAR", "What was read of it: one kind of list of its API."),
        Column("run_id", "VARCHAR", "The sync that walked a list of it last."),
        Column("run_status", "VARCHAR", "How that sync ended; running if it had not."),
        Column("run_ended_at", "TIMESTAMP", "When that sync ended (UTC); empty while it was running."),
        Column("walked_at", "TIMESTAMP", "When a list of it was walked last (UTC)."),
        Column("rows_held", "BIGINT", "Rows in the warehouse that are there at the source."),
        Column("rows_deleted", "BIGINT", "Rows in the warehouse that the source no longer has."),
        Column("rows_set_aside", "BIGINT", "Records that broke a rule and are in no table."),
        Column("lists_proven", "BIGINT", "Lists whose newest walk is proven."),
        Column("lists_unproven", "BIGINT", "Lists whose newest walk is not proven, or failed."),
        Column("oldest_proof_at", "TIMESTAMP", "When the proven list that was walked longest ago was walked (UTC)."),
    ),
)
_OWN = (PUBLISHED, PUBLISHED_TABLES, PUBLISHED_RUNS, PUBLISHED_ENDPOINTS)
SHAPES = (*_OWN, *HEALTH_SHAPES)


def write_about(
    connection: duckdb.DuckDBPyConnection, copied: Mapping[str, int], published_by: str, now: datetime
) -> None:
    """Make and fill them all; `copied` are the marts with their rows."""
    for shape in _OWN:
        make(connection, shape)
    write_health(connection)
    connection.executemany(f"insert into {PUBLISHED_TABLES.target} values (?, ?)", list(copied.items()))
    connection.execute(
        f"""
        insert into {PUBLISHED_RUNS.target}
        select system, account, run_id, command, version, status, started_at, ended_at,
            max(ended_at) filter (where status = 'ok') over (partition by system, account)
        from ops.runs
        qualify row_number() over (partition by system, account order by rowid desc) = 1  -- clocks can be set back
        """
    )
    for system, endpoint in connection.execute("select distinct system, endpoint from ops.positions").fetchall():
        _write_endpoint(connection, system, endpoint)
    connection.execute(
        f"""
        insert into {PUBLISHED.target}
        select $now, $by, $version, $duckdb, $storage, $tables,
            (select case when count(*) = count(last_ok_at) then min(last_ok_at) end from {PUBLISHED_RUNS.target}),
            coalesce(sum(lists_proven), 0), coalesce(sum(lists_unproven), 0), coalesce(sum(rows_set_aside), 0)
        from {PUBLISHED_ENDPOINTS.target}
        """,
        {
            "now": now, "by": published_by, "version": __version__, "duckdb": f"v{duckdb.__version__}",
            "storage": STORAGE_VERSION, "tables": len(copied),
        },
    )  # fmt: skip


def _write_endpoint(connection: duckdb.DuckDBPyConnection, system: str, endpoint: str) -> None:
    connection.execute(
        f"""
        with proofs as (
            select account, arg_max(run_id, walked_at) as run_id, max(walked_at) as walked_at,
                count(*) filter (where verdict = 'proven') as proven,
                count(*) filter (where verdict <> 'proven') as unproven,
                min(walked_at) filter (where verdict = 'proven') as oldest_proof
            from ops.positions where system = $system and endpoint = $endpoint group by account
        ), held as (
            select account, count(*) filter (where _deleted_at is null) as held, count(_deleted_at) as deleted
            from {quoted(f"raw_{system}")}.{quoted(endpoint)} group by account
        ), aside as (
            select account, count(*) as aside from quarantine.{quoted(f"{system}_{endpoint}")} group by account
        )
        insert into {PUBLISHED_ENDPOINTS.target}
        select $system, proofs.account, $endpoint, proofs.run_id, runs.status, runs.ended_at, proofs.walked_at,
            coalesce(held.held, 0), coalesce(held.deleted, 0), coalesce(aside.aside, 0),
            proofs.proven, proofs.unproven, proofs.oldest_proof
        from proofs
        left join held using (account)
        left join aside using (account)
        left join ops.runs on runs.run_id = proofs.run_id
        """,
        {"system": system, "endpoint": endpoint},
    )
