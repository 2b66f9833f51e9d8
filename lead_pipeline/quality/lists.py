"""The lists that an endpoint is read from, and how the newest walk of each stands: one list, or one for each parent.

What makes a list due again is planned in `extract`; here only what the ledger and the parents' rows say of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lead_pipeline.warehouse.ledger import NONE_AT_ONCE, positions
from lead_pipeline.warehouse.parents import parent_rows

if TYPE_CHECKING:
    from datetime import datetime

    import duckdb

    from lead_pipeline.spec.source import Endpoint, Source

_WHOLE = ""  # the position of a list that has no parent
NOT_READ = "not read yet"
CHANGED_SINCE = "its {parent} row changed since it was read"


@dataclass(frozen=True)
class ListStanding:
    """One list, and how many rows its newest walk read. `why_not` says why it is not proven, and is empty where it is.

    `expected` is how many rows its parent counts, where the parent is there, final and readable: only then is it a
    number to hold against.
    """

    parent: int | str | None
    why_not: str
    rows: int = 0
    expected: int | None = None


@dataclass(frozen=True)
class Count:
    """The newest total of a whole list, and how many rows were read or held when it was told.

    A proven one that is higher than the rows is explained: the whole list was read, and showed no more.
    """

    is_proven: bool
    total: int
    rows: int


def standings(
    connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint, account: str
) -> list[ListStanding]:
    """Every list of one account that was walked or should have been."""
    found = positions(connection, source.name, account, endpoint.name)
    reasons = _reasons(connection, source, endpoint, account)
    lists: list[ListStanding] = []
    whole = found.get(_WHOLE)
    if whole:
        settled = _was_counted_since(connection, source, endpoint, account, whole.walked_at)
        lists.append(ListStanding(None, "" if settled else reasons.get(_WHOLE, "")))
    if endpoint.named is not None:
        return [ListStanding(parent, reasons.get(parent, "")) for parent in found]
    if endpoint.per is not None and endpoint.per.at_once and whole and whole.fingerprint != NONE_AT_ONCE:
        return [ListStanding(None, reasons.get(_WHOLE, ""), whole.distinct_rows)]
    if endpoint.per is None:
        return lists or [ListStanding(None, NOT_READ)]
    changed = CHANGED_SINCE.format(parent=endpoint.per.parent)
    for parent, is_final, expected, fingerprint, _, is_deleted in parent_rows(connection, source, endpoint, account):
        position = found.get(str(parent))
        why = NOT_READ if position is None else reasons.get(str(parent), "")
        # None: proven, and to be read once more all the same.
        is_told = endpoint.per.can_freeze and endpoint.by_day is None and endpoint.since is None
        if is_told and position is not None and not why and position.fingerprint not in {fingerprint, None}:
            why = changed
        if position is not None or not is_deleted:
            rows = position.distinct_rows if position is not None else 0
            lists.append(ListStanding(parent, why, rows, expected if is_final and not is_deleted else None))
    return lists


def newest_count(
    connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint, account: str
) -> Count | None:
    """The newest total of the list that has no parent: of all rows at once."""
    row = connection.execute(
        "select verdict = 'proven', last_total, distinct_rows from ops.walks "
        "where system = ? and account = ? and endpoint = ? and parent is null and last_total is not null "
        "order by ended_at desc, rowid desc limit 1",
        [source.name, account, endpoint.name],
    ).fetchone()
    return Count(*row) if row else None


def _reasons(connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint, account: str) -> dict[str, str]:
    """Why positions are not proven, by the parent's id as text."""
    return dict(
        connection.execute(
            """
            select p.parent, p.verdict || ': ' || coalesce(arg_max(w.reason, w.ended_at), 'nobody kept the reason')
            from ops.positions p left join ops.walks w on w.run_id = p.run_id and w.system = p.system
                and w.account = p.account and w.endpoint = p.endpoint and coalesce(w.parent, '') = p.parent
                and w.verdict = p.verdict
            where p.verdict <> 'proven' and p.system = ? and p.account = ? and p.endpoint = ?
            group by p.parent, p.verdict
            """,
            [source.name, account, endpoint.name],
        ).fetchall()
    )


def _was_counted_since(
    connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint, account: str, moment: datetime
) -> bool:
    """Whether a later census found all held: it leaves no position, and settles what the whole reading left open."""
    found = connection.execute(
        "select 1 from ops.walks where system = ? and account = ? and endpoint = ? and parent is null "
        "and verdict = 'proven' and last_total is not null and ended_at > ? limit 1",
        [source.name, account, endpoint.name, moment],
    ).fetchone()
    return found is not None
