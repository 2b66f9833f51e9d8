"""Whether a key is there once in each account. The tables have no unique index, so this is what shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.quality.verdict import Verdict, by_account, counted, failed, passed
from lead_pipeline.warehouse.tables import raw_table

if TYPE_CHECKING:
    import duckdb

    from lead_pipeline.spec.source import Endpoint, Source


def unique_key(connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint) -> Verdict:
    """A row that is there twice is counted twice in everything built on it."""
    key = ", ".join(f'"{name}"' for name in endpoint.table.key)
    table = raw_table(source, endpoint)
    found = connection.execute(
        f"select account, sum(copies - 1)::bigint from (select account, count(*) as copies from {table} "
        f"group by account, {key} having count(*) > 1) group by account"
    ).fetchall()
    surplus: dict[str, int] = dict(found)
    total = sum(surplus.values())
    if not total:
        return passed("Every key is there once.", surplus_rows=0, accounts=None)
    told = (
        f"{counted(total, 'row')} of {table} too many: the same account and {', '.join(endpoint.table.key)} "
        f"({by_account(surplus)}). Something else wrote into the warehouse: put a good copy back, or move it away and "
        "sync again."
    )
    return failed(told, surplus_rows=total, accounts=by_account(surplus))
