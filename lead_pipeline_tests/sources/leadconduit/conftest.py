"""LeadConduit of a sandbox of its own for each test, and a home beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lead_pipeline.sandbox import RunningSandbox
from lead_pipeline_tests.sources.rig import SystemRig, standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = "any-key-will-do"


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[SystemRig]:
    """Some 230 leads in four flows; no flow has so many events that an answer is cut off."""
    with RunningSandbox(standing()) as running:
        yield SystemRig(running, tmp_path / "home", "leadconduit", KEY)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SystemRig]:
    """A few dozen leads."""
    with RunningSandbox(standing(leads=60, size=40)) as running:
        yield SystemRig(running, tmp_path / "home", "leadconduit", KEY)


@pytest.fixture
def large(tmp_path: Path) -> Iterator[SystemRig]:
    """Some 720 leads; two flows have several pages of them, and more events than an answer holds."""
    with RunningSandbox(standing(size=900)) as running:
        yield SystemRig(running, tmp_path / "home", "leadconduit", KEY)
