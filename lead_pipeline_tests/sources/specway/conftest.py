"""A small account of Specway's, and a home of its own, for each test that asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lead_pipeline.sandbox import RunningSandbox
from lead_pipeline_tests.sources.rig import SystemRig, standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = "spec-0123456789abcdef"


@pytest.fixture
def size() -> int:
    """Executions, and submissions; of everything else there is less."""
    return 60


@pytest.fixture
def rig(tmp_path: Path, size: int) -> Iterator[SystemRig]:
    """The account."""
    with RunningSandbox(standing(size=size)) as running:
        yield SystemRig(running, tmp_path / "home", "specway", KEY)
