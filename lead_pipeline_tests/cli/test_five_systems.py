"""Five systems at the command line: what is listed, and what one of them does to the others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from lead_pipeline.sandbox import RunningSandbox, SandboxOptions
from lead_pipeline.sources import SOURCES
from lead_pipeline.spec.freshness import kept_fresh
from lead_pipeline_tests.cli.conftest import NOON
from lead_pipeline_tests.cli.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LEADS = 90
OTHERS = set(SOURCES) - {"flowmaestro"}


@pytest.fixture
def five(tmp_path: Path) -> Iterator[Terminal]:
    """A small account of each system."""
    options = SandboxOptions(leads=LEADS, jobs=3, live_jobs=0, size=9, requests_per_minute=0, now=NOON)
    with RunningSandbox(options) as running:
        yield Terminal(tmp_path / "a home", running, is_of_all=True)


def synced(terminal: Terminal, *words: str, **more: str) -> tuple[int, dict[str, Any], str]:
    """The exit code, what came of each system, and what was said beside it."""
    done = terminal.here("sync", *words, "--json", **more)
    return done.returncode, {each["system"]: each for each in json.loads(done.stdout or "[]")}, done.stderr


def key_of(terminal: Terminal, system: str) -> str:
    return terminal.environment()[f"{system.upper()}_API_KEY"]


def rows(terminal: Terminal, table: str) -> int:
    with duckdb.connect(str(terminal.home / "warehouse.duckdb"), read_only=True) as connection:
        return int(connection.execute(f"select count(*) from {table}").fetchall()[0][0])


def test_sources_lists_every_endpoint_its_table_and_how_it_is_kept_fresh(five: Terminal) -> None:
    told = json.loads(five.run("sources", "--json", SPECWAY_API_KEY="").stdout)
    listed = {(each["system"], one["endpoint"]): one for each in told for one in each["endpoints"]}
    assert set(listed) == {(source.name, one.name) for source in SOURCES.values() for one in source.endpoints}
    for (system, name), line in listed.items():
        assert line["table"] == f"raw_{system}.{name}"
        assert line["kept_fresh"] == kept_fresh(SOURCES[system].endpoint(name))
    assert {each["system"]: len(each["accounts"]) for each in told} == {**dict.fromkeys(SOURCES, 1), "specway": 0}
    assert next(each for each in told if each["system"] == "specway")["to_set"] == [
        "SPECWAY_API_KEY",
        "SPECWAY_BASE_URL",
    ]


def test_sources_shows_accounts_and_never_a_key(five: Terminal) -> None:
    done = five.here("sources", SPECWAY_API_KEY="")
    assert done.returncode == 0
    assert "no account: set SPECWAY_API_KEY and SPECWAY_BASE_URL" in done.stdout
    assert "account default: key in LEADCONDUIT_API_KEY" in done.stdout
    assert not [system for system in SOURCES if key_of(five, system) in done.stdout + done.stderr]


def test_all_that_are_set_are_read_and_doctor_and_status_know_them(five: Terminal) -> None:
    code, came, _ = synced(five)
    assert (code, set(came)) == (0, set(SOURCES))
    assert {line["system"] for line in json.loads(five.here("status", "--json").stdout)["endpoints"]} == set(SOURCES)
    looked = five.run("doctor")
    assert looked.returncode == 0
    assert all(f"{system}/default: " in looked.stdout for system in SOURCES)


def test_doctor_finds_nothing_wrong_with_a_key_that_lacks_a_scope_no_sync_needs(five: Terminal) -> None:
    assert five.running is not None
    careful = ("leads:read", "projects:read", "members:read")
    five.running.sandbox.keys.register(key_of(five, "flowestate"), scopes=careful)
    looked = five.here("doctor")
    assert looked.returncode == 0, looked.stdout
    left_out = "webhook_subscriptions is left out: the key lacks the scope webhooks:manage"
    assert f"ok   flowestate/default: {left_out}" in looked.stdout
    five.running.sandbox.keys.register(key_of(five, "flowestate"), scopes=careful[:2])
    looked = five.here("doctor")
    assert looked.returncode == 1
    assert "members:read" in looked.stdout


def test_a_system_that_is_named_is_the_only_one_read(five: Terminal) -> None:
    code, came, _ = synced(five, "specway", "flowestate")
    assert (code, set(came)) == (0, {"specway", "flowestate"})


def test_a_name_that_is_no_system_is_refused_with_those_there_are(five: Terminal) -> None:
    done = five.here("sync", "specway", "specwai")
    assert done.returncode == 2
    assert "Known are: flowmaticx, flowmaestro, flowestate, leadconduit, specway." in done.stderr


def test_a_named_system_without_an_account_is_told_and_the_others_are_read(five: Terminal) -> None:
    code, came, said = synced(five, "specway", "flowestate", SPECWAY_API_KEY="")
    assert (code, set(came)) == (2, {"flowestate"})
    assert "No account of Specway is set" in said
    assert "Set SPECWAY_API_KEY and SPECWAY_BASE_URL" in said


def test_an_address_that_is_missing_is_told_and_the_others_are_read(five: Terminal) -> None:
    code, came, said = synced(five, SPECWAY_BASE_URL="")
    assert (code, set(came)) == (2, set(SOURCES) - {"specway"})
    assert "Set SPECWAY_BASE_URL to the address of the API" in said


def test_a_bad_key_stops_nothing_of_the_others(five: Terminal) -> None:
    assert five.running is not None
    five.running.sandbox.keys.revoke(key_of(five, "flowmaestro"))
    code, came, _ = synced(five)
    assert code == 1
    assert {system: came[system]["exit_code"] for system in OTHERS} == dict.fromkeys(OTHERS, 0)
    assert "FLOWMAESTRO_API_KEY" in came["flowmaestro"]["error"]
    said = five.run("sync")
    assert "failed: flowmaestro/default; nothing stopped the others" in said.stdout


def test_an_outage_stops_nothing_of_the_others(five: Terminal) -> None:
    assert five.running is not None
    for endpoint in five.running.sandbox.flowmaestro.endpoints():
        five.running.sandbox.faults.arm("status", endpoint.route, times=None, status=503)
    code, came, _ = synced(five)
    assert code == 1
    assert {system: came[system]["exit_code"] for system in OTHERS} == dict.fromkeys(OTHERS, 0)
    assert rows(five, "raw_flowmaestro.workflows") == 0
    assert rows(five, "raw_specway.workflows") > 0


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Terminal]:
    """An account of each system, with nothing in those beside FlowMaticX."""
    options = SandboxOptions(leads=LEADS, jobs=3, live_jobs=0, size=0, requests_per_minute=0, now=NOON)
    with RunningSandbox(options) as running:
        yield Terminal(tmp_path / "a home", running, is_of_all=True)


def test_an_empty_account_stops_nothing_of_the_others(empty: Terminal) -> None:
    code, came, _ = synced(empty)
    assert code == 0, {system: each["error"] for system, each in came.items()}


def test_neither_empty_accounts_nor_a_bad_key_stop_the_publishing_and_others_read_what_it_says(empty: Terminal) -> None:
    assert empty.running is not None
    empty.running.sandbox.keys.revoke(key_of(empty, "flowmaestro"))
    assert synced(empty)[0] == 1
    published = empty.run("publish")
    assert published.returncode == 0, published.stderr
    assert f" {LEADS} rows" in published.stdout
    queries_read_it(empty)
    report_is_made_once_for_each_copy(empty)


def queries_read_it(terminal: Terminal) -> None:
    asked = terminal.run("query", "select count(*) as n from leads", "--json")
    assert json.loads(asked.stdout) == [{"n": LEADS}]
    raw = terminal.here("query", "--warehouse", "select count(*) as n from raw_flowmaticx.leads", "--json")
    assert json.loads(raw.stdout) == [{"n": LEADS}]


def report_is_made_once_for_each_copy(terminal: Terminal) -> None:
    first, second = terminal.run("report", "--no-open"), terminal.run("report", "--no-open")
    assert (first.returncode, second.returncode) == (0, 0)
    assert "Made from the published copy" in first.stdout
    assert second.stdout == f"The report: {terminal.home / 'published' / 'report' / 'index.html'}\n"
