"""What broke a rule: the record as received, every reason, first and last seen. A corrected record leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from lead_pipeline.spec.table import KEYLESS
from lead_pipeline.warehouse.merge import registered
from lead_pipeline.warehouse.tables import filled_columns, quarantine_table, tie_in_quarantine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import duckdb

    from lead_pipeline.spec.source import Endpoint, Source
    from lead_pipeline.warehouse.batch import Place, Rows, WalkRecord

MOST_IN_DOUBT = 20  # lists that one run leaves to be read again


def keep(connection: duckdb.DuckDBPyConnection, place: Place, rows: Rows, now: datetime) -> None:
    """Set aside what is to be set aside, and let go of what came back good."""
    table = quarantine_table(place.source, place.endpoint)
    parameters: dict[str, Any] = {"account": place.account}
    if rows.good.height and place.endpoint.table.key and _holds_any(connection, table, place.account):
        key = " || '/' || ".join(f'"{name}"::varchar' for name in place.endpoint.table.key)
        connection.register("corrected", rows.good.select(place.endpoint.table.key))
        connection.execute(
            f"delete from {table} where account = $account and key in (select {key} from corrected)", parameters
        )
        connection.unregister("corrected")
    if not rows.aside.height:
        return
    names = "".join(f', "{name}"' for name in filled_columns(place.endpoint))
    ties = "".join(f', "{name}" = s."{name}"' for name in filled_columns(place.endpoint))
    values = "".join(f', s."{name}"' for name in filled_columns(place.endpoint))
    connection.register("aside", rows.aside)
    connection.execute(
        f"""
        merge into {table} as t using aside as s on t.account = $account and t.key = s.key
        when matched then
            update set record = s.record, reasons = s.reasons{ties}, last_seen_at = $now, run_id = $run
        when not matched then
            insert (account, key{names}, record, reasons, first_seen_at, last_seen_at, run_id)
            values ($account, s.key{values}, s.record, s.reasons, $now, $now, $run)
        """,
        {**parameters, "now": now, "run": place.run_id},
    )
    connection.unregister("aside")


def _holds_any(connection: duckdb.DuckDBPyConnection, table: str, account: str) -> bool:
    return connection.execute(f"select 1 from {table} where account = $1 limit 1", [account]).fetchone() is not None


def let_go_of_gone(connection: duckdb.DuckDBPyConnection, place: Place, walks: Sequence[WalkRecord]) -> None:
    """Forget what this run did not see again in a list that it read to a proven end: the source has it no more."""
    deciding = [walk for walk in walks if walk.may_delete]
    if not deciding:
        return
    table, tie = quarantine_table(place.source, place.endpoint), tie_in_quarantine(place.endpoint)
    is_by_parent = place.endpoint.per is not None and all(walk.parent is not None for walk in deciding)
    scope = f"{tie} in (select parent from deciding)" if is_by_parent else "true"
    with registered(connection, "deciding", pl.DataFrame({"parent": [walk.parent for walk in deciding]})):
        connection.execute(
            f"delete from {table} where account = $account and run_id <> $run and {scope}",
            {"account": place.account, "run": place.run_id},
        )


def parents_in_doubt(connection: duckdb.DuckDBPyConnection, place: Place, now: datetime) -> list[int | str]:
    """Parents of what was set aside just now for the first time, or came without a key that can be read.

    It may have been damaged on its way, and a list that is read once more settles that. A record that is set aside a
    second time is so at the source; and so are those of a run in which many lists have some.
    """
    if place.endpoint.per is None:
        return []
    tie = tie_in_quarantine(place.endpoint)
    found = connection.execute(
        f"""
        select {tie}, bool_or(last_seen_at = $now) from {quarantine_table(place.source, place.endpoint)}
        where account = $account and run_id = $run and {tie} is not null
            and (first_seen_at = last_seen_at or starts_with(key, $keyless))
        group by all
        """,
        {"account": place.account, "now": now, "run": place.run_id, "keyless": KEYLESS},
    ).fetchall()
    return [parent for parent, is_of_now in found if is_of_now] if len(found) <= MOST_IN_DOUBT else []


def reasons(connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint) -> list[tuple[str, str, int]]:
    """Account, reason and number of records, most first."""
    return connection.execute(
        f"select account, reason, count(*) from (select account, unnest(reasons) as reason "
        f"from {quarantine_table(source, endpoint)}) group by all order by 3 desc, 1, 2"
    ).fetchall()


def records(
    connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint, account: str | None = None
) -> list[dict[str, Any]]:
    """Everything set aside of one endpoint, oldest first."""
    found = connection.execute(
        f"select * from {quarantine_table(source, endpoint)} where account = coalesce($account, account) "
        "order by first_seen_at, account, key",
        {"account": account},
    )
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def let_go(connection: duckdb.DuckDBPyConnection, place: Place, keys: list[str]) -> None:
    """Forget records that were tried again; those that broke a rule once more are kept anew by `keep`."""
    connection.execute(
        f"delete from {quarantine_table(place.source, place.endpoint)} "
        "where account = $account and key in (select unnest($keys))",
        {"account": place.account, "keys": keys},
    )


def reasons_of_runs(
    connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint, runs: list[str]
) -> dict[str, int]:
    """How many records these runs set aside, by the rule they broke; the commonest first."""
    return dict(
        connection.execute(
            f"""
            select reason, count(*) from (
                select unnest(reasons) as reason from {quarantine_table(source, endpoint)}
                where run_id in (select unnest($runs))
            ) group by all order by 2 desc, 1
            """,
            {"runs": runs},
        ).fetchall()
    )
