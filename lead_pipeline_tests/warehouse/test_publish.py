"""What is in a published copy: the marts with what is told about them, as a database and as Parquet; nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pytest

from lead_pipeline.errors import WarehouseBusy, WarehouseError
from lead_pipeline.warehouse.locks import held
from lead_pipeline.warehouse.publish import publish
from lead_pipeline_tests.warehouse.publish_shop import TABLES, ask, build, builds, published, rubbish
from lead_pipeline_tests.warehouse.shop import Landing, bad

if TYPE_CHECKING:
    from lead_pipeline.warehouse.database import Warehouse
    from lead_pipeline_tests.warehouse.shop import Shop


def test_the_marts_are_there_with_their_rows_and_nothing_else(shop: Shop) -> None:
    done = published(shop.warehouse, 3)
    assert done.path == shop.warehouse.published_path
    assert done.tables == {"items": 30, "order": 103}
    assert done.bytes == done.path.stat().st_size
    assert {name for (name,) in ask(done.path, "select table_name from duckdb_tables()")} == TABLES
    assert ask(done.path, "select schema_name from duckdb_schemas() where not internal and schema_name <> 'main'") == []
    mine = shop.ask('select * from marts."order" order by id')
    assert ask(done.path, 'select * from "order" order by id') == mine


def test_types_comments_and_what_is_never_empty_are_kept(shop: Shop) -> None:
    path = published(shop.warehouse).path
    told = "select table_name, column_name, data_type, is_nullable, comment from duckdb_columns() where not internal"
    theirs = ask(path, f"{told} and not starts_with(table_name, 'published') order by all")
    assert theirs == shop.ask(f"{told} and schema_name = 'marts' order by all")
    assert ("order", "build", "BIGINT", False, None) in theirs
    assert ("order", "spent", "DECIMAL(12,2)", True, "What was spent, in €.") in theirs
    comments = dict(ask(path, "select table_name, comment from duckdb_tables()"))
    assert comments["order"] == 'One row an order; it\'s "quoted".'
    assert comments["items"] == "One row an item."


def test_any_duckdb_since_1_0_opens_it(shop: Shop) -> None:
    path = published(shop.warehouse).path
    assert ask(path, "select tags['storage_version'] from duckdb_databases() where not internal") == [("v1.0.0+",)]


def test_the_parquet_files_hold_the_same_rows(shop: Shop) -> None:
    done = published(shop.warehouse)
    files = done.path.with_name("parquet")
    assert {file.name for file in files.iterdir()} == {f"{name}.parquet" for name in TABLES}
    for name in TABLES:
        table, file = f'from "{name}"', f"from '{files / name}.parquet'"
        assert ask(done.path, f"({table} except all {file}) union all ({file} except all {table})") == []
    assert pl.read_parquet(files / "order.parquet")["spent"].dtype == pl.Decimal(12, 2)
    stamps = f"select distinct decode(value) from parquet_kv_metadata('{files}/*.parquet') where key = 'published_at'"
    assert ask(done.path, stamps) == [(done.published_at.isoformat(),)]
    codecs = f"select distinct compression from parquet_metadata('{files}/*.parquet')"
    assert ask(done.path, codecs) == [("ZSTD",)]


def test_nothing_personal_is_published_but_what_the_marts_hold(shop: Shop) -> None:
    shop.land(Landing([{"id": 1, "name": "Quinn Rawley"}], [bad("2", '{"name": "Quinn Asideton"}')]))
    build(shop.warehouse)
    with shop.warehouse.open("a test") as connection:
        connection.execute("create table marts.people as select 'Quinn Martley' as name")
    done = publish(shop.warehouse, published_by="a test")
    files = [done.path, *done.path.with_name("parquet").iterdir()]
    content = b"".join(file.read_bytes() for file in files)
    assert b"Quinn Martley" in content  # so that a name would be found
    assert b"Rawley" not in content
    assert b"Asideton" not in content


def test_a_mart_that_is_gone_is_gone_from_the_copy(shop: Shop) -> None:
    path = published(shop.warehouse).path
    with shop.warehouse.open("a test") as connection:
        connection.execute("drop table marts.items")
    assert publish(shop.warehouse, published_by="a test").tables == {"order": 101}
    assert not ask(path, "select 1 from duckdb_tables() where table_name = 'items'")
    assert not (path.parent / "parquet" / "items.parquet").exists()


def test_a_mart_that_is_a_view_becomes_a_table(shop: Shop) -> None:
    build(shop.warehouse)
    with shop.warehouse.open("a test") as connection:
        connection.execute("create view marts.few as select * from marts.items where id < 3")
        connection.execute("comment on view marts.few is 'Only a few.'")
    path = publish(shop.warehouse, published_by="a test").path
    assert ask(path, "select comment, estimated_size from duckdb_tables() where table_name = 'few'") == [
        ("Only a few.", 3)
    ]


def test_what_a_killed_build_left_is_no_mart(shop: Shop) -> None:
    build(shop.warehouse)
    with shop.warehouse.open("a test") as connection:
        connection.execute("create table marts.items__dbt_tmp as select 1 as id")
    assert set(publish(shop.warehouse, published_by="a test").tables) == {"items", "order"}


def test_only_the_expected_marts_are_published(shop: Shop) -> None:
    build(shop.warehouse)
    assert publish(shop.warehouse, published_by="a test", expected=["items"]).tables == {"items": 10}


def test_who_reads_keeps_what_was_opened(shop: Shop) -> None:
    path = published(shop.warehouse, 1).path
    files = path.with_name("parquet").resolve()
    with duckdb.connect(str(path), read_only=True) as reader:
        published(shop.warehouse, 2)
        assert reader.execute("select distinct build from items").fetchall() == [(1,)]
        assert reader.execute(f"select distinct build from '{files}/items.parquet'").fetchall() == [(1,)]
    assert builds(shop.warehouse) == {2}


def test_what_someone_wrote_to_an_earlier_copy_is_not_replayed(shop: Shop) -> None:
    path = published(shop.warehouse, 1).path
    stale = path.with_name("warehouse.duckdb.wal")
    other = path.parents[1] / "other.duckdb"
    with duckdb.connect(str(other)) as connection:
        connection.execute("create table stale as select 1 as a")
        stale.write_bytes(other.with_name("other.duckdb.wal").read_bytes())
    assert stale.stat().st_size
    published(shop.warehouse, 2)
    assert not stale.exists()
    assert builds(shop.warehouse) == {2}
    assert {name for (name,) in ask(path, "select table_name from duckdb_tables()")} == TABLES


def test_nobody_writes_to_it_by_accident(shop: Shop) -> None:
    assert not published(shop.warehouse).path.stat().st_mode & 0o222


def test_the_folder_holds_no_more_after_many_times(shop: Shop) -> None:
    for number in (1, 2, 3, 4):
        published(shop.warehouse, number)
        assert rubbish(shop.warehouse) == []
    assert builds(shop.warehouse) == {4}


def test_without_marts_the_cure_is_told(shop: Shop) -> None:
    with pytest.raises(WarehouseError, match=r"no marts to publish\. Build the marts"):
        publish(shop.warehouse, published_by="a test")
    assert not shop.warehouse.published_path.exists()


def test_before_the_first_sync_the_cure_is_told(warehouse: Warehouse) -> None:
    with pytest.raises(WarehouseError, match="lead-pipeline sync"):
        publish(warehouse, published_by="a test")
    assert not warehouse.home.exists()


def test_two_never_publish_at_once(shop: Shop) -> None:
    build(shop.warehouse)
    with (
        held(shop.warehouse.state / "publish.lock", "another", timeout=0),
        pytest.raises(WarehouseBusy, match="another"),
    ):
        publish(shop.warehouse, published_by="a test")
