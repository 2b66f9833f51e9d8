"""What the checks count by: what is held of an endpoint, account by account, and when anything of it last landed.

Only questions that several checks ask; a question of one check stands with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.warehouse.tables import quarantine_table, raw_table, tie_in_quarantine

if TYPE_CHECKING:
    from datetime import datetime

    import duckdb

    from lead_pipeline.spec.source import Endpoint, Source


def is_synced(connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint) -> bool:
    """Whether there is anything to judge: rows, or a walk that did not fail and found none.

    Children of parents that were read, and of which there are none, are all there too; so are sums over no rows.
    """
    if not _is_made(connection, source, endpoint):
        return False
    if _is_walked(connection, source, endpoint) or _holds_any(connection, source, endpoint):
        return True
    if endpoint.per is None:
        return False
    told_by = endpoint.by_day.days_of if endpoint.by_day is not None else None
    parent = source.endpoint(endpoint.per.parent if told_by is None else told_by.endpoint)
    return _is_walked(connection, source, parent) and not _holds_any(connection, source, parent)


def accounts(connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint) -> list[str]:
    """Every account that ever landed anything of this endpoint, or of its parent."""
    names = [endpoint.name] if endpoint.per is None else [endpoint.name, endpoint.per.parent]
    found = connection.execute(
        "select distinct account from ops.landings where system = ? and endpoint in (select unnest(?)) order by 1",
        [source.name, names],
    ).fetchall()
    return [account for (account,) in found]


def live_rows(connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint) -> dict[str, int]:
    """Rows of each account that are not marked as deleted."""
    return dict(
        connection.execute(
            f"select account, count(*) from {raw_table(source, endpoint)} where _deleted_at is null group by account"
        ).fetchall()
    )


def still_shown(source: Source, endpoint: Endpoint) -> str:
    """SQL: the records set aside, as `q`, that the newest walk of their list showed, or may have shown.

    Nothing else forgets a record that is gone at the source, or that came back under a key it did not have.
    """
    parent = "''" if endpoint.per is None else f"coalesce(q.{tie_in_quarantine(endpoint)}::varchar, '')"
    return (
        f"{quarantine_table(source, endpoint)} as q left join ops.positions as p on p.system = '{source.name}' "
        f"and p.endpoint = '{endpoint.name}' and p.account = q.account and p.parent = {parent} "
        "where (p.verdict is distinct from 'proven' or q.run_id = p.run_id or q.last_seen_at >= p.walked_at)"
    )


def newest_landing(connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint) -> datetime | None:
    """When anything of this endpoint last landed: the moment up to which the rows can be judged."""
    row = connection.execute(
        "select max(landed_at) from ops.landings where system = ? and endpoint = ?", [source.name, endpoint.name]
    ).fetchone()
    return row[0] if row else None


def _is_made(connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint) -> bool:
    wanted = {raw_table(source, endpoint), quarantine_table(source, endpoint), "ops.walks"}
    found = connection.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where database_name = current_database()"
    ).fetchall()
    return wanted <= {name for (name,) in found}


def _is_walked(connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint) -> bool:
    found = connection.execute(
        "select 1 from ops.walks where system = ? and endpoint = ? and verdict <> 'failed' limit 1",
        [source.name, endpoint.name],
    ).fetchone()
    return found is not None


def _holds_any(connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint) -> bool:
    return any(
        connection.execute(f"select 1 from {table} limit 1").fetchone() is not None
        for table in (raw_table(source, endpoint), quarantine_table(source, endpoint))
    )
