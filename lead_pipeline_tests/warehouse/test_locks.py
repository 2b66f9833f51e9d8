"""Locks between real processes: one holder at a time, who is named to the others, and whose death frees the lock."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from lead_pipeline.errors import WarehouseBusy
from lead_pipeline.warehouse.locks import held
from lead_pipeline_tests.under_fire.matrix.process import PROCESS
from lead_pipeline_tests.under_fire.promise import keeps
from lead_pipeline_tests.warehouse.another_process import ran, running

if TYPE_CHECKING:
    from pathlib import Path

HOLD = """
import sys
from pathlib import Path
from lead_pipeline.warehouse.locks import held
lock = held(Path(sys.argv[1]), "a sync of ann", timeout=0)
lock.__enter__()
"""
TRY = """
import sys
from pathlib import Path
from lead_pipeline.errors import WarehouseBusy
from lead_pipeline.warehouse.locks import held
try:
    with held(Path(sys.argv[1]), "a try", timeout=0):
        print("taken")
except WarehouseBusy as busy:
    print(busy)
"""


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """A lock in a folder that is not made yet."""
    return tmp_path / "state" / "a ñ.lock"


def test_who_waits_is_told_who_holds_it(lock: Path) -> None:
    with running(HOLD, str(lock)) as holder, pytest.raises(WarehouseBusy) as caught, held(lock, "mine", timeout=0):
        pass
    said = str(caught.value)
    assert f"a sync of ann (process {holder.pid}) holds it since 2" in said
    assert "Run again when it has ended" in said


def test_two_processes_never_hold_it_at_once(lock: Path) -> None:
    with held(lock, "mine", timeout=0):
        assert f"mine (process {os.getpid()}) holds it" in ran(TRY, str(lock))
    assert ran(TRY, str(lock)) == "taken"


@keeps(PROCESS, "a lock of a process that is dead")
def test_a_killed_holder_frees_it(lock: Path) -> None:
    with running(HOLD, str(lock)) as holder:
        holder.kill()  # SIGKILL: nothing of its own can clean up
        holder.wait()
        with held(lock, "mine", timeout=0):
            assert f"mine (process {os.getpid()})" in ran(TRY, str(lock))


def test_the_lock_is_waited_for(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    with running(HOLD, str(lock)) as holder:
        waits: list[float] = []

        def wait(seconds: float) -> None:
            waits.append(seconds)
            holder.kill()
            holder.wait()

        monkeypatch.setattr("lead_pipeline.warehouse.locks.time.sleep", wait)
        with held(lock, "mine", timeout=60, waiting=told.append):
            assert len(waits) == 1
    assert len(told) == 1
    assert told[0].startswith(f"a sync of ann (process {holder.pid})")


def test_two_threads_of_one_process_do_not_share_it(lock: Path) -> None:
    with held(lock, "mine", timeout=0), pytest.raises(WarehouseBusy, match="mine"), held(lock, "other", timeout=0):
        pass


def test_an_error_in_the_body_frees_it(lock: Path) -> None:
    with pytest.raises(ValueError, match="mine"), held(lock, "mine", timeout=0):
        raise ValueError("mine")
    assert ran(TRY, str(lock)) == "taken"


def test_a_shorter_purpose_leaves_nothing_of_a_longer_one(lock: Path) -> None:
    with held(lock, "a long purpose " * 20, timeout=0):
        pass
    with held(lock, "short", timeout=0):
        assert ran(TRY, str(lock)).startswith("Gave up after 0 s: short (process")


def test_a_holder_who_has_not_said_its_name_is_another_process(lock: Path) -> None:
    script = "import fcntl, sys; lock = open(sys.argv[1], 'w'); fcntl.flock(lock, fcntl.LOCK_EX)"
    lock.parent.mkdir()
    with running(script, str(lock)), pytest.raises(WarehouseBusy, match="another process"), held(lock, "me", timeout=0):
        pass


def test_locks_of_other_names_do_not_meet(lock: Path) -> None:
    with running(HOLD, str(lock)), held(lock.with_name("other.lock"), "mine", timeout=0):
        assert ran(TRY, str(lock)) != "taken"
