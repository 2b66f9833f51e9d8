"""An empty warehouse in a folder of its own, for each test that asks. No test waits for a lock unless it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lead_pipeline.warehouse.database import Warehouse
from lead_pipeline.warehouse.tables import make_tables
from lead_pipeline_tests.warehouse.shop import SHOP, Shop

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """A warehouse whose folder is not made yet."""
    return Warehouse(tmp_path / "home", lock_timeout=0)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A warehouse file with the shop's empty tables: made once, as every test begins with it."""
    warehouse = Warehouse(tmp_path_factory.mktemp("made"))
    with warehouse.open("a test") as connection:
        make_tables(connection, SHOP)
    return warehouse.path.read_bytes()


@pytest.fixture
def shop(warehouse: Warehouse, made: bytes) -> Shop:
    """The shop's tables, empty."""
    warehouse.home.mkdir()
    warehouse.path.write_bytes(made)
    return Shop(warehouse)
