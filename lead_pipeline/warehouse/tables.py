"""The tables themselves: DDL from each declaration, for rows, for what is set aside, and for the ledger in `ops`.

A column that a newer version declares is added to a table that is already there; none is ever dropped.
"""

from __future__ import annotations

from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from lead_pipeline.spec.source import Endpoint, Source

# What we add to the declared columns of every table.
OWN_COLUMNS: Mapping[str, tuple[str, str]] = {
    "account": ("VARCHAR NOT NULL", "Name of the account the row was read from."),
    "_first_seen_at": ("TIMESTAMP NOT NULL", "When the row was first read (UTC)."),
    "_changed_at": ("TIMESTAMP NOT NULL", "When the row was last seen to differ, or marked as deleted (UTC)."),
    "_deleted_at": ("TIMESTAMP", "When a proven walk no longer found it (UTC); empty while it is there."),
    "_run_id": ("VARCHAR NOT NULL", "The run that last wrote the row."),
    "_extra": ("JSON", "Fields of the record that nobody declared yet."),
}

_OPS: Mapping[str, Mapping[str, str]] = {
    "runs": {
        "run_id": "VARCHAR", "system": "VARCHAR", "account": "VARCHAR", "command": "VARCHAR", "version": "VARCHAR",
        "process": "BIGINT", "started_at": "TIMESTAMP", "ended_at": "TIMESTAMP", "status": "VARCHAR",
        "exit_code": "BIGINT", "detail": "VARCHAR",
    },
    "walks": {
        "run_id": "VARCHAR", "system": "VARCHAR", "account": "VARCHAR", "endpoint": "VARCHAR", "parent": "VARCHAR",
        "ended_at": "TIMESTAMP", "verdict": "VARCHAR", "reason": "VARCHAR", "pages": "BIGINT", "passes": "BIGINT",
        "shifts": "BIGINT", "rows_read": "BIGINT", "distinct_rows": "BIGINT", "first_total": "BIGINT",
        "last_total": "BIGINT", "requests": "BIGINT", "retries": "BIGINT", "rate_limited": "BIGINT",
        "waited_seconds": "DOUBLE", "bytes": "BIGINT", "request_id": "VARCHAR",
    },
    "landings": {
        "run_id": "VARCHAR", "system": "VARCHAR", "account": "VARCHAR", "endpoint": "VARCHAR", "landed_at": "TIMESTAMP",
        "walks": "BIGINT", "rows_new": "BIGINT", "rows_changed": "BIGINT", "rows_unchanged": "BIGINT",
        "rows_deleted": "BIGINT", "rows_aside": "BIGINT",
    },
    "positions": {
        "system": "VARCHAR", "account": "VARCHAR", "endpoint": "VARCHAR", "parent": "VARCHAR", "fingerprint": "VARCHAR",
        "verdict": "VARCHAR", "distinct_rows": "BIGINT", "walked_at": "TIMESTAMP", "run_id": "VARCHAR",
    },
    "drift": {
        "system": "VARCHAR", "account": "VARCHAR", "endpoint": "VARCHAR", "kind": "VARCHAR", "field": "VARCHAR",
        "detail": "VARCHAR", "records": "BIGINT", "first_seen_at": "TIMESTAMP", "last_seen_at": "TIMESTAMP",
        "run_id": "VARCHAR",
    },
}  # fmt: skip


def raw_table(source: Source, endpoint: Endpoint) -> str:
    """Where the rows of an endpoint land."""
    return f"raw_{source.name}.{endpoint.name}"


def quarantine_table(source: Source, endpoint: Endpoint) -> str:
    """Where its records that broke a rule are kept."""
    return f"quarantine.{source.name}_{endpoint.name}"


def filled_columns(endpoint: Endpoint) -> list[str]:
    """The columns that the walk fills in."""
    return [column.name for column in endpoint.table.columns if column.wire is None]


def tie_in_quarantine(endpoint: Endpoint) -> str:
    """SQL: which parent a record that is set aside belongs to. A row that is the parent's own has its key."""
    per = endpoint.per
    if per is None:
        return "null"
    return f'"{per.fills}"' if per.fills in filled_columns(endpoint) else "key"


def make_tables(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Make what is missing of one source's tables and of the ledger, all or nothing; quick when all is there."""
    connection.begin()  # whatever is raised from here on also closes the connection, which undoes it
    make = _Maker(connection)
    for schema in ("ops", "quarantine", f"raw_{source.name}"):
        connection.execute(f"create schema if not exists {schema}")
    for name, columns in _OPS.items():
        make.table("ops", name, columns)
    for endpoint in source.endpoints:
        declared = {column.name: column.sql_type for column in endpoint.table.columns}
        own = {name: sql_type for name, (sql_type, _) in OWN_COLUMNS.items()}
        first = {"account": own.pop("account")}
        told = {column.name: column.description for column in endpoint.table.columns}
        told |= {name: text for name, (_, text) in OWN_COLUMNS.items()}
        if make.table(f"raw_{source.name}", endpoint.name, first | declared | own, endpoint.description, told):
            # What was proven of its lists was landed without what is new here: everything is to be read once more.
            connection.execute(
                "update ops.positions set fingerprint = null where system = ? and endpoint = ?",
                [source.name, endpoint.name],
            )
        ties = {name: declared[name] for name in filled_columns(endpoint)}
        make.table("quarantine", f"{source.name}_{endpoint.name}", _quarantine_columns(ties))
    connection.commit()


def _quarantine_columns(ties: Mapping[str, str]) -> dict[str, str]:
    return {
        "account": "VARCHAR NOT NULL",
        "key": "VARCHAR NOT NULL",
        **ties,
        "record": "VARCHAR NOT NULL",  # as received: it may be set aside just because it is no good JSON
        "reasons": "VARCHAR[] NOT NULL",
        "first_seen_at": "TIMESTAMP NOT NULL",
        "last_seen_at": "TIMESTAMP NOT NULL",
        "run_id": "VARCHAR NOT NULL",
    }


class _Maker:
    """Makes tables, or adds to them the columns they lack; and brings their columns' comments up to date."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._there: dict[tuple[str, str], dict[str, str | None]] = defaultdict(dict)
        for schema, table, column, comment in connection.execute(
            "select schema_name, table_name, column_name, comment from duckdb_columns() "
            "where not internal and database_name = current_database()"
        ).fetchall():
            self._there[schema, table][column] = comment

    def table(
        self,
        schema: str,
        name: str,
        columns: Mapping[str, str],
        comment: str = "",
        comments: Mapping[str, str] = MappingProxyType({}),
    ) -> bool:
        """One table; whether it, or a column of it, is new."""
        there = self._there[schema, name]
        if not there:
            body = ", ".join(f'"{column}" {sql_type}' for column, sql_type in columns.items())
            self._connection.execute(f"create table {schema}.{name} ({body})")
            self._connection.execute(f"comment on table {schema}.{name} is {_quoted(comment)}")
        for column, sql_type in columns.items():
            if there and column not in there:
                nullable_type = sql_type.removesuffix(" NOT NULL")  # the rows that are there have no value for it
                self._connection.execute(f'alter table {schema}.{name} add column "{column}" {nullable_type}')
            if column in comments and there.get(column) != comments[column]:
                told = _quoted(comments[column])
                self._connection.execute(f'comment on column {schema}.{name}."{column}" is {told}')
        return not columns.keys() <= there.keys()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
