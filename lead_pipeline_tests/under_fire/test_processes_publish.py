"""`lead-pipeline publish` killed while dbt builds: no dbt is left behind, and who reads has a whole copy all the time.

Its home has a name full of what shells and URLs trip over. What is killed in copying: warehouse/test_publish_failures.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

import duckdb
import pytest

from lead_pipeline.sandbox import RunningSandbox
from lead_pipeline_tests.cli.terminal import Terminal
from lead_pipeline_tests.ingest.rig import KEY, Rig, make
from lead_pipeline_tests.under_fire.matrix.process import PROCESS
from lead_pipeline_tests.under_fire.matrix.storage import STORAGE
from lead_pipeline_tests.under_fire.matrix.time import TIME
from lead_pipeline_tests.under_fire.promise import keeps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

pytestmark = pytest.mark.fire
PATIENCE, SOON = 300, 30
MIDNIGHT = ("2026-05-30T23:59:59.999999Z", "2026-05-31T00:00:00Z")
CHILD = "lead-pipeline-dbt"


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """A synced account, in a folder with a name."""
    with RunningSandbox(make(leads=90, jobs=4)) as running:
        rig = Rig(running, tmp_path / "Zürich's “100%” 🦆; a b")
        for job, created in zip(sorted(rig.truth("jobs")), MIDNIGHT, strict=False):
            rig.world.edit.set_job(id=job, fields={"createdAt": created})
        assert rig.sync().exit_code == 0
        yield rig


def processes(*words: str) -> list[list[str]]:
    """What `ps` lists, line by line."""
    listed = subprocess.run(["ps", *words], capture_output=True, text=True, check=False)
    return [line.split() for line in listed.stdout.splitlines()]


def dbt_file(rig: Rig, name: str) -> Path:
    """A file that dbt writes."""
    return rig.home / "state" / "dbt" / name


def dbt_of(process: subprocess.Popen[str], rig: Rig) -> int:
    """The dbt that a publish has started, once it has written down what it runs."""
    children: list[int] = []
    while not (children and dbt_file(rig, "run").exists()):
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.02)
        assert process.returncode is None, process.communicate()
        listed = processes("-A", "-ww", "-o", "ppid=,pid=,args=")
        children = [
            int(pid)
            for ppid, pid, *words in listed
            if int(ppid) == process.pid and any(word.endswith(CHILD) for word in words)
        ]
    return children[0]


def until_gone(pid: int) -> None:
    """Wait until the process has ended; a zombie has."""
    deadline = time.monotonic() + SOON
    while any(not state.startswith("Z") for (state, *_) in processes("-p", str(pid), "-o", "stat=")):
        assert time.monotonic() < deadline, f"process {pid} lives on"


def publish(terminal: Terminal) -> None:
    """Publish to the end, on the other side of the world; nothing breaks, and no key shows."""
    process = terminal.start("publish", TZ="Pacific/Apia")
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    assert "Published: " in out
    assert "Traceback" not in out + err
    assert KEY not in out + err


def published(rig: Rig) -> set[int]:
    """The leads in the published database; those of the Parquet files are the same."""
    folder = rig.home / "published"
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
        ids = {row[0] for row in connection.execute("select lead_id from leads").fetchall()}
        file = str(folder / "parquet" / "leads.parquet")
        assert ids == {row[0] for row in connection.execute("select lead_id from read_parquet($1)", [file]).fetchall()}
    return ids


def days(rig: Rig) -> tuple[dict[date, int], dict[date, int]]:
    """Jobs a day: as published, and as the server has them."""
    with duckdb.connect(str(rig.home / "published" / "warehouse.duckdb"), read_only=True) as connection:
        told = connection.execute("select usage_date, jobs from credit_usage_daily where jobs > 0").fetchall()
    return dict(told), Counter(job["created_at"].date() for job in rig.truth("jobs").values())


@keeps(TIME, "a machine in another time zone", "jobs made just before and just after midnight")
@keeps(PROCESS, "killed while dbt runs")
@keeps(STORAGE, "a path with blanks and letters beyond ASCII")
def test_a_publish_that_is_killed_leaves_no_dbt_behind_and_the_last_copy_readable(rig: Rig) -> None:
    terminal = Terminal(rig.home, rig.running, KEY)
    publish(terminal)
    before = set(rig.truth("leads"))
    assert published(rig) == before
    rig.world.edit.add_job(leads=12)
    assert rig.sync().exit_code == 0
    results = dbt_file(rig, "run_results.json")
    results.unlink()
    shutil.rmtree(dbt_file(rig, "run"))
    process = terminal.start("publish")
    dbt = dbt_of(process, rig)
    process.kill()
    process.communicate()
    until_gone(dbt)
    assert not results.exists()  # it did not work on to its own end
    assert published(rig) == before
    publish(terminal)
    assert published(rig) == set(rig.truth("leads")) > before
    told, truth = days(rig)
    assert told == truth
