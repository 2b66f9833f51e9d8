"""How assets reach the warehouse: dagster-duckdb's resource, with our lock in place of its blind retries.

Its own connection is tried for 102 seconds whatever the fault, says nobody's name, and stays open when the body raises.
"""

# Dagster reads the annotations of a resource, so here they are no texts.
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from dagster_duckdb import DuckDBResource
from pydantic import Field

from lead_pipeline.settings import Settings
from lead_pipeline.warehouse.database import Warehouse


class WarehouseResource(DuckDBResource):
    """The private warehouse. Waits for whoever has it, says who that is, and closes whatever happens."""

    lock_seconds: float = Field(description="How long to wait for another process that has the warehouse open.")
    memory_limit: str = Field(description="Memory that DuckDB may use.")
    marts_memory: str = Field(description="Memory that it may use while marts are built and published.")

    @classmethod
    def of(cls, settings: Settings) -> "WarehouseResource":
        """The resource for these settings."""
        warehouse = settings.warehouse
        return cls(
            database=str(warehouse.path),
            lock_seconds=warehouse.lock_timeout,
            memory_limit=warehouse.memory_limit,
            marts_memory=warehouse.marts_memory,
        )

    @property
    def warehouse(self) -> Warehouse:
        """The warehouse itself, for code that opens it briefly and often."""
        return Warehouse(
            Path(self.database).parent,
            lock_timeout=self.lock_seconds,
            memory_limit=self.memory_limit,
            marts_memory=self.marts_memory,
        )

    @contextmanager
    def get_connection(
        self, purpose: str = "a Dagster asset", *, read_only: bool = False
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection for the body; `purpose` is what others are told who wait for it."""
        with self.warehouse.open(purpose, read_only=read_only) as connection:
            yield connection
