"""A home that was synced, built and published once; tests that change it take a copy."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from lead_pipeline import settings
from lead_pipeline.marts.build import build_marts, publish_marts
from lead_pipeline.sandbox import RunningSandbox
from lead_pipeline.sources import SOURCES
from lead_pipeline.warehouse.database import Warehouse
from lead_pipeline_tests.ingest.rig import Rig, make

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ALL = tuple(SOURCES.values())


@pytest.fixture(scope="session")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """Nine jobs with 450 leads, synced and published."""
    with RunningSandbox(make(jobs=9, live=3)) as running:
        synced = Rig(running, tmp_path_factory.mktemp("published") / "home")
        synced.sync()
        warehouse = settings.load(synced.environment).warehouse
        build_marts(warehouse, ALL)
        publish_marts(warehouse, ALL, published_by="a test")
        yield synced


@pytest.fixture
def warehouse(rig: Rig, tmp_path: Path) -> Warehouse:
    """A copy that a test may change."""
    home = tmp_path / "home"
    shutil.copytree(rig.home, home, symlinks=True)
    return Warehouse(home, lock_timeout=5)
