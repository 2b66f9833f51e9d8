"""The account that a whole Dagster works for: a sandbox, its days, and what warehouse and marts must hold of it.

The warehouse is looked at as our own code does, in turn with others, since a Dagster is at work in it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import duckdb

from lead_pipeline.sandbox import fault
from lead_pipeline.warehouse.database import Warehouse
from lead_pipeline_tests.dbt_project.accounts import Accounts
from lead_pipeline_tests.dbt_project.recomputed_credits import credit_usage
from lead_pipeline_tests.dbt_project.recomputed_leads import FINAL, Recomputed
from lead_pipeline_tests.ingest.rig import Rig

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from lead_pipeline.sandbox import RunningSandbox

NOW = datetime.now(UTC).replace(microsecond=0)  # Dagster's days end today, so the sandbox's clock stands today
FIRST_DAY = (NOW - timedelta(days=100)).date()  # before the sandbox's first jobs
THIRTY_DAYS = (NOW - timedelta(days=30)).date(), (NOW - timedelta(days=1)).date()
ALL_DAYS = FIRST_DAY, NOW.date()
# Opens the copy again and again until its standard input ends, then says how often.
_READ = """
import select
import sys
import duckdb
reads = 0
while not select.select([sys.stdin], [], [], 0)[0]:
    with duckdb.connect(sys.argv[1], read_only=True) as connection:
        for table, rows in connection.execute("select table_name, rows from published_tables").fetchall():
            held = connection.execute(f'select count(*) from "{table}"').fetchone()[0]
            assert held == rows, f"{table}: {held} rows, said to be {rows}"
    reads += 1
print(reads)
"""


class WatchedAccount:
    """A sandbox and a home, and what a test asks of both."""

    def __init__(self, running: RunningSandbox, folder: Path) -> None:
        self.rig = Rig(running, folder / "home")
        self.journal = running.sandbox.journal
        self.warehouse = Warehouse(self.rig.home, lock_timeout=60)
        self._folder = folder

    @property
    def environment(self) -> dict[str, str]:
        """What the processes of a Dagster are told, which reads when a test says so, and not by the clock."""
        never = "0 0 29 2 *"
        crons = {f"LEAD_PIPELINE_{name}_CRON": never for name in ("SYNC", "NIGHTLY", "VERIFY")}
        quick = {"LEAD_PIPELINE_IN_FLIGHT": "2", "LEAD_PIPELINE_RETRY_SECONDS": "0.01"}
        return {**self.rig.environment, **crons, **quick, "LEAD_PIPELINE_FIRST_DAY": FIRST_DAY.isoformat()}

    def jobs_of(self, days: tuple[date, date]) -> set[int]:
        """The jobs that were ordered on these days."""
        jobs = self.rig.truth("jobs")
        return {key for key, job in jobs.items() if days[0] <= job["created_at"].date() <= days[1]}

    @property
    def final(self) -> set[int]:
        """The jobs of which nothing changes any more."""
        return {key for key, job in self.rig.truth("jobs").items() if job["status"] in FINAL}

    def asked_since(self, number: int) -> list[int]:
        """Of which jobs the leads were asked for, after that many requests; a census asks for those of all."""
        asked = [entry.query for entry in list(self.journal)[number:] if entry.route == "flowmaticx/leads"]
        return [int(query["job_id"]) for query in asked if "job_id" in query]

    @contextmanager
    def slow(self, *, after: int = 0) -> Iterator[None]:
        """Leads come slowly for the body, so that there is a middle in which something can happen."""
        number = self.rig.faults.add(fault("slow", "flowmaticx/leads", times=None, after=after, seconds=1))
        try:
            yield
        finally:
            self.rig.faults.clear(number)

    def change(self, category: str) -> None:
        """Give a lead of each job another category: only who reads all leads anew gets to know."""
        first = {lead["job_id"]: key for key, lead in self.rig.truth("leads").items()}
        for key in first.values():
            self.rig.world.edit.set_lead(id=key, fields={"category": category})

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the warehouse, when it is our turn."""
        with self.warehouse.open("a test looking on", read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def jobs_with_leads(self) -> set[int]:
        """The jobs of which leads have landed."""
        return {row[0] for row in self.query("select distinct job_id from raw_flowmaticx.leads")}

    def at_rest(self) -> Rig:
        """The same account beside a copy of its warehouse, which nobody else opens."""
        copy = self._folder / "copy"
        copy.mkdir(exist_ok=True)
        with self.warehouse.reserved("a test copying it"):
            shutil.copy(self.warehouse.path, copy)
        return Rig(self.rig.running, copy)

    def assert_published(self, jobs: set[int] | None = None) -> None:
        """The marts that analysts read are what plain Python makes of the truth, with the leads of those jobs."""
        rig = self.at_rest()
        known = Accounts(rig.home, {})
        known.jobs = {("default", key): job for key, job in rig.truth("jobs").items()}
        known.leads = {
            ("default", key): lead for key, lead in rig.truth("leads").items() if jobs is None or lead["job_id"] in jobs
        }
        leads = Recomputed(known)
        rows = {"jobs": leads.jobs, "leads": leads.leads, "credit_usage": credit_usage(leads)}
        for mart, number in (("jobs", "job_id"), ("leads", "lead_id"), ("credit_usage", "job_id")):
            found = self.published(f"from {mart}")
            assert {row[number]: row for row in found} == {row[number]: row for row in rows[mart].values()}, mart
            assert len(found) == len(rows[mart])
        by = ("created_date", "workflow_type", "keyword", "location")
        quality = {tuple(row[name] for name in by): row for row in leads.lead_quality()}
        assert {tuple(row[name] for name in by): row for row in self.published("from lead_quality")} == quality

    def published(self, sql: str) -> list[dict[str, Any]]:
        """Rows of the published copy, by column."""
        with duckdb.connect(str(self.warehouse.published_path), read_only=True) as connection:
            done = connection.execute(sql)
            names = [column[0] for column in done.description or ()]
            return [dict(zip(names, row, strict=True)) for row in done.fetchall()]

    @contextmanager
    def a_reader(self) -> Iterator[None]:
        """An analyst's process that opens the published copy all the time while the body runs, and meets no error."""
        command = [sys.executable, "-c", _READ, str(self.warehouse.published_path)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            try:
                yield
                said, _ = process.communicate(timeout=60)
            finally:
                process.kill()
        assert process.returncode == 0
        assert int(said) > 0
