"""What a tick starts, opens and imports, counted: CPU seconds differ from machine to machine, these do not.

The interpreter itself tells of each process that is started and of each file that is opened. How many CPU seconds it
comes to is measured by `python -m bench tick`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from dagster_dbt import DbtCliResource
from packaging.version import Version

from lead_pipeline.marts.project import DBT, manifest
from lead_pipeline.orchestrate.dbt_tool import DbtTool
from lead_pipeline.warehouse.database import Warehouse
from lead_pipeline_tests.orchestrate.test_assets import launched

if TYPE_CHECKING:
    from collections.abc import Iterator

    import dagster as dg

    from lead_pipeline.orchestrate.requests import Requests
    from lead_pipeline_tests.ingest.rig import Rig

_OF_DBT = ("dbt.cli", "dbt.adapters.duckdb", "dbt.parser")
_OF_NO_COMMAND = ("dagster", "dbt", "starlette", "altair")
_OF_SOME_COMMANDS = (*_OF_NO_COMMAND, "polars", "duckdb", "aiohttp")
_OF_THE_SANDBOX = ("lead_pipeline.sandbox", "starlette", "uvicorn")


class Told:
    """What was started, and how often the warehouse was opened, since it was last asked."""

    def __init__(self) -> None:
        self.dbt: list[list[str]] = []
        self.openings = 0

    def hear(self, event: str, told: tuple[Any, ...]) -> None:
        """One thing that the interpreter is about to do."""
        if event == "subprocess.Popen" and str(told[0]) == str(DBT):
            self.dbt.append([str(word) for word in told[1][1:]])
        elif event == "open" and str(told[0]).endswith("warehouse.lock"):
            self.openings += 1  # whoever opens the warehouse takes its lock, once


_LISTENING: list[Told] = []


def _hear(event: str, told: tuple[Any, ...]) -> None:
    for each in _LISTENING:
        each.hear(event, told)


sys.addaudithook(_hear)  # it cannot be taken away again, so there is one, which mostly has nobody to tell


@pytest.fixture
def told() -> Iterator[Told]:
    """From here on all is heard."""
    listening = Told()
    _LISTENING.append(listening)
    yield listening
    _LISTENING.remove(listening)


@pytest.mark.xdist_group("lineage")
@pytest.mark.usefixtures("known_lineage")
def test_a_tick_starts_one_dbt_if_there_is_news_and_none_if_there_is_not(
    account: Rig, instance: dg.DagsterInstance, requests: Requests, told: Told
) -> None:
    manifest()  # parsed by whoever loads the definitions first
    told.dbt.clear()
    tick = partial(_tick, instance, requests)
    assert tick().success
    assert [words[0] for words in told.dbt] == ["build"], "not even one for its version"
    told.dbt.clear()
    told.openings = 0
    assert tick().success
    assert told.dbt == []
    assert told.openings <= 12, "each costs ten milliseconds"

    account.world.edit.add_job(leads=3)
    assert tick().success
    assert [words[0] for words in told.dbt] == ["build"]


def _tick(instance: dg.DagsterInstance, requests: Requests) -> dg.ExecuteInProcessResult:
    (request,) = requests.changes()
    return launched(instance, request)


def test_an_unchanged_sync_opens_the_warehouse_a_few_times_only(account: Rig, told: Told) -> None:
    account.sync()
    account.sync()
    told.openings = 0
    account.sync()
    assert 0 < told.openings <= 10


def test_the_version_of_dbt_is_the_one_that_it_would_tell_itself(tmp_path: Path) -> None:
    tool = DbtTool.of(Warehouse(tmp_path))
    plain = DbtCliResource(project_dir=tool.project_dir, profiles_dir=tool.profiles_dir, dbt_executable=str(DBT))
    assert tool._cli_version == plain._cli_version == Version(version("dbt-core"))


def test_only_whoever_looks_at_columns_gets_an_adapter(tmp_path: Path) -> None:
    assert "_initialize_dbt_core_adapter" in vars(DbtCliResource), "what we leave out is still called so"
    tool = DbtTool.of(Warehouse(tmp_path))
    assert tool._initialize_dbt_core_adapter([]) is None
    assert tool.asking(warehouse=True).asks_warehouse


@pytest.mark.parametrize(
    ("code", "needless"),
    [
        ("import lead_pipeline.definitions", (*_OF_DBT, *_OF_THE_SANDBOX, "pandas")),
        ("from lead_pipeline.cli import app; app(['--help'], standalone_mode=False)", _OF_SOME_COMMANDS),
        ("from lead_pipeline.cli import status", (*_OF_NO_COMMAND, "aiohttp", "pyarrow")),
        ("from lead_pipeline.cli import sync", (*_OF_NO_COMMAND, "lead_pipeline.report", "lead_pipeline.marts")),
    ],
    ids=["the definitions", "help", "status", "sync"],
)
def test_what_is_not_needed_is_not_imported(code: str, needless: tuple[str, ...], nobody: Path) -> None:
    manifest()
    names = f"import sys; print([name for name in {needless!r} if name in sys.modules], file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"{code}\n{names}"],
        env={**os.environ, "LEAD_PIPELINE_HOME": str(nobody)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.splitlines()[-1] == "[]"
