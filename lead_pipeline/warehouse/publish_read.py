"""A published database, opened alone and read only; how a new one is tried, and its Parquet files.

Whatever reads here may run beside a sync: the private warehouse is not touched.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from lead_pipeline.errors import WarehouseBusy, WarehouseError, WarehouseUnreadable
from lead_pipeline.warehouse.database import told
from lead_pipeline.warehouse.publish_tables import THREADS, Shape, literal, quoted, rows_of, shapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from lead_pipeline.warehouse.database import Warehouse

_AGAIN = "Publish again: `lead-pipeline publish`."


@contextmanager
def opened(warehouse: Warehouse, path: Path, *, sparing: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection for the body, that keeps to the warehouse's memory or takes what DuckDB takes by itself."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(warehouse.state / "spill"),
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
    }
    if sparing:
        config |= {"memory_limit": warehouse.memory_limit, "threads": THREADS}
    try:
        connection = duckdb.connect(str(path), read_only=True, config=config)
    except duckdb.Error as error:
        if "Could not set lock" in str(error):
            cure = "Close it there, and open it read only next time: then it blocks nobody."
            raise WarehouseBusy(f"{path} is open for writing elsewhere: {told(error)}.", cure=cure) from error
        raise WarehouseUnreadable(f"{path} cannot be opened: {told(error)}.", cure=_AGAIN) from error
    with connection:
        yield connection


def try_out(connection: duckdb.DuckDBPyConnection, path: Path, written: Mapping[Shape, int]) -> None:
    """Raise if the file does not hold just these tables, so many rows in each, and what is told about them."""
    there = {shape.name: shape for shape in shapes(connection, "main")}
    wrong = sorted(there.keys() ^ {shape.name for shape in written})
    for shape, rows in written.items():
        found = there.get(shape.name)
        if found is not None and (found != shape or rows_of(connection, quoted(shape.name)) != rows):
            wrong.append(shape.name)
    if wrong:
        message = f"{path} was not written as it should be: look at {', '.join(wrong)}."
        raise WarehouseError(message, cure=f"{_AGAIN} What was published before stays.", tables=wrong)


def write_parquet(connection: duckdb.DuckDBPyConnection, written: Iterable[Shape], folder: Path, stamp: str) -> None:
    """Each table as a file of its name, which says in its metadata of which copy it is."""
    # A row group is held in memory until it is whole: of this size it fits beside what DuckDB itself needs.
    options = f"format parquet, compression zstd, row_group_size_bytes '8MB', kv_metadata {{published_at: '{stamp}'}}"
    for shape in written:
        file = literal(str(folder / f"{shape.name}.parquet"))
        connection.execute(f"copy {quoted(shape.name)} to {file} ({options})")
