"""Trials as fixtures: an account whose list of that route has several pages, and a fresh home."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lead_pipeline.sandbox import RunningSandbox
from lead_pipeline_tests.ingest.rig import make
from lead_pipeline_tests.under_fire.case import LISTS
from lead_pipeline_tests.under_fire.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

JOBS, LEADS = LISTS


@pytest.fixture
def route() -> str:
    """The list with several pages, where a test does not say which."""
    return LEADS


@pytest.fixture
def trial(
    tmp_path: Path,
    route: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> Iterator[Trial]:
    """An account in which the list of that route has several pages, and the other one is short."""
    has_many_jobs = route == JOBS
    with RunningSandbox(make(leads=40, jobs=32) if has_many_jobs else make(leads=60, jobs=3)) as running:
        running.sandbox.flowmaticx.edit.add_job(leads=3 if has_many_jobs else 330)
        if has_many_jobs:  # each costs a request: short pages make several of few
            running.sandbox.faults.arm("limit_lowered", JOBS, times=None, limit=15)
        yield Trial(running, tmp_path / "home", monkeypatch, capsys, caplog)
