"""Publishing: the marts as a fresh database and as Parquet files, tried, then put in place of the last ones at once.

Whatever goes wrong before that leaves what was published. When to publish is for others to say.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from lead_pipeline.errors import WarehouseError
from lead_pipeline.warehouse.batch import utc_now
from lead_pipeline.warehouse.database import is_damage, told
from lead_pipeline.warehouse.locks import held
from lead_pipeline.warehouse.publish_ledger import SHAPES, STORAGE_VERSION, write_about
from lead_pipeline.warehouse.publish_place import outgoing
from lead_pipeline.warehouse.publish_read import opened, try_out, write_parquet
from lead_pipeline.warehouse.publish_tables import (
    MARTS,
    OUTGOING,
    THREADS,
    Shape,
    copy_rows,
    literal,
    make,
    rows_of,
    shapes,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from lead_pipeline.warehouse.database import Warehouse

_STAYS = "What was published before stays as it is."
_ROOM_CURE = f"Check that the folder can be written and the disk has room for a second copy. {_STAYS}"
_MEMORY_CURE = f"Allow it more memory: LEAD_PIPELINE_DBT_MEMORY=4GB, for one. {_STAYS}"
_BUILD_CURE = "Build the marts: `lead-pipeline publish` builds and publishes them."


@dataclass(frozen=True)
class Published:
    """What was published: the marts with their rows, and the size of the database."""

    path: Path
    published_at: datetime
    tables: Mapping[str, int]
    bytes: int
    seconds: float


def publish(warehouse: Warehouse, *, published_by: str, expected: Collection[str] | None = None) -> Published:
    """Publish the marts: all there are, or those expected and no others, none of which may be missing."""
    began = time.monotonic()
    if not warehouse.path.exists():
        raise WarehouseError(f"There is no warehouse in {warehouse.home} yet.", cure="Run `lead-pipeline sync` first.")
    path, warehouse = warehouse.published_path, warehouse.with_room()
    with (
        held(warehouse.state / "publish.lock", "publishing", timeout=warehouse.lock_timeout),
        _told_of(path.parent),
        outgoing(path) as new,
    ):
        now = utc_now()
        with warehouse.open("publishing", read_only=True) as connection, _told_of(path.parent, may_be_damaged=True):
            written = _write(connection, new.database, _chosen(connection, expected), published_by, now)
        with opened(warehouse, new.database, sparing=True) as connection:
            try_out(connection, new.database, written)
            write_parquet(connection, written, new.parquet, now.isoformat())
        size = new.database.stat().st_size
        new.place()
    tables = {shape.name: rows for shape, rows in written.items() if shape not in SHAPES}
    return Published(path, now, tables, size, time.monotonic() - began)


def _chosen(connection: duckdb.DuckDBPyConnection, expected: Collection[str] | None) -> list[Shape]:
    """The marts to publish."""
    # A build that was killed leaves tables under such names.
    there = {shape.name: shape for shape in shapes(connection, MARTS) if "__dbt_" not in shape.name}
    names = there.keys() if expected is None else set(expected)
    if not there or not names:
        raise WarehouseError("There are no marts to publish.", cure=_BUILD_CURE)
    missing = sorted(names - there.keys())
    if missing:
        message = f"Marts are missing: {', '.join(missing)}."
        raise WarehouseError(message, cure=f"{_BUILD_CURE} {_STAYS}", missing=missing)
    taken = sorted(names & {shape.name for shape in SHAPES})
    if taken:
        message = f"A mart cannot be called {taken[0]}: that table tells about what is published."
        raise WarehouseError(message, cure="Give the mart another name.", mart=taken[0])
    return [shape for name, shape in there.items() if name in names]


def _write(
    connection: duckdb.DuckDBPyConnection, database: Path, marts: list[Shape], published_by: str, now: datetime
) -> dict[Shape, int]:
    """Write the new database; its tables with the rows they should have."""
    connection.execute(f"set threads = {THREADS}")
    connection.execute(
        f"attach {literal(str(database))} as {OUTGOING} (read_write, storage_version '{STORAGE_VERSION}')"
    )
    written = {}
    for shape in marts:
        make(connection, shape)
        written[shape] = _copied(connection, shape)
    write_about(connection, {shape.name: rows for shape, rows in written.items()}, published_by, now)
    written |= {shape: rows_of(connection, shape.target) for shape in SHAPES}
    connection.execute(f"checkpoint {OUTGOING}")
    connection.execute(f"detach {OUTGOING}")
    return written


def _copied(connection: duckdb.DuckDBPyConnection, shape: Shape) -> int:
    try:
        return copy_rows(connection, shape)
    except (duckdb.ProgrammingError, duckdb.DataError) as error:
        message = f"{MARTS}.{shape.name} cannot be read: {told(error)}."
        raise WarehouseError(message, cure=f"{_BUILD_CURE} {_STAYS}", mart=shape.name) from error


@contextmanager
def _told_of(folder: Path, *, may_be_damaged: bool = False) -> Iterator[None]:
    """A full disk, a folder that cannot be written and too little memory, in words.

    Where the private warehouse is read as well, damage is left to whoever opened it.
    """
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise WarehouseError(f"{folder}: {told(error)}.", cure=_MEMORY_CURE) from error
    except (duckdb.IOException, duckdb.FatalException, duckdb.TransactionException) as error:
        if may_be_damaged and is_damage(error):
            raise
        raise WarehouseError(f"{folder} cannot be written: {told(error)}.", cure=_ROOM_CURE) from error
    except OSError as error:
        message = f"{error.filename or folder} cannot be written: {error.strerror or error}."
        raise WarehouseError(message, cure=_ROOM_CURE) from error
