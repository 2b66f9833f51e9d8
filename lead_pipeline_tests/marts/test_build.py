"""From rows to what analysts read: what is published, what stops it, and when there is nothing to do."""

from __future__ import annotations

import shutil
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import duckdb
import pytest

from lead_pipeline.errors import MartsFailed, PublishRefused
from lead_pipeline.marts.build import build_marts, is_news, prepare, publish_marts, target_of
from lead_pipeline.marts.project import PARSED
from lead_pipeline.warehouse.database import Warehouse
from lead_pipeline_tests.marts.conftest import ALL

if TYPE_CHECKING:
    from pathlib import Path

    from lead_pipeline_tests.ingest.rig import Rig

EVER = timedelta(days=365)


def published(warehouse: Warehouse) -> tuple[int, str]:
    """Rows of the leads, and who published them."""
    with duckdb.connect(str(warehouse.published_path), read_only=True) as connection:
        found = connection.execute("select (select count(*) from leads), published_by from published").fetchone()
    assert found is not None
    return found[0], found[1]


def change(warehouse: Warehouse, sql: str) -> None:
    with warehouse.open("a test") as connection:
        connection.execute(sql)


def forget_leads(warehouse: Warehouse) -> None:
    change(warehouse, "delete from raw_flowmaticx.leads")
    change(warehouse, "delete from ops.walks where endpoint = 'leads'")


def test_what_is_published_is_what_the_server_has(rig: Rig, warehouse: Warehouse) -> None:
    assert published(warehouse) == (len(rig.truth("leads")), "a test")


def test_a_first_build_parses_nothing_that_another_warehouse_had_parsed(warehouse: Warehouse) -> None:
    assert (target_of(warehouse) / "run_results.json").exists()
    # What dbt parses it writes down anew, with the place of the warehouse in it.
    assert (target_of(warehouse) / PARSED.name).read_bytes() == PARSED.read_bytes()


def test_a_row_that_is_there_twice_is_never_published(warehouse: Warehouse) -> None:
    change(warehouse, "insert into raw_flowmaticx.jobs from raw_flowmaticx.jobs limit 1")
    with pytest.raises(PublishRefused, match="flowmaticx/jobs unique_key"):
        publish_marts(warehouse, ALL, published_by="another")
    assert published(warehouse)[1] == "a test"


def test_marts_whose_tests_fail_are_never_published(warehouse: Warehouse) -> None:
    change(warehouse, "insert into raw_flowmaticx.jobs from raw_flowmaticx.jobs limit 1")
    with pytest.raises(MartsFailed, match="key_stg_"):
        build_marts(warehouse, ALL)
    assert published(warehouse)[1] == "a test"


def test_a_warehouse_that_never_saw_a_sync_is_neither_built_nor_published(tmp_path: Path) -> None:
    empty = Warehouse(tmp_path / "home")
    with pytest.raises(PublishRefused, match="Nothing was synced yet"):
        build_marts(empty, ALL)
    with pytest.raises(PublishRefused, match="Nothing was synced yet"):
        publish_marts(empty, ALL, published_by="a test")
    assert not empty.published_path.exists()


def test_a_system_that_was_not_read_whole_is_neither_built_nor_published_alone(warehouse: Warehouse) -> None:
    forget_leads(warehouse)
    told = (
        "Nothing of flowmaticx/leads is synced yet, so nothing is published. Read what is missing: "
        "`lead-pipeline sync flowmaticx`, or materialize flowmaticx/leads in Dagster."
    )
    for refused in (partial(build_marts, warehouse, ALL), partial(publish_marts, warehouse, ALL, published_by="x")):
        with pytest.raises(PublishRefused) as caught:
            refused()
        assert str(caught.value) == told
    assert published(warehouse)[1] == "a test"


def test_where_nothing_will_be_published_no_dbt_is_started(warehouse: Warehouse) -> None:
    forget_leads(warehouse)
    shutil.rmtree(target_of(warehouse))
    with pytest.raises(PublishRefused):
        build_marts(warehouse, ALL)
    assert not target_of(warehouse).exists()


def test_of_several_systems_that_were_not_read_whole_one_is_enough(warehouse: Warehouse) -> None:
    forget_leads(warehouse)
    change(warehouse, "insert into ops.runs by name select 'r' as run_id, 'specway' as system, 'north' as account")
    with pytest.raises(PublishRefused) as caught:
        build_marts(warehouse, ALL)
    assert "`lead-pipeline sync flowmaticx`, or materialize flowmaticx/leads in Dagster; " in caught.value.cure
    assert "`lead-pipeline sync specway`, or materialize specway/workflows, " in caught.value.cure
    assert caught.value.cure.endswith("One of these systems is enough.")


def test_a_system_that_could_not_be_read_yet_holds_no_other_up(warehouse: Warehouse) -> None:
    change(warehouse, "insert into ops.runs by name select 'r' as run_id, 'specway' as system, 'north' as account")
    publish_marts(warehouse, ALL, published_by="another")
    assert published(warehouse)[1] == "another"


def test_there_is_no_news_until_a_row_changes(warehouse: Warehouse) -> None:
    assert not is_news(warehouse, prepare(warehouse, ALL), at_least_every=EVER)
    change(warehouse, "update raw_flowmaticx.jobs set _changed_at = _changed_at + interval 1 second where id = 10001")
    assert is_news(warehouse, prepare(warehouse, ALL), at_least_every=EVER)


def test_what_is_old_is_news_whatever_changed(warehouse: Warehouse) -> None:
    assert is_news(warehouse, prepare(warehouse, ALL), at_least_every=timedelta(0))


def test_what_was_never_published_is_news(warehouse: Warehouse) -> None:
    warehouse.published_path.unlink()
    assert is_news(warehouse, prepare(warehouse, ALL), at_least_every=EVER)
