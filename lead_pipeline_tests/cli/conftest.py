"""Terminals: one beside a running sandbox, and one with nothing set."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from lead_pipeline.sandbox import RunningSandbox, SandboxOptions
from lead_pipeline_tests.cli.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def bare(tmp_path: Path) -> Terminal:
    """No account is set."""
    return Terminal(tmp_path / "a home")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """An account of 20 final jobs with 600 leads."""
    options = SandboxOptions(leads=600, jobs=20, live_jobs=0, requests_per_minute=0, now=NOON)
    with RunningSandbox(options) as running:
        yield Terminal(tmp_path / "a home", running)
