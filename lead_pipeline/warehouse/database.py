"""The warehouse file: opened briefly, by one process at a time, and closed again. Fetching holds no connection."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import duckdb

from lead_pipeline.errors import WarehouseBusy, WarehouseError, WarehouseUnreadable
from lead_pipeline.warehouse.engine import Engine
from lead_pipeline.warehouse.locks import DISK_CURE, held

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lead_pipeline.warehouse.engine import Config

MEMORY_CURE = "Allow it more memory: LEAD_PIPELINE_MEMORY=1GB, for one. Nothing that was landed is lost."
# Nobody but us reads the file, so it may be written as small as DuckDB can; what is published any DuckDB reads.
STORAGE = "v1.5.0"
# Rows of a group. One is filled in memory before it is written: DuckDB's own 122,880 would not fit there.
GROUP_ROWS = 30_720
_POLL_SECONDS = 0.2


@dataclass(frozen=True)
class Warehouse:
    """Where the warehouse of one home is, and how long to wait for it. Makes nothing until it is opened.

    `memory_limit` is what DuckDB may take while it is open, `marts_memory` while marts are built and published.
    """

    home: Path
    lock_timeout: float = 600.0
    memory_limit: str = "96MB"
    marts_memory: str = "1GB"
    engine: Engine | None = field(default=None, compare=False, repr=False)

    @property
    def path(self) -> Path:
        """The private database that only we write."""
        return self.home / "warehouse.duckdb"

    @property
    def published_path(self) -> Path:
        """The copy that analysts read."""
        return self.home / "published" / "warehouse.duckdb"

    @property
    def state(self) -> Path:
        """Locks and budgets."""
        return self.home / "state"

    def with_room(self) -> Warehouse:
        """The same, with the memory that the marts may take."""
        return replace(self, memory_limit=self.marts_memory, engine=None)

    @contextmanager
    def at_hand(self) -> Iterator[Warehouse]:
        """The same, for a body that opens it often: DuckDB is loaded once, and holds the file no longer than else."""
        with closing(Engine()) as engine:
            yield replace(self, engine=engine)

    @contextmanager
    def open(self, purpose: str, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection for the body. What the body did not commit is gone when it raises."""
        with ExitStack() as stack:
            try:
                self.home.mkdir(parents=True, exist_ok=True)
                stack.enter_context(held(self.state / "warehouse.lock", purpose, timeout=self.lock_timeout))
            except OSError as error:
                raise WarehouseError(f"{self.home}: {error.strerror or error}.", cure=DISK_CURE) from error
            connection = self._connect(stack, read_only=read_only)
            try:
                yield connection
            except duckdb.OutOfMemoryException as error:
                raise WarehouseError(f"{self.path}: {told(error)}.", cure=MEMORY_CURE) from error
            except (duckdb.IOException, duckdb.FatalException, duckdb.TransactionException) as error:
                if is_damage(error):
                    raise self._unreadable(error) from error
                if isinstance(error, duckdb.TransactionException) and "Failed to commit" not in str(error):
                    raise
                raise WarehouseError(f"{self.path}: {told(error)}.", cure=DISK_CURE) from error

    @contextmanager
    def reserved(self, purpose: str) -> Iterator[None]:
        """The file for the body's own child process, closed here and kept from our other processes."""
        with held(self.state / "warehouse.lock", purpose, timeout=self.lock_timeout):
            with ExitStack() as stack:
                self._connect(stack, read_only=False)  # whoever else has it open is waited for, or named
            yield

    def _connect(self, stack: ExitStack, *, read_only: bool) -> duckdb.DuckDBPyConnection:
        config: Config = {
            "memory_limit": self.memory_limit,  # it counts the rows of one landing, never those that are held
            "preserve_insertion_order": False,
            "temp_directory": str(self.state / "spill"),
            "threads": min(4, os.cpu_count() or 1),
            "autoinstall_known_extensions": False,  # nothing is fetched behind the user's back
        }
        deadline = time.monotonic() + self.lock_timeout
        if not self.path.exists():
            if read_only:
                message = f"There is no warehouse in {self.home} yet."
                raise WarehouseError(message, cure="Run `lead-pipeline sync` first.")
            self._make()
        while True:
            try:
                return stack.enter_context(self._connected(config, read_only=read_only))
            except duckdb.Error as error:
                is_locked = "Could not set lock" in str(error)
                is_attached_here = "Unique file handle conflict" in str(error)
                is_open_here = is_attached_here or isinstance(error, duckdb.ConnectionException)
                if not is_open_here and not is_locked:
                    raise self._unreadable(error) from error
                if time.monotonic() >= deadline:
                    where = "in this process" if is_open_here else "elsewhere"
                    message = f"{self.path} is open {where}: {told(error)}."
                    cure = f"Close it there. To look at the marts, open {self.published_path}: that blocks nobody."
                    raise WarehouseBusy(message, cure=cure) from error
            time.sleep(_POLL_SECONDS)

    @contextmanager
    def _connected(self, config: Config, *, read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
        if read_only and self.engine is None:
            with closing(duckdb.connect(str(self.path), read_only=True, config=config)) as connection:
                yield connection
            return
        # How many rows a group of it has can only be said of a file that is attached.
        options = "read_only" if read_only else f"row_group_size {GROUP_ROWS}"
        with (
            nullcontext(self.engine) if self.engine else closing(Engine()) as engine,
            engine.attached(self.path, config, options) as connection,
        ):
            yield connection

    def _make(self) -> None:
        """Make the file, under another name until it is whole: one that is cut off is in nobody's way."""
        new = self.path.with_name(f".{self.path.name}-new")
        try:
            new.unlink(missing_ok=True)
            with duckdb.connect() as connection:
                path = str(new).replace("'", "''")
                connection.execute(f"attach '{path}' as new (storage_version '{STORAGE}')")
            # Left by a warehouse that was moved away, it would be taken for the log of this one.
            self.path.with_name(f"{self.path.name}.wal").unlink(missing_ok=True)
            new.replace(self.path)
        except (duckdb.Error, OSError) as error:
            with suppress(OSError):
                new.unlink(missing_ok=True)
            reason = told(error) if isinstance(error, duckdb.Error) else error.strerror or error
            raise WarehouseError(f"{self.path} cannot be made: {reason}.", cure=DISK_CURE) from error

    def _unreadable(self, error: duckdb.Error) -> WarehouseUnreadable:
        cure = (
            "It is left untouched. If a newer DuckDB wrote it, install that version; if it is damaged, move "
            f"{self.path} away and sync again: everything but the history of credits is read anew."
        )
        message = f"{self.path} is no database that DuckDB {duckdb.__version__} opens: {told(error)}."
        return WarehouseUnreadable(message, cure=cure)


def told(error: duckdb.Error) -> str:
    """What DuckDB says, without its advice and the query."""
    return str(error).splitlines()[0].rstrip(".!")


def is_damage(error: duckdb.Error) -> bool:
    """Whether what was written is no longer what is read, or is no longer there."""
    return any(words in str(error) for words in ("Corrupt", "Could not read enough bytes"))
