"""Processes: ended in the middle, two at once, the file open elsewhere. The next sync goes on from what is kept."""

from __future__ import annotations

import signal
import subprocess
from typing import TYPE_CHECKING

import duckdb
import pytest

from lead_pipeline_tests.cli.terminal import COMMAND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lead_pipeline_tests.cli.terminal import Terminal

pytestmark = pytest.mark.slow


def wait_for_requests(terminal: Terminal, process: subprocess.Popen[str], number: int) -> None:
    """Until the server has answered so many; the process must still be at work then."""
    assert terminal.running is not None
    journal = terminal.running.sandbox.journal
    while len(journal) < number:
        assert process.poll() is None, process.communicate()


def landed(terminal: Terminal) -> tuple[int, int]:
    with duckdb.connect(str(terminal.home / "warehouse.duckdb"), read_only=True) as connection:
        found = connection.execute("select count(*), count(distinct id) from raw_flowmaticx.leads").fetchone()
    assert found is not None
    return found


@pytest.fixture
def slow(terminal: Terminal) -> Iterator[Terminal]:
    """Each answer takes its time, so that a sync can be met at work."""
    assert terminal.running is not None
    terminal.running.sandbox.faults.arm("slow", "flowmaticx/leads", times=None, seconds=0.15)
    yield terminal
    terminal.running.sandbox.faults.clear()


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_sync_keeps_what_was_read_and_goes_on_from_there(slow: Terminal, ending: signal.Signals) -> None:
    process = slow.start("sync", LEAD_PIPELINE_IN_FLIGHT="1")
    wait_for_requests(slow, process, 6)
    process.send_signal(ending)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "run the same command again" in err
    assert "Traceback" not in out + err
    kept = landed(slow)[0]
    assert 0 < kept < 600
    assert slow.running is not None
    slow.running.sandbox.faults.clear()
    slow.running.sandbox.journal.clear()
    assert slow.run("sync").returncode == 0
    assert landed(slow) == (600, 600)
    asked = [entry for entry in slow.running.sandbox.journal.entries("flowmaticx/leads") if "job_id" in entry.query]
    assert len({entry.query["job_id"] for entry in asked}) < 20


def test_a_killed_sync_is_told_as_cut_off_and_goes_on(slow: Terminal) -> None:
    process = slow.start("sync", LEAD_PIPELINE_IN_FLIGHT="1")
    wait_for_requests(slow, process, 6)
    process.kill()
    process.communicate(timeout=30)
    assert slow.running is not None
    slow.running.sandbox.faults.clear()
    assert slow.run("sync").returncode == 0
    assert landed(slow) == (600, 600)
    assert "cut off" in slow.run("query", "select status from ops.runs", "--json").stdout


def test_two_syncs_at_once_end_well_one_after_the_other(slow: Terminal) -> None:
    both = [slow.start("sync"), slow.start("sync")]
    ends = [process.communicate(timeout=60) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert any("waiting" in err for _, err in ends)
    assert landed(slow) == (600, 600)


def test_a_sync_that_waits_too_long_says_who_holds_the_lock(slow: Terminal) -> None:
    first = slow.start("sync", LEAD_PIPELINE_IN_FLIGHT="1")
    wait_for_requests(slow, first, 3)
    second = slow.run("sync", LEAD_PIPELINE_LOCK_SECONDS="0.1")
    assert second.returncode == 1
    assert f"process {first.pid}" in second.stderr
    first.communicate(timeout=60)
    assert first.returncode == 0


@pytest.mark.parametrize("blocks", [1, 40, 160, 280])
def test_a_full_disk_is_told_and_loses_nothing(terminal: Terminal, blocks: int) -> None:
    limited = ["bash", "-c", f'ulimit -f {blocks}; exec "$0" "$@"', COMMAND, "sync"]
    done = subprocess.run(limited, env=terminal.environment(), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "the disk has room" in done.stderr or "Is the disk full?" in done.stderr
    assert terminal.run("sync").returncode == 0
    assert landed(terminal) == (600, 600)


def test_a_warehouse_that_is_open_elsewhere_is_named(terminal: Terminal) -> None:
    terminal.run("sync")
    with duckdb.connect(str(terminal.home / "warehouse.duckdb")):
        done = terminal.run("sync", LEAD_PIPELINE_LOCK_SECONDS="0.1")
    assert done.returncode == 1
    assert "is open elsewhere" in done.stderr
