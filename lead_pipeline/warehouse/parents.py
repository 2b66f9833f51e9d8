"""What the warehouse holds, as planning needs it: the parents whose children may be due, and how much is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.warehouse.registered import registered
from lead_pipeline.warehouse.tables import quarantine_table, raw_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    import duckdb
    import polars as pl

    from lead_pipeline.spec.source import Endpoint, Source

ParentRow = tuple[int | str, bool, int | None, str, "datetime | None", bool]


def parent_rows(
    connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint, account: str
) -> list[ParentRow]:
    """Id, whether final, expected children, fingerprint, date and whether deleted, of each parent.

    In the order of the queue, or newest first. A row's fingerprint is when it last changed, and what was told of it by
    others since; where one of its columns tells of that, it is this. A parent that is set aside is never final: nobody
    knows its state.
    """
    per = endpoint.per
    if per is None:
        return []
    parent = source.endpoint(per.parent)
    key_type = next(column.sql_type for column in parent.table.columns if column.name == per.parent_key)
    expected = f'"{per.expected_column}"' if per.expected_column else "null"
    dated = f'"{per.dated_by}"' if per.dated_by else "null::timestamp"
    is_final = f'"{per.final_column}" in (select unnest($final))' if per.final_column else "$final = ['']"
    final = sorted(per.final_values) if per.final_column else ([""] if per.tells_change else ["never"])
    ranks = [f'"{name.removeprefix("-")}" {"desc" if name.startswith("-") else "asc"} nulls last' for name in per.order]
    moved, fingerprint = "", "_changed_at::varchar"
    if per.told_by is not None:
        fingerprint = f"""coalesce("{per.told_by}"::varchar, _changed_at::varchar)
            || coalesce(' gone ' || _deleted_at::varchar, '')"""
    if per.moved_by is not None:
        told = raw_table(source, source.endpoint(per.moved_by.endpoint))
        moved = f"""left join (
            select "{per.moved_by.names}" as moved_id, max(_changed_at) as moved_at
            from {told} where account = $account group by 1
        ) on moved_id = "{per.parent_key}" """
        fingerprint += " || coalesce(' ' || moved_at::varchar, '')"
    return connection.execute(
        f"""
        with aside as (
            select try_cast(key as {key_type}) as id, last_seen_at from {quarantine_table(source, parent)}
            where account = $account and try_cast(key as {key_type}) is not null
        ), held as (
            select "{per.parent_key}" as id, {is_final} as is_final,
                {expected} as expected, {fingerprint} as fingerprint, {dated} as dated,
                _deleted_at is not null as is_deleted,
                {f"row_number() over (order by {', '.join(ranks)})" if ranks else "null"} as place
            from {raw_table(source, parent)} {moved} where account = $account
        )
        select coalesce(held.id, aside.id), coalesce(is_final, false) and aside.id is null,
            case when aside.id is null then expected end, coalesce(fingerprint, 'set aside'), dated,
            coalesce(is_deleted, false) and aside.id is null
        from held full join aside on held.id = aside.id order by place asc nulls last, 1 desc
        """,
        {"account": account, "final": final},
    ).fetchall()


def starts(
    connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint, account: str
) -> dict[str, datetime]:
    """From when on the list of each parent is to be asked for, by the parent's id as text.

    Told from the newest row held, the oldest that is open, and the oldest that others told of since.
    """
    since, per = endpoint.since, endpoint.per
    if since is None or per is None:
        return {}
    (key,) = endpoint.table.key
    moved = "false"
    if since.moved_by is not None:
        told = raw_table(source, source.endpoint(since.moved_by.endpoint))
        moved = f"""exists (from {told} as m where m.account = $account and m."{since.moved_by.names}" = r."{key}"
            and m._changed_at > p.walked_at)"""
    is_open = f'r."{since.open_column}" in (select unnest($open))' if since.open_column else "len($open) > 0"
    found = connection.execute(
        f"""
        select r."{per.fills}"::varchar, least(
            max(r."{since.column}") - to_seconds($overlap),
            min(r."{since.column}") filter (where {is_open} or {moved}) - to_seconds($overlap)
        )
        from {raw_table(source, endpoint)} as r
        left join ops.positions as p on p.system = $system and p.account = $account and p.endpoint = $endpoint
            and p.parent = r."{per.fills}"::varchar
        where r.account = $account and r._deleted_at is null and r."{per.fills}" is not null group by 1
        """,
        {
            "account": account, "system": source.name, "endpoint": endpoint.name, "overlap": since.overlap_seconds,
            "open": sorted(since.open_values),
        },
    ).fetchall()  # fmt: skip
    return {parent: start for parent, start in found if start is not None}


def changed_days(
    connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint, account: str
) -> dict[str, dict[date, datetime]]:
    """By the parent's id as text: the days of the rows that a sum by day is made of, and the last change of each."""
    days = endpoint.by_day.days_of if endpoint.by_day is not None else None
    if days is None:
        return {}
    rows = source.endpoint(days.endpoint)
    tie = rows.per.fills if rows.per is not None else ""
    found = connection.execute(
        f"""
        select "{tie}"::varchar, "{days.dated_by}"::date, max(_changed_at) from {raw_table(source, rows)}
        where account = $account and "{tie}" is not null and "{days.dated_by}" is not null group by all
        """,
        {"account": account},
    ).fetchall()
    told: dict[str, dict[date, datetime]] = {}
    for parent, day, changed in found:
        told.setdefault(parent, {})[day] = changed
    return told


def held_rows(connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint, account: str) -> int:
    """How many rows of an endpoint are held, landed or set aside, and not marked deleted."""
    key = " || '/' || ".join(f'"{name}"::varchar' for name in endpoint.table.key)
    row = connection.execute(
        f"""
        with landed as (from {raw_table(source, endpoint)} where account = $account and _deleted_at is null),
        aside as (select distinct key from {quarantine_table(source, endpoint)} where account = $account)
        select (select count(*) from landed) + (select count(*) from aside)
            - (select count(*) from aside join (select {key} as key from landed) as rows using (key))
        """,
        {"account": account},
    ).fetchone()
    return int(row[0]) if row else 0


def is_strange(
    connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint, account: str, shown: pl.DataFrame
) -> bool:
    """Whether rows are held, and none of those shown is one of them, equal in all the columns that are shown."""
    table, same = raw_table(source, endpoint), ", ".join(f'"{name}"' for name in shown.columns)
    with registered(connection, "shown", shown):
        row = connection.execute(
            f"""
            select exists (from {table} where account = $account and _deleted_at is null)
                and not exists (from {table} semi join shown using ({same}) where account = $account)
            """,
            {"account": account},
        ).fetchone()
    return bool(row and row[0])


def strays_of_run(
    connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint, account: str, run: str
) -> list[datetime]:
    """When the children came that this run landed without a parent; nothing where no column tells when."""
    per = endpoint.per
    if per is None or per.child_dated_by is None:
        return []
    found = connection.execute(
        f"""
        select "{per.child_dated_by}" from {raw_table(source, endpoint)}
        where account = $account and _run_id = $run and "{per.fills}" is null and _deleted_at is null
        """,
        {"account": account, "run": run},
    ).fetchall()
    return [row[0] for row in found if row[0] is not None]


def days_written(
    connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint, runs: Sequence[str]
) -> dict[date, int]:
    """How many rows these runs wrote, by the day they belong to; nothing for an endpoint that belongs to no days."""
    tie = source.tie_of(endpoint)
    joined, dated = "", f'r."{endpoint.day_column}"'
    if tie is not None:
        parents = raw_table(source, source.endpoint(tie.parent))
        if endpoint.per is not None:
            joined = f'join {parents} as p on p.account = r.account and p."{tie.parent_key}" = r."{tie.fills}"'
        dated = f'{"p" if joined else "r"}."{tie.dated_by}"'
    elif endpoint.day_column is None:
        return {}
    return dict(
        connection.execute(
            f"""
            select {dated}::date, count(*) from {raw_table(source, endpoint)} as r {joined}
            where r._run_id in (select unnest($runs)) and {dated} is not null group by 1 order by 1
            """,
            {"runs": list(runs)},
        ).fetchall()
    )
