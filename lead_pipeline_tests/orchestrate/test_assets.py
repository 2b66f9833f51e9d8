"""The assets: what a newcomer sees of them, and what real runs of a real instance against the sandbox make of them."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import dagster as dg
import duckdb
import pytest

from lead_pipeline.sources import SOURCES
from lead_pipeline_tests.orchestrate.conftest import MEMORY, load_definitions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from lead_pipeline.orchestrate.requests import Requests
    from lead_pipeline_tests.ingest.rig import Rig

TODAY = datetime.now(UTC).date().isoformat()
ONE_DAY = {"dagster/asset_partition_range_start": TODAY, "dagster/asset_partition_range_end": TODAY}
EVERYTHING = {"ops": {"read_flowmaticx": {"config": {"everything": True}}}}
ENDPOINTS = ("jobs", "leads", "credits")
MARTS = (
    "credit_balance", "credit_reconciliation", "credit_usage", "credit_usage_daily", "jobs", "lead_quality", "leads",
)  # fmt: skip


def run(
    instance: dg.DagsterInstance,
    *,
    job: str = "sync",
    selection: Sequence[str] | None = None,
    tags: Mapping[str, str] | None = None,
    config: Mapping[str, Any] | None = None,
) -> dg.ExecuteInProcessResult:
    """One run of a job, or of some of its assets."""
    chosen = None if selection is None else [dg.AssetKey.from_user_string(name) for name in selection]
    made = load_definitions()
    made_job = made.resolve_job_def(job) if chosen is None else made.resolve_implicit_global_asset_job_def()
    return made_job.execute_in_process(
        instance=instance, asset_selection=chosen, tags=tags, run_config=config, raise_on_error=False
    )


def launched(instance: dg.DagsterInstance, request: dg.RunRequest) -> dg.ExecuteInProcessResult:
    """The run that a schedule or a sensor asks for."""
    return (
        load_definitions()
        .resolve_job_def("sync")
        .execute_in_process(
            instance=instance,
            asset_selection=list(request.asset_selection or ()),
            tags=request.tags,
            run_config=request.run_config,
            raise_on_error=False,
        )
    )


def failure(done: dg.ExecuteInProcessResult) -> str:
    """What the step that failed said."""
    return next(str(event.step_failure_data.error) for event in done.all_events if event.is_step_failure)


def asset(name: str) -> Any:
    """An asset as the graph knows it."""
    return load_definitions().resolve_asset_graph().get(dg.AssetKey.from_user_string(name))


def test_each_endpoint_each_mart_and_the_published_copy_are_assets() -> None:
    keys = {key.to_user_string() for key in load_definitions().resolve_asset_graph().get_all_asset_keys()}
    wanted = {f"flowmaticx/{name}" for name in ENDPOINTS} | {f"marts/{name}" for name in MARTS}
    assert (
        wanted | {f"staging/stg_flowmaticx__{name}" for name in ENDPOINTS} | {"published/warehouse", "published/report"}
        <= keys
    )


def test_every_asset_says_what_it_is_and_whose() -> None:
    graph = load_definitions().resolve_asset_graph()
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.description, key
        assert node.owners, key
        assert node.kinds, key
        assert node.freshness_policy is not None, key


def test_raw_tables_show_their_declared_columns() -> None:
    for endpoint in SOURCES["flowmaticx"].endpoints:
        shown = asset(f"flowmaticx/{endpoint.name}").metadata["dagster/column_schema"].columns
        declared = [(column.name, column.sql_type) for column in endpoint.table.columns]
        assert [(column.name, column.type) for column in shown][: len(declared)] == declared
        assert all(column.description for column in shown)


def test_marts_show_their_columns_with_descriptions() -> None:
    for name in MARTS:
        shown = asset(f"marts/{name}").metadata["dagster/column_schema"].columns
        assert all(column.description for column in shown)
        assert all(column.type for column in shown)


def test_jobs_and_leads_are_of_days_and_a_balance_is_of_now() -> None:
    assert isinstance(asset("flowmaticx/jobs").partitions_def, dg.DailyPartitionsDefinition)
    assert asset("flowmaticx/jobs").partitions_def == asset("flowmaticx/leads").partitions_def
    assert asset("flowmaticx/credits").partitions_def is None
    assert "nothing to backfill" in asset("flowmaticx/credits").description


def test_any_range_of_days_is_one_run() -> None:
    policy = asset("flowmaticx/leads").backfill_policy
    assert policy == asset("flowmaticx/jobs").backfill_policy == dg.BackfillPolicy.single_run()


@pytest.mark.xdist_group("lineage")
def test_a_sync_reads_builds_checks_and_publishes(
    account: Rig, instance: dg.DagsterInstance, days: dg.DailyPartitionsDefinition, requests: Requests, lineage: Path
) -> None:
    (request,) = requests.changes()
    done = launched(instance, request)
    assert done.success
    assert account.holds_truth()
    with duckdb.connect(str(account.home / "published" / "warehouse.duckdb"), read_only=True) as published:
        (rows,) = published.execute("select count(*) from leads").fetchall()
    assert rows[0] == len(account.truth("leads"))
    page = account.home / "published" / "report" / "index.html"
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>"), "the report is made after the copy"
    not_passed = [check.check_name for check in done.get_asset_check_evaluations() if not check.passed]
    assert not_passed == []
    _lineage_reaches_the_raw_columns(done)
    shutil.copy(account.home / "state" / MEMORY, lineage)
    marked = instance.get_materialized_partitions(dg.AssetKey(["flowmaticx", "leads"]))
    assert marked == set(days.get_partition_keys()), "also days before the run's own, and those without a job"

    (request,) = requests.changes()
    again = launched(instance, request)
    assert again.success
    made = {event.asset_key.to_user_string() for event in again.get_asset_materialization_events() if event.asset_key}
    assert made == {f"flowmaticx/{name}" for name in ENDPOINTS}, "nothing is new, so nothing is built"


def _lineage_reaches_the_raw_columns(done: dg.ExecuteInProcessResult) -> None:
    """Follow what a valid lead costs up to where it comes from."""
    origins: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for event in done.get_asset_materialization_events():
        value = event.materialization.metadata.get("dagster/column_lineage")
        if event.asset_key is None or not isinstance(value, dg.TableColumnLineageMetadataValue):
            continue
        for column, deps in value.value.deps_by_column.items():
            key = (event.asset_key.to_user_string(), column)
            origins[key] = [(dep.asset_key.to_user_string(), dep.column_name) for dep in deps]
    reached, queue = set[tuple[str, str]](), [("marts/lead_quality", "cost_per_valid_lead")]
    while queue:
        reached.add(queue[-1])
        queue += [origin for origin in origins.get(queue.pop(), []) if origin not in reached]
    assert {("flowmaticx/jobs", "credits_used"), ("flowmaticx/leads", "email_status")} <= reached
    quality = next(
        event.materialization.metadata
        for event in done.get_asset_materialization_events()
        if event.asset_key == dg.AssetKey(["marts", "lead_quality"])
    )
    table: Any = quality["where columns come from"].value
    (row,) = [record.data for record in table.records if record.data["column"] == "cost_per_valid_lead"]
    assert "flowmaticx/jobs credits_used" in str(row["as read"])
    assert "flowmaticx/leads email_status" in str(row["as read"])


def test_a_run_tells_what_it_did(
    account: Rig, instance: dg.DagsterInstance, days: dg.DailyPartitionsDefinition
) -> None:
    lead = min(account.truth("leads"))
    account.world.edit.set_lead(id=lead, fields={"rating": 99})
    done = run(instance, selection=[f"flowmaticx/{name}" for name in ENDPOINTS], tags=ONE_DAY, config=EVERYTHING)
    assert done.success
    events = [
        event
        for event in done.get_asset_materialization_events()
        if event.asset_key == dg.AssetKey(["flowmaticx", "leads"])
    ]
    told: dict[str, Any] = {
        name: value.value
        for name, value in next(each for each in events if each.partition == TODAY).materialization.metadata.items()
    }
    assert told["rows new"] == told["dagster/row_count"] == len(account.truth("leads")) - 1
    assert told["rows set aside"] == 1
    assert told["requests"] == sum(entry.route == "flowmaticx/leads" for entry in account.running.sandbox.journal)
    assert told["pages"] >= 9
    assert told["proof"] == "default: proven"
    table: Any = told["set aside by rule"]
    (rule,) = table.records
    assert json.loads(json.dumps(rule.data)) == {"rule": "rating: in_range(0, 5)", "records": 1}
    kept = instance.get_run_by_id(done.run_id)
    assert kept is not None
    assert kept.tags["lead_pipeline/accounts"] == "default"


def test_a_range_of_days_asks_only_for_the_leads_of_its_jobs(account: Rig, instance: dg.DagsterInstance) -> None:
    jobs = account.truth("jobs")
    first, last = sorted(job["created_at"].date().isoformat() for job in jobs.values())[2:4]
    tags = {"dagster/asset_partition_range_start": first, "dagster/asset_partition_range_end": last}
    done = run(instance, selection=["flowmaticx/jobs", "flowmaticx/leads"], tags=tags)
    assert done.success
    journal = account.running.sandbox.journal
    asked = {int(entry.query["job_id"]) for entry in journal if entry.route == "flowmaticx/leads"}
    assert asked == {key for key, job in jobs.items() if first <= job["created_at"].date().isoformat() <= last}
    partitions = {event.partition for event in done.get_asset_materialization_events()}
    assert {first, last} <= partitions


def test_a_selection_reads_only_what_it_names(account: Rig, instance: dg.DagsterInstance) -> None:
    assert run(instance, selection=["flowmaticx/credits"]).success
    assert {entry.route for entry in account.running.sandbox.journal} == {"flowmaticx/credits"}


def test_a_failed_endpoint_fails_the_run_says_the_cure_and_leaves_the_others_made(
    account: Rig, instance: dg.DagsterInstance
) -> None:
    key = account.environment["FLOWMATICX_API_KEY"]
    account.running.sandbox.keys.register(key, scopes=("jobs:read", "credits:read"))
    done = run(instance, selection=[f"flowmaticx/{name}" for name in ENDPOINTS])
    assert not done.success
    assert "leads:read" in failure(done)
    made = {event.asset_key.path[-1] for event in done.get_asset_materialization_events() if event.asset_key}
    assert made == {"jobs", "credits"}


def test_one_account_can_be_named(account: Rig, instance: dg.DagsterInstance) -> None:
    config = {"ops": {"read_flowmaticx": {"config": {"account": "nobody"}}}}
    done = run(instance, selection=["flowmaticx/credits"], config=config)
    assert not done.success
    assert "No account is called" in failure(done)
