"""One build for all tests that only read it: two accounts, synced, upset and synced again.

A test that changes the warehouse takes a copy.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from lead_pipeline.sandbox import RunningSandbox
from lead_pipeline_tests.dbt_project.accounts import Accounts
from lead_pipeline_tests.dbt_project.building import Ended, dbt
from lead_pipeline_tests.dbt_project.upsets import order, type_in, upset
from lead_pipeline_tests.ingest.rig import make

if TYPE_CHECKING:
    from pathlib import Path

MAY = ("2026-05-01 00:00:00Z", "2026-05-31 23:59:59Z")
HOUR = 3600


@pytest.fixture(scope="session")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Accounts:
    """North has had everything happen to it, south is small and new, west has no job at all."""
    with (
        RunningSandbox(make(leads=600, jobs=40, live=3)) as north,
        RunningSandbox(make(leads=90, jobs=2)) as south,
        RunningSandbox(make(leads=0, jobs=0)) as west,
    ):
        known = Accounts(tmp_path_factory.mktemp("marts") / "home", {"north": north, "south": south, "west": west})
        type_in(known.rig("north"))
        known.sync(datetime(2026, 6, 1, 12))  # noqa: DTZ001 - UTC without a zone, as the warehouse has it
        north.sandbox.clock.advance(6 * HOUR)
        upset(known.rig("north"))
        known.sync(datetime(2026, 6, 1, 18))  # noqa: DTZ001
        north.sandbox.clock.advance(42 * HOUR)
        order(known.rig("north"))
        known.sync(datetime(2026, 6, 3, 12))  # noqa: DTZ001
    known.read_before("north", datetime(2026, 5, 4, 9, 30), 4990, MAY)  # noqa: DTZ001
    known.read_before("north", datetime(2026, 5, 31, 9, 30), 5000, MAY)  # noqa: DTZ001
    return known


@pytest.fixture(scope="session")
def built(accounts: Accounts, tmp_path_factory: pytest.TempPathFactory) -> Ended:
    """What dbt says after building all of it."""
    return dbt("build", accounts.warehouse, tmp_path_factory.mktemp("built"))


@pytest.fixture
def copied(accounts: Accounts, built: Ended, tmp_path: Path) -> Accounts:
    """The same, built, in a home that a test may spoil."""
    return _copy(accounts, built, tmp_path)


@pytest.fixture(scope="module")
def copied_once(accounts: Accounts, built: Ended, tmp_path_factory: pytest.TempPathFactory) -> Accounts:
    """The same for all tests of a module."""
    return _copy(accounts, built, tmp_path_factory.mktemp("copied"))


def _copy(accounts: Accounts, built: Ended, home: Path) -> Accounts:
    assert built.code == 0, built.said
    (home / "state").mkdir()
    shutil.copy(accounts.warehouse, home / "warehouse.duckdb")
    return Accounts(home, {})
