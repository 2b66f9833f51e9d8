"""An account of the sandbox and a home of its own: sync it, then hold the warehouse against the server's truth.

It speaks to our code as the command line does, and reads the warehouse as a stranger would.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import duckdb

from lead_pipeline import settings
from lead_pipeline.http_client.retry import RetryPolicy
from lead_pipeline.ingest.context import SyncOptions
from lead_pipeline.ingest.sync import sync_account
from lead_pipeline.sandbox import RunningSandbox, SandboxOptions
from lead_pipeline.sources import SOURCES
from lead_pipeline.warehouse.engine import Engine

if TYPE_CHECKING:
    from pathlib import Path

    from lead_pipeline.ingest.context import Progress
    from lead_pipeline.ingest.outcome import AccountOutcome

KEY = "lg_live_rig_0123456789"
LOOKING = Engine()  # for all queries of this process: to load one takes ten times as long as to ask it
QUICK = RetryPolicy(first_wait=0.001, longest_wait=0.005, unsaid_retry_after=0.005)
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
LEADS = SOURCES["flowmaticx"].endpoint("leads")
JOBS = SOURCES["flowmaticx"].endpoint("jobs")


class Rig:
    """Use it inside `with RunningSandbox(...)`; the fixture in conftest does."""

    def __init__(self, running: RunningSandbox, home: Path) -> None:
        self.running = running
        self.world = running.sandbox.flowmaticx
        self.faults = running.sandbox.faults
        self.home = home
        self.environment = {
            "LEAD_PIPELINE_HOME": str(home),
            "FLOWMATICX_API_KEY": KEY,
            "FLOWMATICX_BASE_URL": running.base_url,
            "FLOWMATICX_REQUESTS_PER_MINUTE": "0",
        }
        self.requests = 0

    def sync(
        self,
        *,
        in_flight: int = 4,
        policy: RetryPolicy = QUICK,
        endpoints: frozenset[str] | None = None,
        progress: Progress | None = None,
        **options: Any,
    ) -> AccountOutcome:
        """One sync, of some endpoints or all; `requests` counts what reached the server."""
        set_up = settings.load(self.environment)
        before = len(self.running.sandbox.journal)
        outcome = sync_account(
            set_up.accounts[0],
            set_up.warehouse,
            SyncOptions(**options),
            endpoints=endpoints,
            progress=progress,
            in_flight=in_flight,
            policy=policy,
        )
        self.requests = len(self.running.sandbox.journal) - before
        return outcome

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the warehouse."""
        with LOOKING.attached(self.home / "warehouse.duckdb", {}, "read_only") as connection:
            return connection.execute(sql).fetchall()

    def execute(self, sql: str) -> None:
        """Change the warehouse behind our code's back."""
        with duckdb.connect(str(self.home / "warehouse.duckdb")) as connection:
            connection.execute(sql)

    def landed(self, endpoint: str) -> dict[int, dict[str, Any]]:
        """What is landed and not marked deleted, by id; fails if an id is there twice."""
        table = SOURCES["flowmaticx"].endpoint(endpoint).table
        names = [column.name for column in table.columns]
        rows = self.query(f"select {', '.join(names)} from raw_flowmaticx.{endpoint} where _deleted_at is null")
        twice = [key for key, number in Counter(row[0] for row in rows).items() if number > 1]
        assert not twice
        return {row[0]: dict(zip(names, row, strict=True)) for row in rows}

    def truth(self, endpoint: str) -> dict[int, dict[str, Any]]:
        """What the server has, under our names and types."""
        table = SOURCES["flowmaticx"].endpoint(endpoint).table
        wires = {column.wire or column.name: column.name for column in table.columns}
        rows: Any = self.world.truth()[endpoint]
        return {row["id"]: {wires[wire]: _typed(wires[wire], value) for wire, value in row.items()} for row in rows}

    def holds_truth(self) -> bool:
        """Whether jobs and leads are landed as the server has them, to the last value."""
        return all(self.landed(endpoint) == self.truth(endpoint) for endpoint in ("jobs", "leads"))


def _typed(name: str, value: Any) -> Any:
    if name.endswith("_at") and value is not None:
        return datetime.fromisoformat(value).astimezone(UTC).replace(tzinfo=None)
    return value


def make(leads: int = 450, jobs: int | None = 6, live: int = 0) -> SandboxOptions:
    """A small account, its clock standing still, without a rate limit."""
    return SandboxOptions(leads=leads, jobs=jobs, live_jobs=live, requests_per_minute=0, now=NOON)
