"""Readers beside publishing, in processes of their own: each opens a whole copy every time."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from lead_pipeline_tests.warehouse.publish_shop import published

if TYPE_CHECKING:
    from lead_pipeline.warehouse.database import Warehouse
    from lead_pipeline_tests.warehouse.shop import Shop

PUBLISHES = 12
# Opens the copy again and again, and the Parquet files; says each build it sees for the first time.
READ = """
import sys
from pathlib import Path
import duckdb
path = Path(sys.argv[1])
def one_build(connection, sources):
    found = {row[0] for source in sources for row in connection.execute(f"select build from {source}").fetchall()}
    assert len(found) == 1, f"rows of builds {found} at once"
    return found.pop()
said = reads = 0
while said < int(sys.argv[2]):
    with duckdb.connect(str(path), read_only=True) as connection:
        for table, rows in connection.execute("select * from published_tables").fetchall():
            held = connection.execute(f'select count(*) from "{table}"').fetchone()[0]
            assert held == rows, f"{table}: {held} rows, said to be {rows}"
        build = one_build(connection, ['"order"', "items"])
    files = path.with_name("parquet").resolve()
    with duckdb.connect() as connection:
        also = one_build(connection, [f"'{files}/order.parquet'", f"'{files}/items.parquet'"])
    assert also >= said and build >= said, f"{build}, {also}: older than {said}"
    reads += 1
    if min(build, also) > said:
        said = min(build, also)
        print(said, flush=True)
print(reads)
"""


def reader(warehouse: Warehouse) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", READ, str(warehouse.published_path), str(PUBLISHES)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_two_readers_never_meet_an_error_nor_half_a_copy(shop: Shop) -> None:
    published(shop.warehouse, 1)
    with ExitStack() as stack:
        readers = [stack.enter_context(reader(shop.warehouse)) for _ in range(2)]
        for process in readers:
            stack.callback(process.kill)
        for number in range(1, PUBLISHES + 1):
            if number > 1:
                published(shop.warehouse, number)
            for process in readers:
                assert process.stdout is not None
                assert process.stdout.readline().strip() == str(number)
        for process in readers:
            assert process.stdout is not None
            assert int(process.stdout.readline()) > PUBLISHES  # some of them while a copy was being written
            assert process.wait(timeout=30) == 0
