"""Which checks there are: for each rule one, under a name that fits, and what they say where nothing is synced."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lead_pipeline.errors import DeclarationError
from lead_pipeline.quality.checks import checks_of
from lead_pipeline.quality.verdict import Check, passed
from lead_pipeline.sources import SOURCES
from lead_pipeline.warehouse.database import Warehouse
from lead_pipeline.warehouse.tables import make_tables
from lead_pipeline_tests.quality.judging import checks, told, verdicts
from lead_pipeline_tests.warehouse.shop import BALANCE, ITEMS, ORDERS, SHOP, Landing, Shop, walk

if TYPE_CHECKING:
    from pathlib import Path

    from lead_pipeline.spec.source import Endpoint, Source
    from lead_pipeline_tests.ingest.rig import Rig

FLOWMATICX = SOURCES["flowmaticx"]
ENDPOINTS = [
    pytest.param(source, endpoint, id=f"{source.name}-{endpoint.name}")
    for source in (*SOURCES.values(), SHOP)
    for endpoint in source.endpoints
]
FOR_ALL_COLUMNS = {"values_readable", "required_values", "records_readable", "former_rules"}
FOR_ANY_TABLE = {"set_aside", "proven", "no_drift"}
FOR_LATEST_ROWS = {"unique_key", "shrinkage", "complete", "volume"}


@pytest.mark.parametrize(("source", "endpoint"), ENDPOINTS)
def test_names_are_unique_and_descriptions_are_sentences(source: Source, endpoint: Endpoint) -> None:
    made = checks_of(source, endpoint)
    assert len({check.name for check in made}) == len(made)
    assert all(check.description.endswith((".", "`")) and check.endpoint == endpoint.name for check in made)


def test_each_rule_of_a_table_has_its_check() -> None:
    rules = {
        "jobs": {
            "id_ge", "requested_leads_ge", "found_leads_ge", "processed_leads_ge", "credits_used_ge", "status_isin",
            "progress_in_range",
        } | FOR_LATEST_ROWS,
        "leads": {"id_ge", "email_status_isin", "rating_in_range", "reviews_count_ge"} | FOR_LATEST_ROWS,
        "credits": {"credits_total_ge", "credits_used_ge"},
    }  # fmt: skip
    for name, own in rules.items():
        assert set(checks(FLOWMATICX, name)) == own | FOR_ALL_COLUMNS | FOR_ANY_TABLE


@pytest.mark.parametrize(
    ("endpoint", "blocking"),
    [("jobs", {"unique_key", "shrinkage", "set_aside"}), ("leads", {"unique_key", "shrinkage", "set_aside"})],
)
def test_what_would_make_marts_wrong_stops_the_publishing(endpoint: str, blocking: set[str]) -> None:
    assert {check.name for check in checks(FLOWMATICX, endpoint).values() if check.is_blocking} == blocking


def test_nothing_of_a_history_stops_the_publishing() -> None:
    assert not any(check.is_blocking for check in checks(FLOWMATICX, "credits").values())


def test_a_name_that_nobody_could_run_is_refused() -> None:
    with pytest.raises(DeclarationError, match="letters, digits and underscores"):
        Check("rating: in_range", "leads", "It is.", is_blocking=False, judge=lambda _: passed("It is."))


@pytest.mark.parametrize(("source", "endpoint"), ENDPOINTS)
def test_every_check_of_every_system_can_be_judged(tmp_path: Path, source: Source, endpoint: Endpoint) -> None:
    warehouse = Warehouse(tmp_path)
    with warehouse.open("a test") as connection:
        make_tables(connection, source)
        connection.execute(
            "insert into ops.walks (run_id, system, account, endpoint, verdict, ended_at) "
            "values ('r', ?, 'north', ?, 'proven', now()::timestamp)",
            [source.name, endpoint.name],
        )
        for check in checks_of(source, endpoint):
            assert check.judge(connection).told


@pytest.mark.parametrize("is_made", [False, True], ids=["never made", "made, but never filled"])
def test_where_nothing_is_synced_what_blocks_warns(shop: Shop, tmp_path: Path, is_made: bool) -> None:
    empty = Shop(Warehouse(tmp_path / "empty"))
    with empty.warehouse.open("a test"):
        pass
    for endpoint in SHOP.endpoints:
        blocking = {check.name for check in checks_of(SHOP, endpoint) if check.is_blocking}
        for name, verdict in verdicts(shop if is_made else empty, endpoint).items():
            assert told(verdict) == ("warn" if name in blocking else "ok")
            assert "synced yet" in verdict.told


@pytest.mark.parametrize("name", ["threads", "thread_messages"])
def test_nobody_is_warned_of_what_is_read_by_name_only_and_is_not_named(tmp_path: Path, name: str) -> None:
    warehouse = Warehouse(tmp_path)
    with warehouse.open("a test") as connection:
        make_tables(connection, SOURCES["flowmaestro"])
        for check in checks_of(SOURCES["flowmaestro"], SOURCES["flowmaestro"].endpoint(name)):
            verdict = check.judge(connection)
            assert told(verdict) == "ok"
            assert "is synced yet. It is read of what the setting threads names" in verdict.told


def test_a_walk_that_failed_is_no_sync(shop: Shop) -> None:
    shop.land(Landing(endpoint=ORDERS, walks=[walk(None, "failed")]))
    assert told(verdicts(shop, ORDERS)["unique_key"]) == "warn"


def test_a_list_that_was_read_and_is_empty_can_be_published_with_its_children(shop: Shop) -> None:
    shop.land(Landing(endpoint=ORDERS, walks=[walk(None, last_total=0)]))
    for endpoint in (ORDERS, ITEMS):
        assert {told(verdict) for verdict in verdicts(shop, endpoint).values()} == {"ok"}


def test_children_that_were_never_read_are_told(shop: Shop) -> None:
    shop.land(Landing([{"id": 5, "state": "DONE"}], endpoint=ORDERS, walks=[walk(None, last_total=1)]))
    assert told(verdicts(shop, ITEMS)["unique_key"]) == "warn"


def test_rows_that_landed_before_their_walk_ended_are_judged(shop: Shop) -> None:
    shop.land(Landing([{"amount": 5}], endpoint=BALANCE))
    assert verdicts(shop, BALANCE)["proven"].told.startswith("1 of 1 list not proven (ann 1): 1 not read yet.")


@pytest.mark.parametrize("account", ["rig", "live"])
def test_a_sync_that_went_well_passes_every_check(account: str, request: pytest.FixtureRequest) -> None:
    rig: Rig = request.getfixturevalue(account)
    assert rig.sync().exit_code == 0
    for endpoint in FLOWMATICX.endpoints:
        for name, verdict in verdicts(rig, endpoint, FLOWMATICX).items():
            assert verdict.passed, f"{endpoint.name} {name}: {verdict.told}"
