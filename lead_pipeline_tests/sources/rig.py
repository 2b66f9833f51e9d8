"""One system of the sandbox and a home of its own: sync it, then hold the warehouse and the journal against the server.

For every system alike: what a system's rows should be is said in its own tests. The sandbox's clock stands at the
moment the rig was made, as our side asks for the days of its own clock.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import httpx

from lead_pipeline import settings
from lead_pipeline.http_client.retry import RetryPolicy
from lead_pipeline.ingest.context import SyncOptions
from lead_pipeline.ingest.sync import sync_account
from lead_pipeline.sandbox import RunningSandbox, SandboxOptions
from lead_pipeline.sources import SOURCES
from lead_pipeline_tests.ingest.rig import LOOKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from lead_pipeline.ingest.outcome import AccountOutcome, EndpointOutcome
    from lead_pipeline.sandbox.journal import Entry
    from lead_pipeline.spec.table import Column

QUICK = RetryPolicy(first_wait=0.001, longest_wait=0.005, unsaid_retry_after=0.005)
Rows = dict[Any, dict[str, Any]]


class SystemRig:
    """Use it inside `with RunningSandbox(...)`; `key` is one that may do all."""

    def __init__(self, running: RunningSandbox, home: Path, system: str, key: str) -> None:
        self.running = running
        self.system = running.sandbox.systems[system]
        self.source = SOURCES[system]
        self.faults = running.sandbox.faults
        self.home = home
        self.key = key
        self.asked: list[Entry] = []
        self.environment = {
            "LEAD_PIPELINE_HOME": str(home),
            self.source.key_variable: key,
            f"{system.upper()}_BASE_URL": running.url(system),
            f"{system.upper()}_REQUESTS_PER_MINUTE": "0",
        }

    def sync(
        self, *, only: Iterable[str] | None = None, policy: RetryPolicy = QUICK, in_flight: int = 4, **options: Any
    ) -> AccountOutcome:
        """One sync; `asked` is what reached the server."""
        set_up = settings.load(self.environment)
        (account,) = set_up.chosen(self.source.name)
        before = len(self.running.sandbox.journal)
        endpoints = None if only is None else frozenset(only)
        given = SyncOptions(**options)
        outcome = sync_account(
            account, set_up.warehouse, given, endpoints=endpoints, in_flight=in_flight, policy=policy
        )
        self.asked = self.running.sandbox.journal.entries()[before:]
        return outcome

    def with_budgets(self, **budgets: int) -> None:
        """Have the server keep these budgets for the key, and our side the ones that are declared."""
        self.running.sandbox.keys.register(self.key, budgets=budgets)
        self.open_budgets()

    def in_another_hour(self) -> None:
        """Let both sides' windows be over, as time does it."""
        with closing(sqlite3.connect(self.home / "state" / "throttle.sqlite", isolation_level=None)) as kept:
            kept.execute("delete from sends")
            kept.execute("delete from blocks")
        self.running.sandbox.rate_limit.clear()

    def limits_told(self) -> list[tuple[float, int]]:
        """What our side has learned of the key's windows: seconds, and requests."""
        with closing(sqlite3.connect(self.home / "state" / "throttle.sqlite", isolation_level=None)) as kept:
            return kept.execute("select seconds, requests from told order by 1").fetchall()

    def requests(self) -> Counter[str]:
        """How often the last sync asked each route, the system's name left out."""
        return Counter((entry.route or "").partition("/")[2] for entry in self.asked)

    def twice(self) -> list[tuple[str, dict[str, str]]]:
        """What the last sync asked more than once."""
        asked = Counter((entry.path, tuple(sorted(entry.query.items()))) for entry in self.asked)
        return [(path, dict(query)) for (path, query), number in asked.items() if number > 1]

    def edit(self, edit: str, **params: Any) -> Any:
        """Change something behind the API's back, or turn a switch."""
        return self.system.edits()[edit](**params)

    def truth(self, resource: str) -> list[dict[str, Any]]:
        """The rows of a resource as the server holds them."""
        rows: Any = self.system.truth()[resource]
        return list(rows)

    def shown(self, path: str, **query: object) -> Any:
        """What the API itself answers, asked by a stranger; left out of `asked`."""
        url = self.running.url(self.source.name) + path
        params = {name: str(value) for name, value in query.items()}
        answer = httpx.get(url, params=params, headers={"Authorization": f"Bearer {self.key}"}, trust_env=False)
        return answer.raise_for_status().json()

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the warehouse."""
        with LOOKING.attached(self.home / "warehouse.duckdb", {}, "read_only") as connection:
            return connection.execute(sql).fetchall()

    def landed(self, endpoint: str) -> Rows:
        """What is landed and not marked deleted, by key; fails if a key is there twice."""
        table = self.source.endpoint(endpoint).table
        names = [column.name for column in table.columns]
        found = self.query(
            f"select {', '.join(names)} from raw_{self.source.name}.{endpoint} where _deleted_at is null"
        )
        rows = [
            {column.name: _read(column, value) for column, value in zip(table.columns, row, strict=True)}
            for row in found
        ]
        return _by_key(table.key, rows)

    def expected(self, endpoint: str, records: Iterable[Mapping[str, Any]], **filled: Any) -> Rows:
        """Records of the server under our names and types; `filled` says what the walk fills in, or how to find it."""
        table = self.source.endpoint(endpoint).table
        rows = [
            {
                column.name: _typed(column, _found(column, record))
                if column.wire is not None
                else _filled(filled[column.name], record)
                for column in table.columns
            }
            for record in records
        ]
        return _by_key(table.key, rows)

    def complaints(self) -> list[tuple[Any, ...]]:
        """What was set aside, and what was noted as drift: nothing, of a healthy server."""
        aside = [
            row
            for endpoint in self.source.endpoints
            for row in self.query(f"select key, reasons from quarantine.{self.source.name}_{endpoint.name}")
        ]
        return aside + self.query("select endpoint, kind, field, detail from ops.drift")

    def open_budgets(self) -> None:
        """Have our side keep the budgets that are declared, and what it learns of them."""
        del self.environment[f"{self.source.name.upper()}_REQUESTS_PER_MINUTE"]

    def close_budgets(self) -> None:
        """Have our side keep no budget."""
        self.environment[f"{self.source.name.upper()}_REQUESTS_PER_MINUTE"] = "0"


def of(outcome: AccountOutcome, endpoint: str) -> EndpointOutcome:
    """What became of one endpoint."""
    return next(each for each in outcome.endpoints if each.endpoint == endpoint)


def standing(**options: Any) -> SandboxOptions:
    """A small sandbox whose clock stands at our own time, without a rate limit."""
    now = datetime.now(UTC).replace(microsecond=0)
    return SandboxOptions(**{"leads": 450, "live_jobs": 0, "requests_per_minute": 0, "now": now, **options})


def _by_key(key: tuple[str, ...], rows: Iterable[dict[str, Any]]) -> Rows:
    found: Rows = {}
    for number, row in enumerate(rows):
        name = tuple(row[each] for each in key) if key else number
        assert name not in found, name
        found[name] = row
    return found


def _found(column: Column, record: Mapping[str, Any]) -> Any:
    value: Any = record
    for name in column.path:
        value = value.get(name) if isinstance(value, dict) else None
    return column.for_null if value is None else value


def _filled(how: Any, record: Mapping[str, Any]) -> Any:
    return how(record) if callable(how) else how


def _typed(column: Column, value: Any) -> Any:
    if value is None or column.is_json:
        return value
    if column.sql_type == "TIMESTAMP":
        return datetime.fromisoformat(value).astimezone(UTC).replace(tzinfo=None)
    return date.fromisoformat(value) if column.sql_type == "DATE" else value


def _read(column: Column, value: Any) -> Any:
    return json.loads(value) if column.is_json and value is not None else value
