"""The rig as a fixture: a fresh account and a fresh home for each test that asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lead_pipeline.sandbox import RunningSandbox
from lead_pipeline_tests.ingest.rig import Rig, make

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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


@pytest.fixture
def many(tmp_path: Path) -> Iterator[Rig]:
    """420 final jobs with a few leads each."""
    with RunningSandbox(make(leads=840, jobs=420)) as running:
        yield Rig(running, tmp_path / "home")
