"""Syncs in processes of their own: asked to stop, several at once, locked out. Those that are killed: see beside."""

from __future__ import annotations

import signal
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING

import duckdb
import pytest

from lead_pipeline.sandbox import RunningSandbox
from lead_pipeline_tests.cli.terminal import Terminal
from lead_pipeline_tests.ingest.rig import KEY, Rig, make
from lead_pipeline_tests.under_fire.matrix.process import PROCESS
from lead_pipeline_tests.under_fire.promise import keeps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

pytestmark = pytest.mark.fire
PATIENCE = 120
ENDED = "select status, exit_code, ended_at is not null from ops.runs order by started_at"


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """Twenty final jobs with 600 leads; each answer about leads takes its time, so that a sync is met at work."""
    with RunningSandbox(make(leads=600, jobs=20)) as running:
        running.sandbox.faults.arm("slow", "flowmaticx/leads", times=None, seconds=0.1)
        yield Rig(running, tmp_path / "home")
        running.sandbox.faults.clear()


@pytest.fixture
def terminal(rig: Rig) -> Terminal:
    """A shell that has the same home."""
    return Terminal(rig.home, rig.running, key=KEY)


def until_asked(rig: Rig, process: subprocess.Popen[str], number: int) -> None:
    """Wait until the server has answered so many; the process must still be at work then."""
    while len(rig.running.sandbox.journal) < number:
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.005)
        assert process.returncode is None, process.communicate()


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """How a process ended, and all that it said: nothing broke in it, and no key shows."""
    out, err = process.communicate(timeout=PATIENCE)
    assert "Traceback" not in out + err
    assert KEY not in out + err
    return process.returncode, out + err


@pytest.mark.parametrize(
    "stop",
    [
        pytest.param(signal.SIGINT, marks=keeps(PROCESS, "Ctrl-C in the middle")),
        pytest.param(signal.SIGTERM, marks=keeps(PROCESS, "SIGTERM in the middle")),
    ],
)
def test_who_is_asked_to_stop_keeps_what_was_read_and_goes_on_from_there(
    rig: Rig, terminal: Terminal, stop: signal.Signals
) -> None:
    process = terminal.start("sync", LEAD_PIPELINE_IN_FLIGHT="1")
    until_asked(rig, process, 6)
    process.send_signal(stop)
    code, said = ended(process)
    assert code == 1
    assert "run the same command again" in said
    assert rig.query(ENDED) == [("interrupted", 1, True)]
    truth, kept = rig.truth("leads"), rig.landed("leads")
    proven = {
        int(row[0])
        for row in rig.query("select parent from ops.positions where endpoint = 'leads' and verdict = 'proven'")
    }
    assert proven
    assert kept == {key: lead for key, lead in truth.items() if lead["job_id"] in proven}
    rig.faults.clear()
    rig.running.sandbox.journal.clear()
    assert rig.sync().exit_code == 0
    assert rig.holds_truth()
    asked = {entry.query.get("job_id") for entry in rig.running.sandbox.journal.entries("flowmaticx/leads")}
    assert not asked & {str(job) for job in proven}


@keeps(PROCESS, "two syncs at once")
def test_two_syncs_at_once_end_well_one_after_the_other(rig: Rig, terminal: Terminal) -> None:
    rig.faults.arm("slow", "flowmaticx/leads", times=1, seconds=8)  # both are there before one of them ends
    ends = [ended(process) for process in [terminal.start("sync"), terminal.start("sync")]]
    assert [code for code, _ in ends] == [0, 0]
    assert any("waiting, a sync of" in said for _, said in ends)
    assert rig.query(ENDED) == [("ok", 0, True)] * 2
    assert rig.holds_truth()


@keeps(PROCESS, "two syncs of different days at once")
def test_two_syncs_of_different_days_at_once_bring_all_the_days(rig: Rig, terminal: Terminal) -> None:
    rig.faults.arm("slow", "flowmaticx/leads", times=1, seconds=8)  # both are there before one of them ends
    created: list[datetime] = sorted(job["created_at"] for job in rig.truth("jobs").values())
    middle = created[len(created) // 2].date().isoformat()
    both = [terminal.start("sync", "--since", middle), terminal.start("sync", "--until", middle)]
    assert [ended(process)[0] for process in both] == [0, 0]
    assert rig.holds_truth()


@keeps(PROCESS, "a lock of a process that is alive")
def test_who_waits_too_long_for_another_sync_says_who_that_is(rig: Rig, terminal: Terminal) -> None:
    first = terminal.start("sync", LEAD_PIPELINE_IN_FLIGHT="1")
    until_asked(rig, first, 3)
    rig.faults.arm("slow", "flowmaticx/leads", times=1, seconds=10)  # it is still at work when the second has begun
    asked = len(rig.running.sandbox.journal)
    second = terminal.start("sync", LEAD_PIPELINE_LOCK_SECONDS="0.1")
    code, said = ended(second)
    assert code == 1
    assert f"a sync of flowmaticx/default (process {first.pid}) holds it since 2" in said
    assert "Run again when it has ended, or end that process." in said
    assert len(rig.running.sandbox.journal) >= asked  # the first goes on
    assert ended(first)[0] == 0
    assert rig.query(ENDED) == [("ok", 0, True)]
    assert rig.holds_truth()


@keeps(PROCESS, "a warehouse that another program has open")
def test_who_has_the_warehouse_open_elsewhere_is_named(rig: Rig, terminal: Terminal) -> None:
    rig.faults.clear()
    assert rig.sync().exit_code == 0
    with duckdb.connect(str(rig.home / "warehouse.duckdb")):
        code, said = ended(terminal.start("sync", LEAD_PIPELINE_LOCK_SECONDS="0.1"))
    assert code == 1
    assert "is open elsewhere" in said
    assert "PID" in said
    assert ended(terminal.start("sync"))[0] == 0
    assert rig.holds_truth()
