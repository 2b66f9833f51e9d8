"""`lead-pipeline sync`, as a person or a script runs it: what it says, and its exit code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import duckdb
import pytest

if TYPE_CHECKING:
    from lead_pipeline_tests.cli.terminal import Terminal


def rows(terminal: Terminal, table: str) -> int:
    with duckdb.connect(str(terminal.home / "warehouse.duckdb"), read_only=True) as connection:
        found = connection.execute(f"select count(*) from {table}").fetchone()
    assert found is not None
    return int(found[0])


def test_without_an_account_it_names_the_variable_to_set(bare: Terminal) -> None:
    done = bare.run("sync")
    assert done.returncode == 2
    assert "FLOWMATICX_API_KEY" in done.stderr
    assert not (bare.home / "warehouse.duckdb").exists()


def test_it_lands_everything_and_says_what_came(terminal: Terminal) -> None:
    done = terminal.run("sync", "--system", "flowmaticx")
    assert done.returncode == 0
    assert "600 new" in done.stdout
    assert "Everything was read and proven" in done.stdout
    assert (rows(terminal, "raw_flowmaticx.jobs"), rows(terminal, "raw_flowmaticx.leads")) == (20, 600)


def test_json_is_one_value_on_stdout(terminal: Terminal) -> None:
    (account,) = json.loads(terminal.run("sync", "--json").stdout)
    assert account["exit_code"] == 0
    leads = next(endpoint for endpoint in account["endpoints"] if endpoint["endpoint"] == "leads")
    assert leads["rows"]["new"] == 600
    assert leads["status"] == "proven"


def test_a_rejected_key_names_its_variable_and_lands_nothing(terminal: Terminal) -> None:
    terminal.key = "not_a_key_of_this_system"
    done = terminal.here("sync")
    assert done.returncode == 1
    assert "FLOWMATICX_API_KEY" in done.stderr
    assert terminal.key not in done.stderr + done.stdout
    assert rows(terminal, "raw_flowmaticx.jobs") == 0


@pytest.mark.parametrize("closed", ["jobs", "leads", "credits"])
def test_a_missing_scope_stops_that_endpoint_only(terminal: Terminal, closed: str) -> None:
    assert terminal.running is not None
    scopes = {"jobs": "jobs:read", "leads": "leads:read", "credits": "credits:read"}
    granted = tuple(scope for endpoint, scope in scopes.items() if endpoint != closed)
    terminal.running.sandbox.keys.register(terminal.key, scopes=granted)
    done = terminal.here("sync")
    assert done.returncode == 1
    assert scopes[closed] in done.stderr
    expected = {"jobs": 20, "leads": 600, "credits": 1} | {closed: 0}
    assert {endpoint: rows(terminal, f"raw_flowmaticx.{endpoint}") for endpoint in scopes} == expected


def test_a_locked_plan_names_the_plan(terminal: Terminal) -> None:
    assert terminal.running is not None
    terminal.running.sandbox.keys.register(terminal.key, plan="STARTER")
    done = terminal.here("sync")
    assert done.returncode == 1
    assert "Agency plan" in done.stderr


def test_what_cannot_be_proven_ends_with_exit_code_3(terminal: Terminal) -> None:
    assert terminal.running is not None
    terminal.running.sandbox.faults.arm("total_off", "flowmaticx/jobs", times=None, delta=4)
    done = terminal.run("sync")
    assert done.returncode == 3
    assert rows(terminal, "raw_flowmaticx.jobs") == 20


def test_a_wait_of_a_day_pauses_and_says_until_when(terminal: Terminal) -> None:
    assert terminal.running is not None
    terminal.running.sandbox.faults.arm("rate_limited", "flowmaticx/leads", times=None, seconds=86_400)
    done = terminal.here("sync")
    assert done.returncode == 3
    assert "wait until" in done.stderr
    assert rows(terminal, "raw_flowmaticx.jobs") == 20


@pytest.mark.parametrize(
    "words",
    [
        ("--since", "yesterday"),
        ("--since", "2026-05-02", "--until", "2026-05-01"),
        ("--system", "flowmatic"),
        ("--account", "nobody"),
        ("--frobnicate",),
    ],
)
def test_nonsense_is_refused_with_exit_code_2(terminal: Terminal, words: tuple[str, ...]) -> None:
    done = terminal.run("sync", *words)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
