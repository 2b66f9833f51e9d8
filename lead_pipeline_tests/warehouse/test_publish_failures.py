"""Publishing that fails or is killed: what was published stays whole, nothing is left over, the next one is fine."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lead_pipeline.errors import WarehouseError, WarehouseUnreadable
from lead_pipeline.warehouse.publish import publish
from lead_pipeline_tests.under_fire.matrix.process import PROCESS
from lead_pipeline_tests.under_fire.matrix.storage import STORAGE
from lead_pipeline_tests.under_fire.promise import keeps
from lead_pipeline_tests.warehouse.another_process import ran, running
from lead_pipeline_tests.warehouse.publish_shop import ask, build, builds, published, rubbish

if TYPE_CHECKING:
    from pathlib import Path

    from lead_pipeline_tests.warehouse.shop import Shop

BEGIN = """
import os, resource, signal, sys
from pathlib import Path
from lead_pipeline.errors import WarehouseError
from lead_pipeline.warehouse.database import Warehouse
from lead_pipeline.warehouse.publish import publish
warehouse, number = Warehouse(Path(sys.argv[1]), lock_timeout=0), int(sys.argv[2])
"""
# Killed at the n-th time that it makes, renames or removes anything.
KILLED_AT_STEP = """
def hook(event, arguments):
    global number
    if event in {"os.mkdir", "os.chmod", "os.symlink", "os.remove", "os.rename", "os.rmdir"}:
        number -= 1
        if number == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
publish(warehouse, published_by="a child")
"""
# Killed by the kernel at the byte that makes a file larger than that: in the middle of DuckDB's writing.
KILLED_AT_BYTE = """
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (number, number))
publish(warehouse, published_by="a child")
"""
# A file cannot grow beyond that: to the process it is as if the disk were full.
FULL_AT_BYTE = """
resource.setrlimit(resource.RLIMIT_FSIZE, (number, number))
try:
    publish(warehouse, published_by="a child")
except WarehouseError as error:
    print(error)
"""
LEFT_UNCHECKPOINTED = """
import duckdb, sys
connection = duckdb.connect(sys.argv[1])
connection.execute("pragma disable_checkpoint_on_shutdown; insert into marts.items values (1, 99, [])")
"""


def exit_code(script: str, shop: Shop, number: int) -> int:
    command = [sys.executable, "-c", BEGIN + script, str(shop.warehouse.home), str(number)]
    return subprocess.run(command, check=False, capture_output=True, timeout=60).returncode


@keeps(PROCESS, "killed while it publishes")
@pytest.mark.slow
def test_killed_at_any_step_whole_copies_are_there(shop: Shop) -> None:
    published(shop.warehouse, 1)
    published(shop.warehouse, 2)  # so that there is a folder to remove, too
    last, code = 2, -signal.SIGKILL
    while code == -signal.SIGKILL:
        build(shop.warehouse, last + 1)
        code = exit_code(KILLED_AT_STEP, shop, last - 1)
        assert builds(shop.warehouse) <= {last, last + 1}
        last += 1
        published(shop.warehouse, last)
        assert builds(shop.warehouse) == {last}
        assert rubbish(shop.warehouse) == []
    assert code == 0
    assert last > 10  # as many steps, at least


@keeps(PROCESS, "killed while it publishes")
@pytest.mark.slow
@pytest.mark.parametrize("size", [1_000, 20_000, 300_000, 900_000])
def test_killed_while_it_writes_the_last_copy_stays(shop: Shop, size: int) -> None:
    published(shop.warehouse, 1)
    build(shop.warehouse, 2, orders=50_000)
    assert exit_code(KILLED_AT_BYTE, shop, size) == -signal.SIGXFSZ
    assert builds(shop.warehouse) == {1}
    assert rubbish(shop.warehouse) != []
    publish(shop.warehouse, published_by="a test")
    assert builds(shop.warehouse) == {2}
    assert rubbish(shop.warehouse) == []


@keeps(STORAGE, "disk full while it publishes")
@pytest.mark.slow
@pytest.mark.parametrize("size", [1_000, 20_000, 300_000, 900_000])
def test_a_full_disk_is_told_and_the_last_copy_stays(shop: Shop, size: int) -> None:
    published(shop.warehouse, 1)
    build(shop.warehouse, 2, orders=50_000)
    said = ran(BEGIN + FULL_AT_BYTE, str(shop.warehouse.home), str(size))
    assert said.startswith(str(shop.warehouse.published_path.parent))
    assert "the disk has room for a second copy. What was published before stays" in said
    assert builds(shop.warehouse) == {1}
    assert rubbish(shop.warehouse) == []


def test_what_a_killed_writer_committed_is_published(shop: Shop) -> None:
    build(shop.warehouse)
    with running(LEFT_UNCHECKPOINTED, str(shop.warehouse.path)) as writer:
        writer.kill()
        writer.wait()
    assert shop.warehouse.path.with_name("warehouse.duckdb.wal").stat().st_size
    path = publish(shop.warehouse, published_by="a test").path
    assert ask(path, "select id from items where id > 50") == [(99,)]


def test_a_mart_that_cannot_be_read_leaves_the_last_copy(shop: Shop) -> None:
    published(shop.warehouse, 1)
    build(shop.warehouse, 2)
    with shop.warehouse.open("a test") as connection:
        connection.execute("create table marts.base as select 'x' as a")
        connection.execute("create view marts.worst as select a::integer as a from marts.base")
    with pytest.raises(WarehouseError, match=r"marts\.worst cannot be read: .*'x'.* Build the marts"):
        publish(shop.warehouse, published_by="a test")
    with shop.warehouse.open("a test") as connection:
        connection.execute("drop table marts.base")
    with pytest.raises(WarehouseError, match=r"marts\.worst cannot be read: .*base does not exist"):
        publish(shop.warehouse, published_by="a test")
    assert builds(shop.warehouse) == {1}
    assert rubbish(shop.warehouse) == []


@pytest.mark.parametrize(
    ("expected", "said"),
    [(["items", "leads", "jobs"], "Marts are missing: jobs, leads"), ([], "no marts to publish")],
    ids=["missing", "none"],
)
def test_a_missing_mart_leaves_the_last_copy(shop: Shop, expected: list[str], said: str) -> None:
    published(shop.warehouse, 1)
    build(shop.warehouse, 2)
    with pytest.raises(WarehouseError, match=said):
        publish(shop.warehouse, published_by="a test", expected=expected)
    assert builds(shop.warehouse) == {1}


def test_a_mart_cannot_take_the_name_of_what_tells_about_the_copy(shop: Shop) -> None:
    build(shop.warehouse)
    with shop.warehouse.open("a test") as connection:
        connection.execute("create table marts.published as select 1 as a")
    with pytest.raises(WarehouseError, match="cannot be called published"):
        publish(shop.warehouse, published_by="a test")


def test_damage_of_the_warehouse_is_told_as_that(shop: Shop) -> None:
    published(shop.warehouse, 1)
    build(shop.warehouse, 2, orders=50_000)
    with shop.warehouse.path.open("r+b") as file:
        file.seek(shop.warehouse.path.stat().st_size // 2)
        file.write(b"\xa5" * 262_144)
    with pytest.raises(WarehouseUnreadable, match=r"home/warehouse\.duckdb is no database"):
        publish(shop.warehouse, published_by="a test")
    assert builds(shop.warehouse) == {1}


def in_the_way(folder: Path, name: str) -> Path:
    """A folder where a file of ours should be, or a file where a folder should be."""
    path = folder / name
    if name == "published":
        path.write_text("in the way")
    else:
        (path / "full").mkdir(parents=True)
    return path


@pytest.mark.parametrize("name", ["published", "published/warehouse.duckdb", "published/parquet"])
def test_what_is_in_the_way_is_told_and_left(shop: Shop, name: str) -> None:
    build(shop.warehouse)
    path = in_the_way(shop.warehouse.home, name)
    with pytest.raises(WarehouseError) as caught:
        publish(shop.warehouse, published_by="a test")
    assert str(caught.value).startswith(str(path))
    assert path.exists()


def test_too_little_memory_is_told_with_what_to_set(shop: Shop) -> None:
    build(shop.warehouse)
    with shop.warehouse.open("a test") as connection:
        connection.execute("create view marts.large as select list(md5(range::varchar)) as a from range(2000000)")
    small = replace(shop.warehouse, memory_limit="4GB", marts_memory="64MB")
    with pytest.raises(WarehouseError, match="LEAD_PIPELINE_DBT_MEMORY"):
        publish(small, published_by="a test")
    assert list(shop.warehouse.published_path.parent.iterdir()) == []


@pytest.mark.slow
def test_many_long_rows_fit_into_the_marts_memory(shop: Shop) -> None:
    with shop.warehouse.open("a test") as connection:
        connection.execute("set memory_limit = '2GB'")
        text = "md5((range * {})::varchar) || repeat('text ', (range % 20)::int) as text_{}"
        texts = ", ".join(text.format(each, each) for each in range(1, 12))
        connection.execute(f"create schema marts; create table marts.leads as select range, {texts} from range(500000)")
    assert publish(shop.warehouse, published_by="a test").tables == {"leads": 500_000}
