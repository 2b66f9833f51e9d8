"""Specway's rows: all of them land, as the server has them, however it fills in what its documents leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lead_pipeline.errors import KeyRejected, RequestRefused
from lead_pipeline_tests.sources.rig import of
from lead_pipeline_tests.sources.specway.conftest import KEY
from lead_pipeline_tests.sources.specway.truth import NOT_KEPT, SHOWN, lands

if TYPE_CHECKING:
    from lead_pipeline_tests.sources.rig import SystemRig

PASSING: list[tuple[str, dict[str, Any]]] = [
    ("status", {"status": 500}),
    ("cut", {}),
    ("truncated_json", {}),
    ("html_body", {}),
    ("error_as_200", {}),
    ("empty_page", {}),
    ("short_page", {"rows": 3}),
]


def test_each_endpoint_lands_every_row_as_the_server_has_it(rig: SystemRig) -> None:
    assert rig.sync().exit_code == 0
    assert {endpoint.name for endpoint in rig.source.endpoints} == SHOWN.keys()
    lands(rig)


def test_each_field_has_a_column_but_what_may_hold_secrets(rig: SystemRig) -> None:
    for endpoint, (_, shape) in SHOWN.items():
        wires = {column.wire or column.repeats for column in rig.source.endpoint(endpoint).table.columns}
        assert set(shape.__annotations__) - NOT_KEPT <= wires, endpoint


@pytest.mark.parametrize("switch", ["no_success", "only_total", "no_updated_at", "no_execution_list", "small_limit"])
def test_a_server_that_reads_the_documents_otherwise_is_read_whole_as_well(rig: SystemRig, switch: str) -> None:
    rig.edit("switch", name=switch)
    assert rig.sync().exit_code == 0
    lands(rig, *(SHOWN.keys() - ({"workflow_details"} if switch == "no_updated_at" else set())))


def test_executions_that_do_not_name_their_workflow_are_read_workflow_by_workflow(rig: SystemRig) -> None:
    rig.faults.arm("field_missing", "specway/executions", times=None, field="workflow_id")
    rig.edit("switch", name="no_workflow_id")
    assert rig.sync().exit_code == 0
    assert rig.requests()["executions"] == 1
    lands(rig, "executions", "execution_details")
    rig.sync()
    assert rig.requests()["executions"] == 0, "what cannot be used is not asked for again"


def test_submissions_that_tell_no_id_land_once_and_are_known_again(rig: SystemRig) -> None:
    rig.faults.arm("field_missing", "specway/forms/{id}/submissions", times=None, field="id")
    assert rig.sync(only=["forms", "form_submissions"]).exit_code == 0
    there = {(row["form_id"], row["created_at"], str(row["data"])) for row in rig.truth("submissions")}
    landed = rig.query(
        "select form_id, strftime(created_at, '%Y-%m-%dT%H:%M:%SZ'), id from raw_specway.form_submissions"
    )
    assert {row[:2] for row in landed} == {row[:2] for row in there}
    assert len(landed) == len({key for _, _, key in landed}) == len(there)
    outcome = rig.sync(only=["forms", "form_submissions"])
    counts = of(outcome, "form_submissions").counts
    assert (counts.new, counts.changed, counts.deleted) == (0, 0, 0)
    assert rig.complaints() == []


def test_one_submission_without_an_id_among_others_is_set_aside(rig: SystemRig) -> None:
    rig.faults.arm("field_missing", "specway/forms/{id}/submissions", times=None, field="id", every=2)
    rig.sync(only=["forms", "form_submissions"])
    assert rig.query("select 1 from quarantine.specway_form_submissions")
    known = {row["id"] for row in rig.truth("submissions")}
    assert {key for (key,) in rig.query("select id from raw_specway.form_submissions")} <= known


def test_no_secret_lands_even_where_the_server_shows_it(rig: SystemRig) -> None:
    for route, field in (("credentials", "value"), ("webhooks", "secret"), ("integrations", "token")):
        rig.faults.arm("field_added", f"specway/{route}", times=None, field=field, value="xoxb-do-not-keep")
    rig.faults.arm("field_missing", "specway/credentials", times=None, field="name", every=2)
    rig.sync()
    assert rig.query("select 1 from quarantine.specway_credentials")
    files = [path.read_bytes() for path in rig.home.rglob("*") if path.is_file()]
    assert not any(secret in content for content in files for secret in (b"xoxb-do-not-keep", KEY.encode()))
    assert not rig.query(
        "select 1 from raw_specway.workflow_details where to_json(workflow_details) like '%API_TOKEN%'"
    )


@pytest.mark.parametrize("size", [260])
@pytest.mark.parametrize(("kind", "params"), PASSING)
def test_a_fault_that_passes_costs_no_row(rig: SystemRig, kind: str, params: dict[str, Any]) -> None:
    for route in ("executions", "forms/{id}/submissions", "workflows"):
        rig.faults.arm(kind, f"specway/{route}", times=1, after=1 if route == "executions" else 0, **params)
    outcome = rig.sync(only=["workflows", "forms", "form_submissions", "executions"])
    assert outcome.exit_code == 0, [str(error) for each in outcome.endpoints for error in each.errors]
    lands(rig, "workflows", "forms", "form_submissions", "executions")


@pytest.mark.parametrize("size", [260])
def test_a_cursor_that_is_refused_has_the_list_read_from_its_start(rig: SystemRig) -> None:
    rig.faults.arm(
        "status", "specway/executions", times=1, after=1, status=400, code="VALIDATION_ERROR", message="cursor: expired"
    )
    assert rig.sync(only=["workflows", "executions"]).exit_code == 0
    assert rig.requests()["executions"] == 5  # the first page, the refusal, and all three
    lands(rig, "workflows", "executions")


def test_a_bad_key_and_a_refusal_are_told_in_the_apis_words(rig: SystemRig) -> None:
    rig.faults.arm(
        "status", "specway/forms", times=None, status=400, code="VALIDATION_ERROR", message="Invalid form filter"
    )
    outcome = rig.sync(only=["forms"])
    (error,) = of(outcome, "forms").errors
    assert isinstance(error, RequestRefused)
    assert "VALIDATION_ERROR: Invalid form filter" in str(error)
    rig.running.sandbox.keys.revoke(KEY)
    outcome = rig.sync()
    assert outcome.exit_code == 1
    assert isinstance(outcome.error, KeyRejected)
    assert len(rig.asked) == 1
