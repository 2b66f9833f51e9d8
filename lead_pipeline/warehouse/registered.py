"""Frames that DuckDB reads under a name. It keeps what it is given, so it is given a hand that can be emptied."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb
    import polars as pl
    import pyarrow as pa


@contextmanager
def registered(
    connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame, *, in_place: bool = False
) -> Iterator[None]:
    """The frame as a table of that name, for the body.

    With `in_place` its texts are read where they are, not copied first. For no inner join: there pyarrow would sift
    them, and cannot yet.
    """
    lent = _Lent(frame if in_place else frame.to_arrow())
    connection.register(name, lent)
    try:
        yield
    finally:
        connection.unregister(name)
        del lent.rows


@dataclass
class _Lent:
    """What is registered in a transaction DuckDB keeps until that ends, unregistered or not: rows would add up."""

    rows: pl.DataFrame | pa.Table

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.rows.__arrow_c_stream__()
