"""Looking at what is there: status, query, quarantine, doctor; and the sandbox and demo commands."""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING

import httpx
import pytest

from lead_pipeline.sources import SOURCES

if TYPE_CHECKING:
    from lead_pipeline_tests.cli.terminal import Terminal

MARK = ".made-by-lead-pipeline-demo"


def test_version_is_told(bare: Terminal) -> None:
    assert bare.run("--version").stdout.startswith("lead-pipeline 0.")


@pytest.mark.parametrize("words", [("status",), ("query", "select 1"), ("quarantine", "list")])
def test_before_the_first_sync_each_says_what_to_run(bare: Terminal, words: tuple[str, ...]) -> None:
    done = bare.run(*words)
    assert done.returncode == 1
    assert "lead-pipeline sync" in done.stderr


def test_status_tells_rows_proofs_drift_and_what_is_set_aside(terminal: Terminal) -> None:
    assert terminal.running is not None
    board = terminal.running.sandbox.faults
    board.arm("field_added", "flowmaticx/leads", times=None, field="surprise")
    board.arm("field_value", "flowmaticx/leads", times=None, field="rating", value=99, every=100)
    terminal.here("sync")
    told = json.loads(terminal.run("status", "--json").stdout)
    leads = next(line for line in told["endpoints"] if line["endpoint"] == "leads")
    assert leads["rows"] + leads["aside"] == 600
    assert leads["aside"] == 20  # the first of each list
    assert leads["lists_unproven"] == 0
    assert {drift["field"] for drift in told["drift"]} >= {"surprise"}
    shown = terminal.here("status").stdout
    assert "surprise" in shown
    assert "quarantine list" in shown


def test_status_says_which_lists_are_not_proven(terminal: Terminal) -> None:
    assert terminal.running is not None
    terminal.running.sandbox.faults.arm("total_off", "flowmaticx/jobs", times=None, delta=4)
    terminal.here("sync")
    assert "the list ends after 20 rows, its total says 24" in terminal.here("status").stdout


def test_quarantine_shows_the_record_as_received_and_lets_a_corrected_one_go(terminal: Terminal) -> None:
    assert terminal.running is not None
    lead = terminal.running.sandbox.flowmaticx.leads()[0]["id"]
    terminal.running.sandbox.faults.arm(
        "field_value", "flowmaticx/leads", times=None, field="emailStatus", value="ODD", ids=[lead]
    )
    terminal.here("sync")
    assert "email_status" in terminal.here("quarantine", "list").stdout
    (record,) = json.loads(terminal.run("quarantine", "show", "flowmaticx/leads", "--json").stdout)
    assert json.loads(record["record"])["emailStatus"] == "ODD"
    assert "1 still set aside" in terminal.here("quarantine", "replay").stdout
    terminal.running.sandbox.faults.clear()
    terminal.here("sync", "--verify")
    assert "Nothing is set aside" in terminal.here("quarantine", "list").stdout


def test_query_reads_only(terminal: Terminal) -> None:
    terminal.here("sync")
    done = terminal.run("query", "select count(*) as n from raw_flowmaticx.leads", "--json")
    assert json.loads(done.stdout) == [{"n": 600}]
    commented = terminal.here("query", "-- how many?\nselect 1 as n", "--json")
    assert json.loads(commented.stdout) == [{"n": 1}]
    refused = terminal.here("query", "delete from raw_flowmaticx.leads")
    assert refused.returncode == 2
    assert "read-only" in refused.stderr


def test_report_says_what_to_run_before_anything_is_published(bare: Terminal) -> None:
    done = bare.run("report", "--no-open")
    assert done.returncode == 1
    assert "lead-pipeline publish" in done.stderr


def test_nothing_is_published_before_the_first_sync(bare: Terminal) -> None:
    done = bare.run("publish")
    assert done.returncode == 1
    assert "Sync an account first" in done.stderr
    assert not (bare.home / "published").exists()


def test_doctor_finds_nothing_wrong_where_nothing_is(terminal: Terminal) -> None:
    done = terminal.run("doctor")
    assert done.returncode == 0
    assert "600 at the source" in done.stdout


def test_doctor_says_what_to_mend(terminal: Terminal) -> None:
    assert terminal.running is not None
    terminal.running.sandbox.keys.register(terminal.key, scopes=("jobs:read",))
    done = terminal.run("doctor")
    assert done.returncode == 1
    assert "leads:read" in done.stdout
    assert terminal.key not in done.stdout


def test_the_sandbox_answers_until_it_is_ended(bare: Terminal) -> None:
    process = bare.start("sandbox", "--port", "0", "--leads", "90", PYTHONUNBUFFERED="1")
    assert process.stdout is not None
    address = next(word for word in process.stdout.readline().split() if word.startswith("http")).rstrip(";")
    answer = httpx.get(f"{address}/flowmaticx/api/v1/credits", headers={"Authorization": "Bearer lg_live_x"})
    assert answer.json()["ok"] is True
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode == 0


def test_the_demo_needs_no_key_and_begins_anew_in_its_own_folder(bare: Terminal) -> None:
    bare.home.mkdir()
    for left in (MARK, "warehouse.duckdb"):
        (bare.home / left).write_text("of an older demo")
    done = bare.run("demo")
    assert done.returncode == 0
    for source in SOURCES.values():
        number = len(source.endpoints)
        assert f"{source.name:<12} {number} of {number} endpoints proven: " in done.stdout
    assert "credits_per_valid_lead" in done.stdout
    assert (bare.home / "published" / "warehouse.duckdb").exists()
    page = bare.home / "published" / "report" / "index.html"
    assert page.exists()
    assert done.stdout.splitlines()[-1] == f"The report: {page}"
    assert (bare.home / MARK).exists()


def test_the_demo_leaves_a_folder_alone_that_is_not_its_own(bare: Terminal) -> None:
    bare.home.mkdir()
    (bare.home / "warehouse.duckdb").write_text("somebody's")
    assert bare.run("demo").returncode == 2
    assert (bare.home / "warehouse.duckdb").read_text() == "somebody's"
