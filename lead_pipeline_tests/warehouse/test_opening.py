"""Opening the file, also where it cannot be: whoever reads the error knows which file, why, and what to do.

A file that is no database of ours is left just as it is.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb
import pytest

from lead_pipeline.errors import WarehouseBusy, WarehouseError, WarehouseUnreadable
from lead_pipeline.warehouse.database import Warehouse
from lead_pipeline_tests.under_fire.matrix.storage import STORAGE
from lead_pipeline_tests.under_fire.promise import keeps
from lead_pipeline_tests.warehouse.another_process import running

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OPEN_IT = "import duckdb, sys; connection = duckdb.connect(sys.argv[1])"


def fill(warehouse: Warehouse) -> None:
    with warehouse.open("a test") as connection:
        connection.execute("create table t as select range as i, md5(range::varchar) as s from range(50000)")


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


def scribble(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(b"\xa5" * 8192)


def write_sqlite(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("create table t (a)")
    connection.close()


SPOILT: dict[str, Callable[[Path], object]] = {
    "cut-off": cut_off,
    "overwritten": lambda path: scribble(path, 4096),
    "a-text": lambda path: path.write_text("id,name\n" * 5000),
    "empty": lambda path: path.write_bytes(b""),
    "another-database": write_sqlite,
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
@pytest.mark.parametrize("read_only", [True, False], ids=["reading", "writing"])
def test_a_file_that_is_no_database_is_told_and_left(
    warehouse: Warehouse, spoil: Callable[[Path], object], read_only: bool
) -> None:
    fill(warehouse)
    spoil(warehouse.path)
    before = warehouse.path.read_bytes()
    with pytest.raises(WarehouseUnreadable) as caught, warehouse.open("a test", read_only=read_only):
        pass
    assert str(caught.value).startswith(f"{warehouse.path} is no database that DuckDB {duckdb.__version__} opens: ")
    assert "It is left untouched." in str(caught.value)
    assert warehouse.path.read_bytes() == before


def test_a_damage_that_shows_later_is_told_as_well(warehouse: Warehouse) -> None:
    fill(warehouse)
    scribble(warehouse.path, warehouse.path.stat().st_size // 2)
    with pytest.raises(WarehouseUnreadable, match="Corrupt"), warehouse.open("a test") as connection:
        connection.execute("select count(distinct s) from t").fetchall()


@pytest.mark.parametrize("read_only", [True, False], ids=["reading", "writing"])
def test_a_file_open_elsewhere_names_the_process(warehouse: Warehouse, read_only: bool) -> None:
    fill(warehouse)
    with running(OPEN_IT, str(warehouse.path)) as other:
        with pytest.raises(WarehouseBusy) as caught, warehouse.open("a test", read_only=read_only):
            pass
        assert f"(PID {other.pid})" in str(caught.value)
        assert "Close it there" in str(caught.value)
    with warehouse.open("a test", read_only=read_only):
        """It is free again."""


def test_a_file_open_in_this_very_process_is_no_damage(warehouse: Warehouse) -> None:
    fill(warehouse)
    with duckdb.connect(str(warehouse.path)), pytest.raises(WarehouseBusy, match="open in this process"):  # noqa: SIM117
        with warehouse.open("a test"):
            pass


@pytest.mark.parametrize("read_only", [False, True], ids=["to write", "to read"])
def test_a_file_attached_in_this_very_process_is_no_damage(warehouse: Warehouse, *, read_only: bool) -> None:
    fill(warehouse)
    with duckdb.connect() as other:
        other.execute(f"attach '{warehouse.path}' as other")
        with pytest.raises(WarehouseBusy, match="open in this process"), warehouse.open("a test", read_only=read_only):
            pass


def test_a_folder_called_lock_is_no_lock(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "lock" / "set lock on file", lock_timeout=600)
    warehouse.home.mkdir(parents=True)
    warehouse.path.write_text("no database")
    with pytest.raises(WarehouseUnreadable), warehouse.open("a test"):
        pass


@pytest.mark.parametrize("name", ["home", "home/state"])
def test_a_file_where_a_folder_should_be_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("in the way")
    warehouse = Warehouse(tmp_path / "home")
    with pytest.raises(WarehouseError, match=r"File exists\. Check that the folder"), warehouse.open("a test"):
        pass


def test_a_folder_below_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WarehouseError, match="Not a directory"), Warehouse(tmp_path / "file" / "home").open("a test"):
        pass


def test_an_error_of_the_body_stays_its_own(warehouse: Warehouse) -> None:
    with pytest.raises(BrokenPipeError), warehouse.open("a test"):
        raise BrokenPipeError


def test_too_little_memory_is_told_with_what_to_set(warehouse: Warehouse) -> None:
    small = replace(warehouse, memory_limit="8MB")
    with pytest.raises(WarehouseError, match="LEAD_PIPELINE_MEMORY"), small.open("a test") as connection:
        connection.execute("select list(md5(range::varchar)) from range(1000000)").fetchall()


@keeps(STORAGE, "a path with blanks and letters beyond ASCII")
@pytest.mark.parametrize("name", ["with blanks", "Zürich 🦆", 'it\'s "quoted"', "100%", "a;b"], ids=str)
def test_any_path_will_do(tmp_path: Path, name: str) -> None:
    warehouse = Warehouse(tmp_path / name)
    fill(warehouse)
    with warehouse.open("a test", read_only=True) as connection:
        assert connection.execute("select count(*) from t").fetchall() == [(50000,)]
    assert warehouse.path.exists()


def test_nothing_is_made_before_it_is_opened(warehouse: Warehouse) -> None:
    assert not warehouse.home.exists()


def test_the_connection_is_closed_after_the_body(warehouse: Warehouse) -> None:
    with warehouse.open("a test") as connection:
        pass
    with pytest.raises(duckdb.ConnectionException):
        connection.execute("select 1")


def test_reading_what_was_never_made_says_what_to_run(tmp_path: Path) -> None:
    with (
        pytest.raises(WarehouseError, match="There is no warehouse") as told,
        Warehouse(tmp_path).open("x", read_only=True),
    ):
        pass
    assert "lead-pipeline sync" in told.value.cure
    assert not (tmp_path / "warehouse.duckdb").exists()
