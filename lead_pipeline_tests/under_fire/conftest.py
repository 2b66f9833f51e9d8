"""Trials as fixtures: an account whose list of that route has several pages, and a fresh home."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from lead_pipeline.sandbox import RunningSandbox
from lead_pipeline_tests.ingest.rig import make
from lead_pipeline_tests.under_fire.case import LISTS
from lead_pipeline_tests.under_fire.promise import Ending
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


@pytest.fixture(scope="session")
def first_syncs() -> dict[str, Path]:
    """Homes as they are after a first sync of a trial's account, by the list with several pages."""
    return {}


@pytest.fixture
def held(trial: Trial, route: str, first_syncs: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Trial:
    """A trial that is synced already. Its account is always the same, so the first to ask syncs, the others copy."""
    if route in first_syncs:
        shutil.copytree(first_syncs[route], trial.rig.home)
    else:
        trial.ends(Ending.RIGHT)
        first_syncs[route] = shutil.copytree(trial.rig.home, tmp_path_factory.mktemp("held") / "home")
    trial.rig.running.sandbox.journal.clear()
    return trial
