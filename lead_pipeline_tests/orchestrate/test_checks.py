"""The checks as Dagster has them: all there, run alone or together, and the blocking ones in the way of a publish.

What a check asks, and when it warns, is asked in lead_pipeline_tests/quality.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import dagster as dg
import pytest

from lead_pipeline.orchestrate.partitions import range_tags
from lead_pipeline.orchestrate.raw import reader_of
from lead_pipeline.quality.checks import checks_of
from lead_pipeline.sources import SOURCES
from lead_pipeline_tests.ingest.rig import Rig
from lead_pipeline_tests.orchestrate.conftest import HOLD, load_definitions
from lead_pipeline_tests.warehouse.another_process import running

if TYPE_CHECKING:
    from collections.abc import Iterator

RAW = [(source.name, endpoint.name) for source in SOURCES.values() for endpoint in source.endpoints]


@pytest.fixture
def synced(account: Rig) -> Rig:
    """An account of which everything is landed."""
    account.sync()
    return account


def judge(
    instance: dg.DagsterInstance, asset: str | None = None, *names: str
) -> dict[tuple[str, str], dg.AssetCheckEvaluation]:
    """What a run finds of these checks of a raw table, or of all checks on raw tables; nothing else is run."""
    job = load_definitions().resolve_implicit_global_asset_job_def()
    keys = [
        key
        for key in job.asset_layer.asset_graph.asset_check_keys
        if key.asset_key.path[0] in SOURCES
        and (asset is None or key.asset_key == dg.AssetKey.from_user_string(asset))
        and (not names or key.name in names)
    ]
    chosen = job.get_subset(asset_selection=frozenset(), asset_check_selection=frozenset(keys))
    done = chosen.execute_in_process(instance=instance, raise_on_error=False)
    found = done.get_asset_check_evaluations()
    assert done.get_asset_materialization_events() == []
    return {(each.asset_key.to_user_string(), each.check_name): each for each in found}


@pytest.mark.parametrize(("system", "name"), RAW)
def test_each_check_of_a_table_is_a_check_of_its_asset(
    repository: dg.RepositoryDefinition, system: str, name: str
) -> None:
    source = SOURCES[system]
    declared = {check.name: check for check in checks_of(source, source.endpoint(name))}
    graph = repository.asset_graph
    keys = graph.get(dg.AssetKey([system, name])).check_keys
    assert {key.name for key in keys} == set(declared)
    for key in keys:
        spec = graph.get(key)
        assert (spec.blocking, spec.description) == (declared[key.name].is_blocking, declared[key.name].description)


def test_some_checks_block_and_not_all(repository: dg.RepositoryDefinition) -> None:
    blocking = [key.name for key in repository.asset_graph.asset_check_keys if repository.asset_graph.get(key).blocking]
    assert {"unique_key", "shrinkage", "set_aside"} <= set(blocking)
    assert not {"proven", "complete", "volume", "no_drift", "spent_as_the_balance_says"} & set(blocking)


def test_the_credits_are_reconciled_on_their_mart(repository: dg.RepositoryDefinition) -> None:
    key = dg.AssetCheckKey(dg.AssetKey(["marts", "credit_reconciliation"]), "spent_as_the_balance_says")
    assert key in repository.asset_graph.asset_check_keys


def test_after_a_good_sync_every_check_passes(instance: dg.DagsterInstance, synced: Rig) -> None:
    found = judge(instance)
    assert len(found) == sum(len(checks_of(SOURCES[system], SOURCES[system].endpoint(name))) for system, name in RAW)
    assert {key: each.description for key, each in found.items() if not each.passed} == {}
    assert all(each.description for each in found.values())


def test_of_a_system_without_an_account_nothing_is_asked_until_one_is_set(
    instance: dg.DagsterInstance, synced: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    (left_out,) = judge(instance, "flowestate/leads", "unique_key").values()
    assert (left_out.passed, left_out.description) == (True, "No account of FlowEstate is set.")
    monkeypatch.setenv("FLOWESTATE_API_KEY", "fe_k_of_an_account_that_was_never_read")
    (unread,) = judge(instance, "flowestate/leads", "unique_key").values()
    assert not unread.passed
    monkeypatch.delenv("FLOWMATICX_API_KEY")
    (held,) = judge(instance, "flowmaticx/leads", "unique_key").values()
    assert held.description != "No account of FlowMaticX is set.", "what is held is judged, whoever's it was"


def test_one_check_can_be_run_alone(instance: dg.DagsterInstance, synced: Rig) -> None:
    requests = len(synced.running.sandbox.journal)
    found = judge(instance, "flowmaticx/jobs", "proven")
    assert list(found) == [("flowmaticx/jobs", "proven")]
    assert len(synced.running.sandbox.journal) == requests, "to check asks the API nothing"


def test_one_record_that_is_set_aside_is_a_warning(instance: dg.DagsterInstance, account: Rig) -> None:
    account.world.edit.set_lead(id=next(iter(account.truth("leads"))), fields={"emailStatus": "MAYBE"})
    account.sync()
    failed = {name: each for (_, name), each in judge(instance, "flowmaticx/leads").items() if not each.passed}
    assert list(failed) == ["email_status_isin"]
    found = failed["email_status_isin"]
    assert found.severity is dg.AssetCheckSeverity.WARN
    assert found.description is not None
    assert "1 record set aside" in found.description
    assert found.metadata["set_aside"].value == 1


def test_before_the_first_sync_what_blocks_fails_and_the_rest_has_nothing_to_say(
    instance: dg.DagsterInstance, account: Rig
) -> None:
    account.home.mkdir()
    found = judge(instance, "flowmaticx/jobs", "unique_key", "proven")
    assert [each.passed for _, each in sorted(found.items())] == [True, False]


def test_a_warehouse_in_use_fails_the_run_with_who_uses_it(instance: dg.DagsterInstance, synced: Rig) -> None:
    with running(HOLD, str(synced.home)):
        assert judge(instance, "flowmaticx/jobs", "proven") == {}
    (failed,) = instance.get_runs()
    (event,) = instance.get_records_for_run(failed.run_id, of_type=dg.DagsterEventType.STEP_FAILURE).records
    assert "a look at the weather (process " in str(event.event_log_entry.dagster_event)


@pytest.fixture
def spoiled(account: Rig) -> Iterator[Rig]:
    """An account that shows a tenth of its leads in a way that no rule takes."""
    account.faults.arm("field_value", "flowmaticx/leads", times=None, field="emailStatus", value="MAYBE", every=10)
    yield account
    account.faults.clear()


def test_many_records_set_aside_stop_the_marts_and_the_publishing(
    instance: dg.DagsterInstance, spoiled: Rig, days: dg.DailyPartitionsDefinition
) -> None:
    job = load_definitions().resolve_job_def("sync")
    done = job.execute_in_process(instance=instance, tags=range_tags(days, date.min), raise_on_error=False)
    assert not done.success
    found = {(each.asset_key.to_user_string(), each.check_name): each for each in done.get_asset_check_evaluations()}
    blocked = found["flowmaticx/leads", "set_aside"]
    assert (blocked.passed, blocked.severity, blocked.blocking) == (False, dg.AssetCheckSeverity.ERROR, True)
    landed = {event.asset_key.path[0] for event in done.get_asset_materialization_events() if event.asset_key}
    assert landed == {"flowmaticx"}, "rows land whatever they are; marts and what is published stay as they were"
    begun = {event.step_key for event in done.all_events if event.is_step_start}
    assert begun == {*map(reader_of, SOURCES.values()), "check_flowmaticx"}, (
        "the others' find that they have no account"
    )
    assert not (spoiled.home / "published").exists()
