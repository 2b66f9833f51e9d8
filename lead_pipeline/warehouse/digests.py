"""Digests of the rows that are held, to tell whether a row that comes is the same without holding its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.warehouse.tables import filled_columns, quarantine_table, raw_table

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from lead_pipeline.spec.source import Endpoint, Source


def digest_of(endpoint: Endpoint) -> str:
    """SQL: the digest of a row, of all that the API tells of it."""
    tied = filled_columns(endpoint)
    names = [f'"{column.name}"' for column in endpoint.table.columns if column.name not in tied]
    return f"hash({', '.join(names)})"


def held_digests(
    connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint, account: str
) -> pl.DataFrame:
    """Parent, key, digest and whether it is open, of each row of a list that is read until it is known.

    What is set aside is held as well, with no digest: it is the same only if it is read again.
    """
    way, per = endpoint.until_known, endpoint.per
    parent = per.fills if per is not None else ""
    (key,) = (name for name in endpoint.table.key if name != parent)
    is_open = "false" if way is None or way.open_column is None else f'"{way.open_column}" in (select unnest($open))'
    return connection.execute(
        f"""
        with held as (
            select "{parent}"::varchar as parent, "{key}"::varchar as key, {digest_of(endpoint)} as digest,
                {is_open} and len($open) > 0 as is_open
            from {raw_table(source, endpoint)} where account = $account and _deleted_at is null
        ), aside as (
            select "{parent}"::varchar as parent, split_part(key, '/', -1) as key
            from {quarantine_table(source, endpoint)} where account = $account
        )
        select parent, key, digest, coalesce(is_open, false) as is_open from held where parent is not null
        union all select parent, key, null, false from aside anti join held using (parent, key) where parent is not null
        """,
        {"account": account, "open": sorted(way.open_values) if way is not None else []},
    ).pl()
