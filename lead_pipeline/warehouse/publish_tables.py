"""Tables of the published database: their shape, read from the marts or declared, and how they are made from it.

What they hold is filled in elsewhere; nothing here knows a mart by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

MARTS = "marts"
# The name under which the new file is attached while it is written.
OUTGOING = "outgoing"
# As many as build the marts. Each holds a part of what it copies, so more of them would need more memory.
THREADS = 2


@dataclass(frozen=True)
class Column:
    """One column, with what is told about it."""

    name: str
    sql_type: str
    comment: str | None
    is_nullable: bool = True


@dataclass(frozen=True)
class Shape:
    """One table, with what is told about it."""

    name: str
    comment: str | None
    columns: tuple[Column, ...]

    @property
    def target(self) -> str:
        """Where it is written to."""
        return f"{OUTGOING}.main.{quoted(self.name)}"


def quoted(name: str) -> str:
    """A name as SQL: it may be a keyword."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL, where no parameter is allowed."""
    return "'" + text.replace("'", "''") + "'"


def shapes(connection: duckdb.DuckDBPyConnection, schema: str) -> list[Shape]:
    """The tables and views of a schema, by name."""
    columns: dict[str, list[Column]] = {}
    for table, *column in connection.execute(
        "select table_name, column_name, data_type, comment, is_nullable from duckdb_columns() "
        "where database_name = current_database() and schema_name = ? order by table_name, column_index",
        [schema],
    ).fetchall():
        columns.setdefault(table, []).append(Column(*column))
    told = connection.execute(
        """
        select table_name, comment from duckdb_tables() where database_name = current_database() and schema_name = $1
        union all
        select view_name, comment from duckdb_views() where database_name = current_database() and schema_name = $1
        order by 1
        """,
        [schema],
    ).fetchall()
    return [Shape(name, comment, tuple(columns.get(name, ()))) for name, comment in told]


def make(connection: duckdb.DuckDBPyConnection, shape: Shape) -> None:
    """Make the table, empty, with its comments."""
    body = ", ".join(
        f"{quoted(column.name)} {column.sql_type}{'' if column.is_nullable else ' not null'}"
        for column in shape.columns
    )
    connection.execute(f"create table {shape.target} ({body})")
    if shape.comment is not None:
        connection.execute(f"comment on table {shape.target} is {literal(shape.comment)}")
    for column in shape.columns:
        if column.comment is not None:
            told = literal(column.comment)
            connection.execute(f"comment on column {shape.target}.{quoted(column.name)} is {told}")


def copy_rows(connection: duckdb.DuckDBPyConnection, shape: Shape) -> int:
    """Fill the table from the mart of its name; how many rows the mart has."""
    source = f"{MARTS}.{quoted(shape.name)}"
    names = ", ".join(quoted(column.name) for column in shape.columns)
    connection.execute(f"insert into {shape.target} ({names}) select {names} from {source}")
    return rows_of(connection, source)


def rows_of(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """How many rows a table has."""
    (count,) = connection.execute(f"select count(*) from {table}").fetchall()[0]
    return int(count)
