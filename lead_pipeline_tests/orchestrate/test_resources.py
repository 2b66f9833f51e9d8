"""What is set for the warehouse reaches the assets, and dbt, as it was set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline import settings
from lead_pipeline.marts.project import environment
from lead_pipeline.orchestrate.resources import WarehouseResource

if TYPE_CHECKING:
    from pathlib import Path


def test_nothing_is_lost_on_the_way(tmp_path: Path) -> None:
    said = {
        "LEAD_PIPELINE_HOME": str(tmp_path),
        "LEAD_PIPELINE_LOCK_SECONDS": "7",
        "LEAD_PIPELINE_MEMORY": "128MB",
        "LEAD_PIPELINE_DBT_MEMORY": "3GB",
    }
    set_up = settings.load(said)
    assert WarehouseResource.of(set_up).warehouse == set_up.warehouse
    assert environment(set_up.warehouse)["LEAD_PIPELINE_DBT_MEMORY"] == "3GB"
    assert set_up.warehouse.with_room().memory_limit == "3GB"
