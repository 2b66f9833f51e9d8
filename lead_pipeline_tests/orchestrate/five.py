"""Accounts of all systems at once: one small sandbox, and the environment that makes its accounts ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from lead_pipeline.sandbox import SandboxOptions
from lead_pipeline_tests.orchestrate.conftest import HISTORY, NOW

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from lead_pipeline.sandbox import RunningSandbox

TINY = SandboxOptions(leads=90, jobs=3, live_jobs=1, history_days=HISTORY, size=12, requests_per_minute=0, now=NOW)


class Five:
    """The accounts, and what is held of them."""

    def __init__(self, running: RunningSandbox, home: Path) -> None:
        self.running = running
        self.home = home
        self.journal = running.sandbox.journal

    @property
    def environment(self) -> dict[str, str]:
        """What a user would set."""
        limits = {f"{name.upper()}_REQUESTS_PER_MINUTE": "0" for name in self.running.sandbox.systems}
        return {"LEAD_PIPELINE_HOME": str(self.home), **self.running.variables(), **limits}

    def revoke(self, system: str) -> None:
        """Let its key be none any more."""
        self.running.sandbox.keys.revoke(self.running.variables()[f"{system.upper()}_API_KEY"])

    def asked(self, system: str, after: int = 0) -> list[dict[str, str]]:
        """The queries that the API of a system got, after that many requests to all of them."""
        entries = list(self.journal)[after:]
        return [dict(entry.query) for entry in entries if entry.path.startswith(f"/{system}/")]

    def rows(self, tables: Iterable[str], *, published: bool = False) -> dict[str, int]:
        """How many rows are in each."""
        path = self.home / "published" / "warehouse.duckdb" if published else self.home / "warehouse.duckdb"
        with duckdb.connect(str(path), read_only=True) as connection:
            return {name: connection.execute(f"select count(*) from {name}").fetchall()[0][0] for name in tables}
