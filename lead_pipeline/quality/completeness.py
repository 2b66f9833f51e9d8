"""Whether as many rows are held as the API counts: in its total of the whole list, and in what each parent counts.

A gap that a whole, proven reading left is explained: the API counts rows that it shows nobody.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lead_pipeline.quality.holdings import accounts, still_shown
from lead_pipeline.quality.lists import newest_count, standings
from lead_pipeline.quality.verdict import Verdict, by_account, counted, passed, warned
from lead_pipeline.warehouse.tables import raw_table, tie_in_quarantine

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from lead_pipeline.spec.source import Endpoint, Source


def complete(connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint) -> Verdict:
    """Fewer rows than the API counts warn. Of parents that are not final nobody knows yet how many there will be.

    What is set aside was received, so it is not missing. Where a parent counts more than its list shows when read to
    its proven end, the list is believed.
    """
    missing, received, explained, not_shown = Counter[str](), 0, 0, 0
    for account in accounts(connection, source, endpoint):
        there = _received(connection, source, endpoint, account)
        received += sum(there.values())
        short = 0
        for each in standings(connection, source, endpoint, account):
            if each.expected is not None and each.why_not:
                short += max(0, each.expected - there.get(each.parent, 0))
            elif each.expected is not None:
                not_shown += max(0, each.expected - each.rows)
        gap, is_explained = _gap(connection, source, endpoint, account, sum(there.values()))
        explained += gap if is_explained else 0
        missing[account] = max(short, 0 if is_explained else gap)  # both count the same rows
    facts = {
        "received": received,
        "missing": missing.total(),
        "explained": explained,
        "counted_but_not_shown": not_shown,
        "accounts": by_account(missing) or None,
    }
    if not missing.total():
        beside = f" A gap of {explained:,} was looked into: the API shows no more." if explained else ""
        return passed(f"{counted(received, 'row')} received; the API counts no more.{beside}", **facts)
    told = (
        f"{counted(missing.total(), 'row')} that the API counts {'is' if missing.total() == 1 else 'are'} not held "
        f"({by_account(missing)}). The next sync reads the lists in question again; if it stays so: lead-pipeline sync "
        "--verify"
    )
    return warned(told, **facts)


def _gap(
    connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint, account: str, received: int
) -> tuple[int, bool]:
    """Rows that the newest total of the whole list counts beyond those received, and whether that is explained.

    Children come and go by other lists than the whole one: what was held when it was counted decides as well.
    """
    count = newest_count(connection, source, endpoint, account)
    if count is None:
        return 0, False
    if endpoint.per is None:
        return max(0, count.total - received), False  # a proof of it has read as many: what is not here was lost since
    return max(0, count.total - max(received, count.rows)), count.is_proven


def _received(
    connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint, account: str
) -> Mapping[int | str | None, int]:
    """Keys held or set aside, by parent. A record that is set aside while an older version is held counts once."""
    parent = "account" if endpoint.per is None else f'"{endpoint.per.fills}"'  # one group where there is no parent
    aside = "q.account" if endpoint.per is None else f"q.{tie_in_quarantine(endpoint)}"
    key = " || '/' || ".join(f'"{name}"::varchar' for name in endpoint.table.key)
    return dict(
        connection.execute(
            f"""
            with live as (
                select {parent} as parent, {key} as key from {raw_table(source, endpoint)}
                where account = $account and _deleted_at is null
            ), aside as (
                select {aside} as parent from {still_shown(source, endpoint)}
                and q.account = $account and not exists (select 1 from live where live.key = q.key)
            )
            select parent, count(*) from (select parent from live union all select parent from aside) group by parent
            """,
            {"account": account},
        ).fetchall()
    )
