"""The raw tables as Dagster assets, made by real runs of a real instance against the sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dagster as dg
import pytest

from lead_pipeline.definitions import defs
from lead_pipeline.sandbox import RunningSandbox, SandboxOptions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = ("jobs", "leads", "credits")


@pytest.fixture
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningSandbox]:
    """An account in the environment, as the daemon's processes would find it."""
    with RunningSandbox(SandboxOptions(leads=200, requests_per_minute=0)) as running:
        monkeypatch.setenv("LEAD_PIPELINE_HOME", str(tmp_path / "home"))
        monkeypatch.setenv("LEAD_PIPELINE_RETRY_SECONDS", "0.01")
        monkeypatch.setenv("FLOWMATICX_API_KEY", "lg_live_dagster_0123456789")
        monkeypatch.setenv("FLOWMATICX_BASE_URL", running.base_url)
        monkeypatch.setenv("FLOWMATICX_REQUESTS_PER_MINUTE", "0")
        yield running


def materialize(*names: str) -> dg.ExecuteInProcessResult:
    job = defs.resolve_implicit_global_asset_job_def()
    with dg.DagsterInstance.ephemeral() as instance:
        keys = [dg.AssetKey(["flowmaticx", name]) for name in names]
        return job.execute_in_process(instance=instance, asset_selection=keys, raise_on_error=False)


def test_each_endpoint_is_an_asset_with_its_columns_described() -> None:
    graph = defs.resolve_asset_graph()
    assert {key.to_user_string() for key in graph.get_all_asset_keys()} == {f"flowmaticx/{name}" for name in NAMES}
    columns = graph.get(dg.AssetKey(["flowmaticx", "leads"])).metadata["dagster/column_schema"].columns
    assert all(column.description for column in columns)
    assert graph.get(dg.AssetKey(["flowmaticx", "leads"])).parent_keys == {dg.AssetKey(["flowmaticx", "jobs"])}


def test_a_run_lands_every_endpoint_and_tells_what_came(account: RunningSandbox) -> None:
    done = materialize(*NAMES)
    assert done.success
    (leads,) = done.asset_materializations_for_node("read_flowmaticx")[1:2]
    told = leads.metadata
    assert told["rows new"].value == len(account.sandbox.flowmaticx.leads())
    assert told["proof"].value == "proven"


def test_a_selection_reads_only_what_it_names(account: RunningSandbox) -> None:
    assert materialize("credits").success
    assert {entry.route for entry in account.sandbox.journal} == {"flowmaticx/credits"}


def test_a_failed_endpoint_fails_the_run_and_says_the_cure(account: RunningSandbox) -> None:
    account.sandbox.keys.register("lg_live_dagster_0123456789", scopes=("jobs:read", "credits:read"))
    done = materialize(*NAMES)
    assert not done.success
    failure = next(event for event in done.all_node_events if event.is_step_failure)
    assert "leads:read" in str(failure.step_failure_data.error)
