"""A small workspace of FlowMaestro's, and a home of its own, for each test that asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lead_pipeline.sandbox import RunningSandbox
from lead_pipeline_tests.sources.rig import SystemRig, standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = "fm_live_0123456789abcdefghijABCDEFGHIJ01"


@pytest.fixture
def size() -> int:
    """Executions; of everything else there is less."""
    return 60


@pytest.fixture
def rig(tmp_path: Path, size: int) -> Iterator[SystemRig]:
    """The workspace."""
    with RunningSandbox(standing(size=size)) as running:
        yield SystemRig(running, tmp_path / "home", "flowmaestro", KEY)
