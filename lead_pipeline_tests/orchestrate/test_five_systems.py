"""Five systems in one Dagster: each stands for itself, whatever becomes of the others. Real runs, one sandbox."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import dagster as dg
import pytest

from lead_pipeline.sandbox import RunningSandbox
from lead_pipeline.sources import SOURCES
from lead_pipeline.spec.freshness import kept_fresh
from lead_pipeline_tests.orchestrate.conftest import load_definitions
from lead_pipeline_tests.orchestrate.five import TINY, Five
from lead_pipeline_tests.orchestrate.test_assets import ONE_DAY, asset, launched, run
from lead_pipeline_tests.orchestrate.test_sensors import Sensor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lead_pipeline.orchestrate.requests import Requests

BY_DAY = {
    "flowmaticx/jobs", "flowmaticx/leads", "leadconduit/events", "leadconduit/leads", "leadconduit/analytics_by_source",
    "leadconduit/analytics_by_campaign", "specway/executions",
}  # fmt: skip
ACROSS = ("marts.leads", "marts.lead_journey", "marts.deliveries", "marts.workflow_runs", "marts.conversion")
EVERYTHING = {"ops": {f"read_{name}": {"config": {"everything": True}} for name in SOURCES}}
ALL = [(source.name, endpoint.name) for source in SOURCES.values() for endpoint in source.endpoints]


@pytest.fixture
def five(nobody: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Five]:
    """An account of each system."""
    with RunningSandbox(TINY) as running:
        made = Five(running, nobody)
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        yield made


def made_by(done: dg.ExecuteInProcessResult) -> set[str]:
    """The systems of whose assets any was made, and the other groups."""
    return {event.asset_key.path[0] for event in done.get_asset_materialization_events() if event.asset_key}


def systems(asked: list[dg.RunRequest]) -> list[str]:
    """What each of the runs is to read."""
    return [request.tags["lead_pipeline/systems"] for request in asked]


def days_ago(number: int) -> str:
    return (datetime.now(UTC) - timedelta(days=number)).date().isoformat()


# ── What is shown ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_each_endpoint_is_an_asset_of_its_systems_group_that_says_how_it_is_kept_fresh() -> None:
    graph = load_definitions().resolve_asset_graph()
    for system, name in ALL:
        node, endpoint = graph.get(dg.AssetKey([system, name])), SOURCES[system].endpoint(name)
        assert node.group_name == system
        assert node.kinds == {"api", "duckdb"}
        assert node.metadata["kept fresh by reading"] == kept_fresh(endpoint)
        assert node.description is not None
        assert node.description.startswith(endpoint.description)
        assert node.check_keys


def test_what_an_api_can_be_asked_for_by_time_has_days() -> None:
    graph = load_definitions().resolve_asset_graph()
    found = {f"{s}/{n}" for s, n in ALL if graph.get(dg.AssetKey([s, n])).partitions_def is not None}
    assert found == BY_DAY
    assert {asset(name).partitions_def for name in found} == {asset("flowmaticx/jobs").partitions_def}


def test_lineage_shows_what_tells_of_a_change() -> None:
    assert {key.path[-1] for key in asset("leadconduit/lead_details").parent_keys} == {"leads", "events"}
    assert {key.path[-1] for key in asset("leadconduit/analytics_by_source").parent_keys} == {"flows", "leads"}


# ── What is asked for ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_system_that_was_never_read_and_is_limited_gets_a_run_of_its_own(
    five: Five, requests: Requests, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert systems(requests.changes()) == [", ".join(SOURCES)], "without a limit nobody waits long"
    for system in ("flowmaestro", "leadconduit"):
        monkeypatch.setenv(f"{system.upper()}_REQUESTS_PER_MINUTE", "60")
    assert systems(requests.changes()) == ["flowmaticx, flowestate, specway", "flowmaestro", "leadconduit"]


def test_systems_without_an_account_are_left_out_and_said_to_be(
    five: Five, requests: Requests, monkeypatch: pytest.MonkeyPatch
) -> None:
    for system in ("leadconduit", "specway"):
        monkeypatch.delenv(f"{system.upper()}_API_KEY")
    assert systems(requests.changes()) == ["flowmaticx, flowmaestro, flowestate"]
    told = "LeadConduit (LEADCONDUIT_API_KEY), Specway (SPECWAY_API_KEY and SPECWAY_BASE_URL)"
    assert requests.left_out() == f"Left out, as no account is set: {told}."


def test_a_system_that_is_being_read_is_left_to_that_run(five: Five, requests: Requests) -> None:
    assert systems(requests.changes(busy={"flowmaestro", "specway"})) == ["flowmaticx, flowestate, leadconduit"]


def test_an_account_that_cannot_be_used_is_asked_for_so_that_its_run_says_why(
    five: Five, requests: Requests, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SPECWAY_BASE_URL")
    (request,) = requests.changes(busy=set(SOURCES) - {"specway"})
    done = launched(instance, request)
    assert not done.success
    failures = [str(event.step_failure_data.error) for event in done.all_events if event.is_step_failure]
    assert "Set SPECWAY_BASE_URL" in failures[0]


# ── What runs do ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.xdist_group("lineage")
@pytest.mark.usefixtures("known_lineage")
def test_all_systems_in_one_run_fill_every_mart_and_the_next_run_is_one(
    five: Five, instance: dg.DagsterInstance, requests: Requests
) -> None:
    done = run(instance, tags=ONE_DAY, config=EVERYTHING)
    assert done.success
    assert made_by(done) >= {*SOURCES, "marts", "published"}
    assert all(five.rows([name.removeprefix("marts.") for name in ACROSS], published=True).values())
    (request,) = requests.changes()
    assert request.tags["lead_pipeline/systems"] == ", ".join(SOURCES)
    words = {name: op["config"] for name, op in (request.run_config or {})["ops"].items()}
    assert "since" in words.pop("read_flowmaticx")
    assert all(told == {"everything": True} for told in words.values())
    before = len(five.journal)
    again = launched(instance, request)
    assert again.success
    assert made_by(again) == set(SOURCES), "nothing is new, so nothing is built"
    assert len(five.journal) - before <= 60


@pytest.mark.xdist_group("lineage")
@pytest.mark.usefixtures("known_lineage")
def test_a_bad_key_of_one_system_leaves_the_others_rows_marts_and_copy(
    five: Five, instance: dg.DagsterInstance, repository: dg.RepositoryDefinition
) -> None:
    follow = Sensor(instance, repository, "marts_follow_the_others")
    follow.tick()
    five.revoke("flowmaestro")
    done = run(instance, tags=ONE_DAY, config=EVERYTHING)
    assert not done.success
    assert made_by(done) == set(SOURCES) - {"flowmaestro"}
    (request,), _ = follow.tick()
    assert run(instance, job="marts", tags=request.tags).success
    rows = five.rows(["leads", "lead_journey", "deliveries", "workflow_runs"], published=True)
    assert all(rows.values()), "Specway's workflow runs too"


def test_a_run_by_hand_goes_past_systems_without_an_account_and_the_marts_follow(
    five: Five, instance: dg.DagsterInstance, repository: dg.RepositoryDefinition, monkeypatch: pytest.MonkeyPatch
) -> None:
    for system in set(SOURCES) - {"specway"}:
        monkeypatch.delenv(f"{system.upper()}_API_KEY")
    follow = Sensor(instance, repository, "marts_follow_rows")
    follow.tick()
    done = run(instance, tags=ONE_DAY)
    assert done.success
    assert made_by(done) == {"specway"}
    assert len(follow.tick()[0]) == 1


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("leadconduit/events", "start_date", "end_date"),
        ("leadconduit/analytics_by_source", "start_date", "end_date"),
        ("leadconduit/leads", "created_after", None),
        ("specway/executions", "from", "to"),
    ],
)
def test_a_backfill_of_some_days_asks_for_these_days_only(
    five: Five, instance: dg.DagsterInstance, name: str, first: str, last: str | None
) -> None:
    system = name.split("/", maxsplit=1)[0]
    whole = {"ops": {f"read_{system}": EVERYTHING["ops"][f"read_{system}"]}}
    endpoints = [f"{system}/{each.name}" for each in SOURCES[system].endpoints]
    assert run(instance, selection=endpoints, tags=ONE_DAY, config=whole).success
    before = len(five.journal)
    tags = {"dagster/asset_partition_range_start": days_ago(4), "dagster/asset_partition_range_end": days_ago(2)}
    assert run(instance, selection=[name], tags=tags).success
    asked = five.asked(system, before)
    assert asked
    day_before = days_ago(5)  # a second before midnight: nobody says whether an API takes in the moment itself
    assert all(query[first][:10] in {day_before, days_ago(4), days_ago(3), days_ago(2)} for query in asked)
    if last is not None:
        assert all(query[last][:10] in {days_ago(4), days_ago(3), days_ago(2), days_ago(1)} for query in asked)
    marked = instance.get_materialized_partitions(dg.AssetKey.from_user_string(name))
    assert {days_ago(4), days_ago(3), days_ago(2)} <= marked
