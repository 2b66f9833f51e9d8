"""A warehouse that is damaged, or its log. What lies in the folder state: see test_storage_state.

Nothing is written to a warehouse that does not open, and what is damaged is never taken for rows.
"""

from __future__ import annotations

import struct
import subprocess
import sys
from typing import TYPE_CHECKING

import duckdb
import pytest

from lead_pipeline_tests.under_fire.matrix.storage import STORAGE
from lead_pipeline_tests.under_fire.promise import Ending, keeps

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lead_pipeline_tests.under_fire.trial import Ended, Trial

pytestmark = pytest.mark.fire
HEADERS, HEADER, BLOCK = 12_288, 4_096, 262_144
NEWER = 999
# Commits, and ends without bringing the log into the file, as a process that is killed then does.
LEFT_IN_THE_LOG = """
import duckdb, sys
connection = duckdb.connect(sys.argv[1])
connection.execute("pragma disable_checkpoint_on_shutdown")
connection.begin()
for endpoint in ("jobs", "leads"):
    connection.execute(f"create table main.{endpoint} as from raw_flowmaticx.{endpoint}")
    connection.execute(f"delete from raw_flowmaticx.{endpoint}")
    connection.execute(f"insert into raw_flowmaticx.{endpoint} from main.{endpoint}")
    connection.execute(f"drop table main.{endpoint}")
connection.commit()
"""


def warehouse(trial: Trial) -> Path:
    return trial.rig.home / "warehouse.duckdb"


def write(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def checksum(content: bytes | bytearray) -> int:
    """As DuckDB makes it for a header or a block whose length is a multiple of eight."""
    result = 5381
    for (word,) in struct.iter_unpack("<Q", content):
        result ^= word * 0xBF58476D1CE4E5B9 & 2**64 - 1
    return result


def make_newer(path: Path) -> None:
    """Let the file say that a DuckDB of the future wrote it: the number after the four letters, and the checksum."""
    header = bytearray(path.read_bytes()[:HEADER])
    assert header[8:12] == b"DUCK"
    assert struct.unpack_from("<Q", header)[0] == checksum(header[8:])
    struct.pack_into("<Q", header, 12, NEWER)
    struct.pack_into("<Q", header, 0, checksum(header[8:]))
    write(path, 0, bytes(header))


def refused(trial: Trial, command: str) -> Ended:
    """A command that fails with a message of ours."""
    ended = trial.run(command)
    assert ended.code == 1, ended.said
    assert "Traceback" not in ended.said
    assert str(warehouse(trial)) in ended.said
    return ended


def rebuild(trial: Trial) -> None:
    """Do as the message says."""
    warehouse(trial).rename(trial.rig.home / "damaged")
    trial.ends(Ending.RIGHT)
    trial.holds_truth()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        pytest.param(
            lambda path: path.write_bytes(b"\xa5" * 300_000), "not a valid DuckDB database file",
            marks=keeps(STORAGE, "a warehouse that is no database"), id="garbage",
        ),
        pytest.param(
            lambda path: path.write_bytes(path.read_bytes()[:20_000]), "Could not read",
            marks=keeps(STORAGE, "a warehouse that is cut off"), id="20 kB",
        ),
        pytest.param(
            lambda path: path.write_bytes(path.read_bytes()[:100]), "",
            marks=keeps(STORAGE, "a warehouse that is cut off"), id="100 bytes",
        ),
        pytest.param(
            lambda path: path.write_bytes(b""), "",
            marks=keeps(STORAGE, "a warehouse of 0 bytes"), id="empty",
        ),
        pytest.param(
            lambda path: write(path, HEADER, bytes(2 * HEADER)), "",
            marks=keeps(STORAGE, "a warehouse of which a part is overwritten"), id="no headers",
        ),
        pytest.param(
            make_newer, f"version number {NEWER}, but we can only read versions between",
            marks=keeps(STORAGE, "a warehouse of a newer DuckDB"), id="newer",
        ),
    ],
)  # fmt: skip
def test_a_warehouse_that_does_not_open_is_told_and_left(
    held: Trial, spoil: Callable[[Path], object], says: str
) -> None:
    path = warehouse(held)
    spoil(path)
    before = path.read_bytes()
    said = refused(held, "sync").said
    assert f"is no database that DuckDB {duckdb.__version__} opens" in said
    assert says in said
    assert "If a newer DuckDB wrote it, install that version" in said
    assert path.read_bytes() == before
    assert len(held.rig.running.sandbox.journal) == 0


@keeps(STORAGE, "a warehouse that is no database")
def test_every_command_tells_of_it_and_who_does_as_they_say_has_all_again(held: Trial) -> None:
    warehouse(held).write_bytes(b"garbage" * 9_999)
    for command in ("sync", "publish", "status", "doctor"):
        told = refused(held, command).said
        assert "sync again: everything but the history of credits is read anew" in told
        assert warehouse(held).read_bytes() == b"garbage" * 9_999
    rebuild(held)


@keeps(STORAGE, "a warehouse of which a part is overwritten")
def test_damage_inside_is_told_once_it_is_read_and_never_taken_for_rows(held: Trial) -> None:
    path, told = warehouse(held), 0
    log, whole = path.with_name("warehouse.duckdb.wal"), path.read_bytes()
    places = range(HEADERS, len(whole), 2 * BLOCK)
    zeroed = [whole[: at + BLOCK // 4] + bytes(BLOCK // 2) + whole[at + 3 * BLOCK // 4 :] for at in places]
    cut = [whole[:at] for at in places[-2:]]
    for spoilt in {*zeroed, *cut} - {whole}:
        log.unlink(missing_ok=True)
        path.write_bytes(spoilt)
        ended = held.run("sync", "--verify")
        assert "Traceback" not in ended.said
        if ended.code:
            assert f"{path} is no database" in ended.said
            told += 1
        else:
            held.holds_truth()
    assert told  # how many depends on which of the blocks hold anything
    log.unlink(missing_ok=True)
    rebuild(held)


def left_in_the_log(trial: Trial) -> Path:
    """Commit to the warehouse so that it stands in the log alone."""
    subprocess.run([sys.executable, "-c", LEFT_IN_THE_LOG, str(warehouse(trial))], check=True)
    return warehouse(trial).with_name("warehouse.duckdb.wal")


@keeps(STORAGE, "a damaged log beside the warehouse (`.wal`)")
@pytest.mark.parametrize("part", [0.1, 0.9])
def test_a_damaged_log_is_told_and_both_files_are_left(held: Trial, part: float) -> None:
    log = left_in_the_log(held)
    at = int(log.stat().st_size * part)
    write(log, at, bytes(byte ^ 0xFF for byte in log.read_bytes()[at : at + 50]))
    before = warehouse(held).read_bytes(), log.read_bytes()
    assert "Corrupt WAL file" in refused(held, "sync").said
    assert (warehouse(held).read_bytes(), log.read_bytes()) == before
    rebuild(held)


@keeps(STORAGE, "a log that is cut off, or is none")
@pytest.mark.parametrize(
    "spoil",
    [lambda log: log[: len(log) // 2], lambda log: b"no log"],
    ids=["cut off", "a text"],
)
def test_what_is_no_longer_in_the_log_is_read_anew(held: Trial, spoil: Callable[[bytes], bytes]) -> None:
    log = left_in_the_log(held)
    log.write_bytes(spoil(log.read_bytes()))
    held.ends(Ending.RIGHT)
    held.holds_truth()
