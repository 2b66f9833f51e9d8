"""Syncs that are killed at many moments. What is held then is whole, list by list, and the next sync is right.

The moments are seen from outside: how many requests the server has had, and how often the warehouse's files changed
after that, in making, writing, commit and checkpoint.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from lead_pipeline.sandbox import RunningSandbox
from lead_pipeline_tests.cli.terminal import Terminal
from lead_pipeline_tests.ingest.rig import KEY, Rig, make
from lead_pipeline_tests.under_fire.matrix.process import PROCESS
from lead_pipeline_tests.under_fire.promise import keeps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.fire
PATIENCE = 120
# Requests, and then changes of the files. The first request is the list of jobs, which lands then; the lists of leads
# land after the 21st of a first sync, and after the 23rd of one over everything, which also looks twice.
FIRST = ((0, 1), (0, 3), (1, 2), (5, 0), (21, 1), (21, 3))
LATER = ((1, 1), (12, 0), (23, 1), (23, 2), (23, 3), (23, 5))
# Killed by the kernel at the byte that makes a file larger than that.
KILLED_AT_BYTE = """
import resource, signal, sys
from lead_pipeline import cli
size = int(sys.argv.pop(1))
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
cli.main()
"""


@dataclass(frozen=True)
class State:
    """What the server had at a time: jobs, and the leads of each job."""

    jobs: dict[int, dict[str, Any]]
    leads: dict[int, dict[int, dict[str, Any]]]

    @classmethod
    def of(cls, jobs: dict[int, dict[str, Any]], leads: dict[int, dict[str, Any]]) -> State:
        by_job: dict[int, dict[int, dict[str, Any]]] = {}
        for key, lead in leads.items():
            by_job.setdefault(lead["job_id"], {})[key] = lead
        return cls(jobs, by_job)


NOTHING = State({}, {})


@dataclass(frozen=True)
class Account:
    """An account that has changed since a home was synced: what it had then, what it has now, and that home."""

    running: RunningSandbox
    held: Path
    before: State
    after: State

    def home(self, folder: Path, *, fresh: bool) -> Rig:
        """A home that holds nothing, or what there was before."""
        if not fresh:
            shutil.copytree(self.held, folder)
        return Rig(self.running, folder)


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """Twenty final jobs with 600 leads; since the sync one is gone, one is new, leads went and changed."""
    with RunningSandbox(make(leads=600, jobs=20)) as running:
        rig = Rig(running, tmp_path_factory.mktemp("held") / "home")
        assert rig.sync().exit_code == 0
        before = State.of(rig.truth("jobs"), rig.truth("leads"))
        gone, fewer, other = sorted(before.leads)[:3]
        rig.world.edit.delete_jobs(ids=[gone])
        rig.world.edit.delete_leads(ids=sorted(before.leads[fewer])[:5])
        first, *others = sorted(before.leads[other])
        for lead in others:
            rig.world.edit.set_lead(id=lead, fields={"businessName": "Renamed"})
        rig.world.edit.delete_leads(ids=[first])
        rig.world.edit.add_leads(job_id=other)
        rig.world.edit.add_job(leads=30)
        yield Account(running, rig.home, before, State.of(rig.truth("jobs"), rig.truth("leads")))


def kill(process: subprocess.Popen[str], rig: Rig, requests: int, changes: int) -> None:
    """Kill it at that moment."""
    journal, lock = rig.running.sandbox.journal, rig.home / "state" / "warehouse.lock"
    is_later = lock.exists()
    while (len(journal) < requests or not (is_later or lock.exists())) and process.poll() is None:
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.001)
    files = [rig.home / name for name in (".warehouse.duckdb-new", "warehouse.duckdb", "warehouse.duckdb.wal")]
    last = [stamp(file) for file in files]
    while changes and process.poll() is None:
        if (seen := [stamp(file) for file in files]) != last:
            last = seen
            changes -= 1
    process.kill()


def stamp(file: Path) -> tuple[int, int] | None:
    try:
        status = file.stat()
    except FileNotFoundError:
        return None
    return status.st_size, status.st_mtime_ns


def examine(rig: Rig, before: State, after: State) -> None:
    """Each list is held as it was before or as it is now; of those proven by the run that was killed, as it is now."""
    if not (rig.home / "warehouse.duckdb").exists():
        assert before is NOTHING
        return
    if before is NOTHING and not rig.query("select 1 from duckdb_tables() where schema_name = 'raw_flowmaticx'"):
        return
    held = State.of(rig.landed("jobs"), rig.landed("leads"))
    assert held.jobs in (before.jobs, after.jobs)
    for job in before.leads | after.leads | held.leads:
        assert held.leads.get(job, {}) in (before.leads.get(job, {}), after.leads.get(job, {}))
    for (job,) in rig.query(
        "select parent::bigint from ops.positions where endpoint = 'leads' and verdict = 'proven' "
        "and run_id in (select run_id from ops.runs where status = 'running')"
    ):
        assert held.leads.get(job, {}) == after.leads.get(job, {})
    killed = "run_id in (select run_id from ops.runs where status = 'running')"
    lists, landings = "(endpoint = 'jobs' or parent <> '')", f"select endpoint from ops.landings where {killed}"
    walks, moved = (
        {*rig.query(f"select endpoint, coalesce(parent, '') from ops.{table} where {killed} and {lists}")}
        for table in ("walks", "positions")
    )
    assert walks == moved
    assert {endpoint for endpoint, _ in walks} <= {endpoint for (endpoint,) in rig.query(landings)}


def go_on(rig: Rig, *, verify: bool) -> None:
    """The next sync brings the truth, and tells in the ledger that the one before was cut off."""
    begun = rig.home.joinpath("warehouse.duckdb").exists() and rig.query(
        "select 1 from duckdb_tables() where schema_name = 'ops' and table_name = 'runs'"
    )
    cut_off = len(rig.query("from ops.runs where status = 'running'")) if begun else 0
    assert rig.sync(verify=verify).exit_code == 0
    assert rig.holds_truth()
    assert len(rig.query("from ops.runs where status = 'cut off'")) == cut_off
    assert not any(KEY.encode() in path.read_bytes() for path in rig.home.rglob("*") if path.is_file())


@keeps(PROCESS, "killed between two pages", "killed between writing and commit", "killed in the commit")
@pytest.mark.parametrize("fresh", [True, False], ids=["first-sync", "later-sync"])
def test_a_sync_that_is_killed_at_any_moment_is_gone_on_with(account: Account, tmp_path: Path, fresh: bool) -> None:
    killed = 0
    for number, (requests, changes) in enumerate(FIRST if fresh else LATER):
        rig = account.home(tmp_path / f"home {number}", fresh=fresh)
        account.running.sandbox.journal.clear()
        process = Terminal(rig.home, account.running, KEY).start("sync", *([] if fresh else ["--verify"]))
        kill(process, rig, requests, changes)
        _, err = process.communicate(timeout=PATIENCE)
        assert "error" not in err
        killed += process.returncode == -signal.SIGKILL
        examine(rig, NOTHING if fresh else account.before, account.after)
        go_on(rig, verify=not fresh)
    assert killed >= len(FIRST if fresh else LATER) - 1


@keeps(PROCESS, "killed while it makes the warehouse", "killed between writing and commit", "killed in the commit")
@pytest.mark.parametrize("size", [1_000, 14_000, 300_000])
def test_a_first_sync_that_is_killed_while_it_writes_is_gone_on_with(
    account: Account, tmp_path: Path, size: int
) -> None:
    rig = account.home(tmp_path / "home", fresh=True)
    terminal = Terminal(rig.home, account.running, KEY)
    command = [sys.executable, "-c", KILLED_AT_BYTE, str(size), "sync"]
    done = subprocess.run(command, env=terminal.environment(), capture_output=True, check=False, timeout=PATIENCE)
    assert done.returncode == -signal.SIGXFSZ
    examine(rig, NOTHING, account.after)
    go_on(rig, verify=False)
