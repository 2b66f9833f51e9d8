"""What docs/published.md offers to type runs on a published copy, as it stands there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lead_pipeline.warehouse.database import Warehouse
from lead_pipeline_tests.warehouse.publish_shop import TABLES, ask, published

if TYPE_CHECKING:
    from lead_pipeline_tests.warehouse.shop import Shop

PAGE = (Path(__file__).parents[2] / "docs" / "published.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.fixture
def data(shop: Shop) -> Warehouse:
    """A home of the name that the page uses, with something published in it."""
    home = shop.warehouse.home.rename(shop.warehouse.home.with_name("data"))
    warehouse = Warehouse(home, lock_timeout=0)
    published(warehouse)
    return warehouse


@pytest.mark.slow
@pytest.mark.parametrize("code", blocks("python"), ids=["duckdb", "polars"])
def test_every_piece_of_python_runs(data: Warehouse, code: str) -> None:
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=data.home.parent)
    assert "published_at" in done.stdout or "table_name" in done.stdout


def test_every_query_runs(data: Warehouse) -> None:
    queries = [query for block in blocks("sql") for query in block.split(";\n") if query.strip()]
    assert len(queries) == 3
    for query in queries:
        ask(data.published_path, query)


def test_every_table_that_tells_about_the_copy_is_explained() -> None:
    for table in TABLES - {"order", "items"}:
        assert f"| `{table}` |" in PAGE
