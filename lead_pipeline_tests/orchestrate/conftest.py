"""What these tests share: an instance of Dagster, the environment that its processes would find, and the definitions.

Each instance is a real one, with its files in a folder of the test.
"""

from __future__ import annotations

import os
import runpy
import shutil
import sqlite3
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import dagster as dg
import pytest
import sqlalchemy

import lead_pipeline
from lead_pipeline.orchestrate.partitions import days_from
from lead_pipeline.orchestrate.requests import Requests
from lead_pipeline.sandbox import RunningSandbox, SandboxOptions
from lead_pipeline.sources import SOURCES
from lead_pipeline_tests.ingest.rig import Rig

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS = ("LEAD_PIPELINE_", "DAGSTER_IS_DEV_CLI", *(f"{name.upper()}_" for name in SOURCES))
NOW = datetime.now(UTC).replace(microsecond=0)  # Dagster's days end today, so the sandbox's clock stands today
HISTORY = 7  # days: Dagster plans and records each asset for each day of a run
FIRST_DAY = (NOW - timedelta(days=HISTORY + 1)).date()  # before the sandbox's first jobs
SMALL = SandboxOptions(leads=450, jobs=9, live_jobs=3, history_days=HISTORY, requests_per_minute=0, now=NOW)
RETRIES = {"enabled": True, "max_retries": 2, "retry_on_asset_or_op_failure": False}  # as dagster.yaml has it

MEMORY = "column-lineage.json"

# For another process: it has the warehouse of that home open until it ends.
HOLD = """
import sys
from pathlib import Path
from lead_pipeline.warehouse.database import Warehouse
holding = Warehouse(Path(sys.argv[1])).open("a look at the weather")
holding.__enter__()
"""


@pytest.fixture(scope="session")
def own_instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dg.DagsterInstance]:
    """An instance that keeps everything in files, as the daemon's does; but all runs in one, which is quicker."""
    folder = str(tmp_path_factory.mktemp("dagster"))
    events = {
        "module": "dagster._core.storage.event_log",
        "class": "ConsolidatedSqliteEventLogStorage",
        "config": {"base_dir": folder},
    }
    overrides = {"run_retries": RETRIES, "event_log_storage": events}
    sqlalchemy.event.listen(sqlalchemy.Engine, "connect", _do_not_wait_for_the_disk)
    with dg.instance_for_test(temp_dir=folder, overrides=overrides) as made, ExitStack() as open_to_the_end:
        # Each event has a connection of its own, and whoever closes the last one of a file tidies its log up.
        for file in Path(folder).rglob("*.db"):
            kept = open_to_the_end.enter_context(closing(sqlite3.connect(file)))
            kept.execute("select count(*) from sqlite_master").fetchall()
        yield made
    sqlalchemy.event.remove(sqlalchemy.Engine, "connect", _do_not_wait_for_the_disk)


def _do_not_wait_for_the_disk(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("pragma synchronous = off").close()


@pytest.fixture
def instance(own_instance: dg.DagsterInstance) -> dg.DagsterInstance:
    """The same, in which nothing has happened yet."""
    own_instance.wipe()
    return own_instance


@pytest.fixture
def nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment in which no account is set, and a home that is not there yet."""
    _set(monkeypatch, tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def account(nobody: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rig]:
    """Six final jobs with 450 leads and three that are under way, and the environment set to that account."""
    with RunningSandbox(SMALL) as running:
        rig = Rig(running, nobody)
        for name, value in rig.environment.items():
            monkeypatch.setenv(name, value)
        yield rig


@pytest.fixture(scope="session")
def lineage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where what a whole build has worked out of the columns' lineage is kept for others."""
    return tmp_path_factory.mktemp("lineage") / MEMORY


@pytest.fixture
def known_lineage(nobody: Path, lineage: Path) -> Iterator[None]:
    """For builds whose lineage is not looked at: to work it out anew takes as long as the build."""
    memory = nobody / "state" / MEMORY
    if lineage.exists():
        memory.parent.mkdir(parents=True)
        shutil.copy(lineage, memory)
    yield
    if not lineage.exists():
        shutil.copy(memory, lineage)


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> dg.RepositoryDefinition:
    """All definitions, as a process finds them in which nothing is set but the first day."""
    with pytest.MonkeyPatch.context() as patch:
        _set(patch, tmp_path_factory.mktemp("home"))
        return load_definitions().get_repository_def()


@pytest.fixture(scope="session")
def days() -> dg.DailyPartitionsDefinition:
    """The same days as there."""
    return days_from(FIRST_DAY)


@pytest.fixture(scope="session")
def requests(repository: dg.RepositoryDefinition, days: dg.DailyPartitionsDefinition) -> Requests:
    """What schedules and sensors ask for there."""
    rest = {key for key in repository.asset_graph.get_all_asset_keys() if key.path[0] not in SOURCES}
    return Requests(tuple(SOURCES.values()), days, rest)


def load_definitions() -> dg.Definitions:
    """The definitions as a process finds them that starts in this environment: they read it when they are made."""
    made = runpy.run_path(str(Path(lead_pipeline.__file__).with_name("definitions.py")))["defs"]
    assert isinstance(made, dg.Definitions)
    return made


def _set(patch: pytest.MonkeyPatch, home: Path) -> None:
    for name in [name for name in os.environ if name.startswith(OURS)]:
        patch.delenv(name)
    patch.setenv("LEAD_PIPELINE_HOME", str(home))
    patch.setenv("LEAD_PIPELINE_FIRST_DAY", FIRST_DAY.isoformat())
    patch.setenv("LEAD_PIPELINE_LOCK_SECONDS", "0")
    patch.setenv("LEAD_PIPELINE_RETRY_SECONDS", "0.01")
    patch.setenv("LEAD_PIPELINE_WAREHOUSE", "")  # set by our own code for dbt, and so taken back
