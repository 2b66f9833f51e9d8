"""What broke a rule: the record as received, every reason, first and last seen. A corrected record leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from lead_pipeline.spec.table import KEYLESS
from lead_pipeline.warehouse.registered import registered
from lead_pipeline.warehouse.tables import filled_columns, quarantine_table, tie_in_quarantine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import duckdb

    from lead_pipeline.spec.source import Endpoint, Source
    from lead_pipeline.warehouse.batch import Place, Rows, WalkRecord

MOST_IN_DOUBT = 20  # lists that one run leaves to be read again


class SettingAside:
    """What one landing sets aside, and lets go of as it came back good: `add` the rows as they come, then `write`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, place: Place, now: datetime) -> None:
        self._connection = connection
        self._place = place
        self._now = now
        self._good: list[pl.DataFrame] = []
        self._aside: list[pl.DataFrame] = []

    def add(self, rows: Rows) -> None:
        """Some of the rows."""
        turn = pl.lit(len(self._good)).alias("_turn")
        self._good.append(rows.good.select(*self._place.endpoint.table.key, turn))
        self._aside.append(rows.aside.with_columns(turn))

    def write(self) -> None:
        """Where a record came twice, good and not, what came later counts."""
        if not self._aside:
            return
        table = quarantine_table(self._place.source, self._place.endpoint)
        parameters = {"account": self._place.account}
        held = self._connection.execute(f"select key from {table} where account = $account", parameters).pl()
        aside = pl.concat(self._aside).unique("key", keep="last", maintain_order=True)
        came_good = self._came_good(pl.concat([held, aside.select("key")]))
        if came_good.height:
            with registered(self._connection, "good", came_good):
                self._connection.execute(
                    f"delete from {table} where account = $account and key in (select key from good)", parameters
                )
            later = aside.join(came_good, on="key", suffix="_good").filter(pl.col("_turn_good") > pl.col("_turn"))
            aside = aside.join(later, on="key", how="anti")
        if aside.height:
            self._keep(table, aside)

    def _came_good(self, keys: pl.DataFrame) -> pl.DataFrame:
        """Those of the keys that came good, each with its last turn: mostly none, and SQL takes longer to tell so."""
        good = pl.concat(self._good).select(self._place.endpoint.table.key_text, "_turn")
        return good.join(keys, on="key", how="semi").group_by("key").agg(pl.col("_turn").max())

    def _keep(self, table: str, aside: pl.DataFrame) -> None:
        filled = filled_columns(self._place.endpoint)
        names = "".join(f', "{name}"' for name in filled)
        ties = "".join(f', "{name}" = s."{name}"' for name in filled)
        values = "".join(f', s."{name}"' for name in filled)
        with registered(self._connection, "aside", aside):
            self._connection.execute(
                f"""
                merge into {table} as t using aside as s on t.account = $account and t.key = s.key
                when matched then
                    update set record = s.record, reasons = s.reasons{ties}, last_seen_at = $now, run_id = $run
                when not matched then
                    insert (account, key{names}, record, reasons, first_seen_at, last_seen_at, run_id)
                    values ($account, s.key{values}, s.record, s.reasons, $now, $now, $run)
                """,
                {"account": self._place.account, "now": self._now, "run": self._place.run_id},
            )


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
