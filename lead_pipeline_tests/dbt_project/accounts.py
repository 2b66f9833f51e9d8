"""A home with accounts to which all has happened that can: synced from sandboxes, edited, synced again.

What the sandboxes tell is kept beside it, for the recomputation: rows that are gone too, and every reading.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import duckdb

from lead_pipeline import settings
from lead_pipeline.ingest.sync import sync_account
from lead_pipeline_tests.ingest.rig import QUICK, Rig

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from lead_pipeline.sandbox import RunningSandbox

Row = dict[str, Any]
Key = tuple[str, int]
ENTRY = """
[[account]]
name = "{name}"
system = "flowmaticx"
key_variable = "{variable}"
base_url = "{url}"
requests_per_minute = 0
"""


@dataclass
class Accounts:
    """A home and what is known of its accounts, each row under its account and number."""

    home: Path
    running: dict[str, RunningSandbox]
    jobs: dict[Key, Row] = field(default_factory=dict)
    leads: dict[Key, Row] = field(default_factory=dict)
    gone_jobs: set[Key] = field(default_factory=set)
    gone_leads: set[Key] = field(default_factory=set)
    readings: list[Row] = field(default_factory=list)

    @property
    def warehouse(self) -> Path:
        """The file that dbt builds in."""
        return self.home / "warehouse.duckdb"

    def query(self, sql: str) -> list[Row]:
        """Rows of the warehouse, by column."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            done = connection.execute(sql)
            names = [column[0] for column in done.description or ()]
            return [dict(zip(names, row, strict=True)) for row in done.fetchall()]

    def execute(self, *statements: str) -> None:
        """Change the warehouse behind the pipeline's back."""
        with duckdb.connect(str(self.warehouse)) as connection:
            for statement in statements:
                connection.execute(statement)

    def rig(self, name: str) -> Rig:
        """One account's sandbox, with its edits and its truth."""
        return Rig(self.running[name], self.home)

    def sync(self, read_at: datetime) -> None:
        """Sync every account, as if at that moment, and note what the sandboxes have now."""
        self.home.mkdir(exist_ok=True)
        variables = {name: f"{name.upper()}_KEY" for name in self.running}
        entries = [
            ENTRY.format(name=name, variable=variables[name], url=one.base_url) for name, one in self.running.items()
        ]
        (self.home / "accounts.toml").write_text("".join(entries), encoding="utf-8")
        keys = {variable: f"lg_live_{name}_0123456789" for name, variable in variables.items()}
        set_up = settings.load({"LEAD_PIPELINE_HOME": str(self.home), **keys})
        for account in set_up.chosen():
            assert sync_account(account, set_up.warehouse, policy=QUICK).exit_code == 0
            self._note(account.name, read_at)
        # The sandbox's clock is not ours, by which readings are dated.
        self.execute(
            f"update raw_flowmaticx.credits set _first_seen_at = '{read_at}' where _first_seen_at > '2026-06-30'"
        )

    def _note(self, name: str, read_at: datetime) -> None:
        rig = self.rig(name)
        for known, gone, endpoint in ((self.jobs, self.gone_jobs, "jobs"), (self.leads, self.gone_leads, "leads")):
            there = {(name, key): row for key, row in rig.truth(endpoint).items()}
            known.update(there)
            gone.difference_update(there)
            gone.update(key for key in known if key[0] == name and key not in there)
        balance: Any = rig.world.truth()["credits"]
        self.readings.append({"account": name, "read_at": read_at, **balance})

    def read_before(self, account: str, read_at: datetime, used: int, period: tuple[str, str]) -> None:
        """Keep a reading of long ago, of which the sandbox knows nothing."""
        start, end = period
        self.execute(
            "insert into raw_flowmaticx.credits (account, plan_id, credits_total, credits_used, credits_remaining, "
            "current_period_start, current_period_end, status, _first_seen_at, _changed_at, _run_id) values "
            f"('{account}', 'AGENCY', 5000, {used}, {5000 - used}, '{start}', '{end}', 'ACTIVE', '{read_at}', "
            f"'{read_at}', 'before')"
        )
        self.readings.append(
            {
                "account": account,
                "read_at": read_at,
                "planId": "AGENCY",
                "creditsTotal": 5000,
                "creditsUsed": used,
                "creditsRemaining": 5000 - used,
                "currentPeriodStart": start,
                "currentPeriodEnd": end,
                "status": "ACTIVE",
            }
        )
