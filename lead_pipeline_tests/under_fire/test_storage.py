"""Disks that are full and folders that cannot be written: it is told, and with room the next sync is right.

As root, permissions hold nobody up: then the command runs as another user, or on a disk of its own. What is damaged is
in test_storage_damage.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lead_pipeline.sandbox import RunningSandbox
from lead_pipeline_tests.cli.terminal import COMMAND, Terminal
from lead_pipeline_tests.ingest.rig import KEY, Rig, make
from lead_pipeline_tests.under_fire.matrix.storage import STORAGE
from lead_pipeline_tests.under_fire.promise import Ending, keeps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lead_pipeline_tests.under_fire.trial import Trial

pytestmark = pytest.mark.fire
PATIENCE = 120
NOBODY = "65534"
IS_ROOT = os.geteuid() == 0
ROOM = ("the disk has room", "Is the disk full?")
# A disk of that size, seen by these processes alone: synced while it is too small, then copied out to the folder.
ON_A_SMALL_DISK = """
mkdir -p "$LEAD_PIPELINE_HOME" && mount -t tmpfs -o size="$1" none "$LEAD_PIPELINE_HOME" || exit 99
"$0" sync
code=$?
cp -R "$LEAD_PIPELINE_HOME" "$2"
exit $code
"""
ON_A_READ_ONLY_DISK = """
mount --bind "$LEAD_PIPELINE_HOME" "$LEAD_PIPELINE_HOME" || exit 99
mount -o remount,bind,ro "$LEAD_PIPELINE_HOME" || exit 99
"$0" sync; synced=$?
"$0" publish; exit $((10 * synced + $?))
"""


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """Twenty final jobs with 600 leads."""
    with RunningSandbox(make(leads=600, jobs=20)) as running:
        yield Rig(running, tmp_path / "home")


def run(rig: Rig, *command: str, **more: str) -> tuple[int, str]:
    """Run a command line with the rig's account; nothing breaks in it, and no key shows."""
    environment = Terminal(rig.home, rig.running, KEY).environment(**more)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE)
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    assert KEY not in said
    return done.returncode, said


def privately(script: str, *words: str) -> list[str]:
    """The script with mounts that nobody else sees; skips where that is not allowed."""
    may = shutil.which("unshare") and subprocess.run(
        ["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False
    )
    if not may or may.returncode:
        pytest.skip("mounting a disk for the test takes Linux, and root")
    return ["unshare", "-m", "sh", "-c", script, COMMAND, *words]


def is_right_now(rig: Rig) -> None:
    """The next sync, with room, brings the truth."""
    assert rig.sync().exit_code == 0
    assert rig.holds_truth()


@keeps(STORAGE, "disk full while it lands")
@pytest.mark.parametrize("blocks", [0, 1, 160])
def test_files_that_cannot_grow_are_told_and_lose_nothing(rig: Rig, blocks: int) -> None:
    code, said = run(rig, "bash", "-c", f'ulimit -f {blocks}; exec "$0" "$@"', COMMAND, "sync")
    assert code == 1
    assert any(text in said for text in ROOM), said
    is_right_now(rig)


@keeps(STORAGE, "disk full while it fetches")
def test_a_budget_that_cannot_be_kept_is_told_and_nothing_is_asked(rig: Rig) -> None:
    command = ("bash", "-c", 'ulimit -f 16; exec "$0" "$@"', COMMAND, "sync")
    code, said = run(rig, *command, FLOWMATICX_REQUESTS_PER_MINUTE="60000")
    assert code == 1
    assert "The file of the budgets cannot be used" in said
    assert "Is the disk full?" in said
    assert len(rig.running.sandbox.journal) == 0
    is_right_now(rig)


@keeps(STORAGE, "disk full while it lands")
@pytest.mark.parametrize("size", ["100k", "1m"])
def test_a_disk_that_is_full_is_told_and_loses_nothing(rig: Rig, tmp_path: Path, size: str) -> None:
    code, said = run(rig, *privately(ON_A_SMALL_DISK, size, str(tmp_path / "copied")))
    assert code == 1
    assert "No space left on device" in said
    assert "the disk has room; nothing that was landed is lost" in said
    shutil.rmtree(rig.home)
    (tmp_path / "copied").rename(rig.home)
    is_right_now(rig)


@keeps(STORAGE, "a disk that is mounted read-only")
def test_a_disk_that_is_read_only_is_told_and_what_is_held_stays(rig: Rig) -> None:
    assert rig.sync().exit_code == 0
    code, said = run(rig, *privately(ON_A_READ_ONLY_DISK))
    assert code == 11  # sync and publish, each 1
    assert said.count("Read-only file system") == 2
    assert said.count("Check that the folder can be written") == 2
    is_right_now(rig)


@pytest.fixture
def forbidden(rig: Rig) -> Iterator[Rig]:
    """A home that belongs to somebody else, where all the world may look at it."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        rig.home = Path(folder) / "home"
        rig.home.mkdir()
        rig.environment["LEAD_PIPELINE_HOME"] = str(rig.home)
        rig.home.chmod(0o555)
        yield rig
        rig.home.chmod(0o755)


@keeps(STORAGE, "a folder that cannot be written")
def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_asked(forbidden: Rig) -> None:
    other = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] if IS_ROOT else []
    able = not other or (
        shutil.which("setpriv")
        and subprocess.run([*other, COMMAND, "--version"], capture_output=True, check=False).returncode == 0
    )
    if not able:
        pytest.skip("as root no permission holds: it takes setpriv, and a checkout that everybody may read")
    code, said = run(forbidden, *other, COMMAND, "sync")
    assert code == 1
    assert "Permission denied" in said
    assert "Check that the folder can be written" in said
    assert list(forbidden.home.iterdir()) == []
    assert len(forbidden.running.sandbox.journal) == 0
    forbidden.home.chmod(0o755)
    is_right_now(forbidden)


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        pytest.param("home", Ending.REFUSED, marks=keeps(STORAGE, "a file where the home should be")),
        pytest.param("home/state", Ending.FAILED, marks=keeps(STORAGE, "a file where the folder of locks should be")),
    ],
)
def test_a_file_where_a_folder_should_be_is_told_and_left(trial: Trial, name: str, ending: Ending) -> None:
    path = trial.rig.home.parent / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("in the way")
    for command in ("sync", "status", "publish"):
        ended = trial.run(command)
        assert ended.code == ending.code
        assert ended.err.startswith("error: ")
        assert str(trial.rig.home) in ended.err
        assert "is no folder" in ended.err or "File exists" in ended.err
        assert "Traceback" not in ended.said
    assert path.read_text() == "in the way"
    assert len(trial.rig.running.sandbox.journal) == 0
    path.unlink()
    trial.ends(Ending.RIGHT)
    trial.holds_truth()
