"""Whether the rows have changed since the marts were last built from them: a short text that stands for their state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.spec.table import Keep
from lead_pipeline.warehouse.tables import raw_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from lead_pipeline.spec.source import Endpoint, Source


def state_of(connection: duckdb.DuckDBPyConnection, sources: Iterable[Source]) -> str:
    """The newest change of each table. A snapshot that tells what the one before it told is none, but a new day is."""
    return " ".join(
        f"{source.name}/{endpoint.name}:{newest_change(connection, source, endpoint)}"
        for source in sources
        for endpoint in source.endpoints
    )


def newest_change(connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint) -> str:
    """The instant at which a table last changed, as text."""
    table = raw_table(source, endpoint)
    if endpoint.table.keep is Keep.LATEST:
        query = f"select max(_changed_at) from {table}"
    else:
        told = ", ".join(f'"{column.name}"' for column in endpoint.table.columns)
        query = f"""
            select max(_first_seen_at) from (
                select _first_seen_at from {table}
                qualify row({told}, _first_seen_at::date) is distinct from
                    lag(row({told}, _first_seen_at::date)) over (partition by account order by _first_seen_at)
            )
        """
    found = connection.execute(query).fetchone()
    return str(found[0] if found else None)
