"""The shop's empty warehouse and an account of the sandbox, for each test that asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lead_pipeline.sandbox import RunningSandbox
from lead_pipeline.warehouse.database import Warehouse
from lead_pipeline.warehouse.tables import make_tables
from lead_pipeline_tests.ingest.rig import Rig, make
from lead_pipeline_tests.warehouse.shop import SHOP, Shop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A warehouse file with the shop's empty tables."""
    warehouse = Warehouse(tmp_path_factory.mktemp("made"))
    with warehouse.open("a test") as connection:
        make_tables(connection, SHOP)
    return warehouse.path.read_bytes()


@pytest.fixture
def shop(tmp_path: Path, made: bytes) -> Shop:
    """The shop's tables, in which nothing ever landed."""
    warehouse = Warehouse(tmp_path / "home", lock_timeout=0)
    warehouse.home.mkdir()
    warehouse.path.write_bytes(made)
    return Shop(warehouse)


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """Six final jobs with 450 leads in all."""
    with RunningSandbox(make()) as running:
        yield Rig(running, tmp_path / "home")


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Rig]:
    """The same, and three jobs that are still queued or running."""
    with RunningSandbox(make(jobs=9, live=3)) as running:
        yield Rig(running, tmp_path / "home")
