"""FlowEstate of a sandbox of its own for each test, and a home beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lead_pipeline.sandbox import RunningSandbox
from lead_pipeline_tests.sources.rig import SystemRig, standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = f"fe_k_{'0123456789abcdef' * 2}"


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[SystemRig]:
    """A few dozen leads, twelve projects."""
    with RunningSandbox(standing(leads=60, size=60)) as running:
        yield SystemRig(running, tmp_path / "home", "flowestate", KEY)


@pytest.fixture
def large(tmp_path: Path) -> Iterator[SystemRig]:
    """Some 400 leads, of whom many came in together."""
    with RunningSandbox(standing(size=700)) as running:
        yield SystemRig(running, tmp_path / "home", "flowestate", KEY)
