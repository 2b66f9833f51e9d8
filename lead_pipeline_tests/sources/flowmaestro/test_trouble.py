"""FlowMaestro in trouble: bad keys, missing scopes, broken answers. The truth lands, or what went wrong is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lead_pipeline.errors import KeyRejected, RequestRefused, ScopeMissing
from lead_pipeline_tests.sources.flowmaestro.conftest import KEY
from lead_pipeline_tests.sources.flowmaestro.truth import lands
from lead_pipeline_tests.sources.rig import of

if TYPE_CHECKING:
    from lead_pipeline_tests.sources.rig import SystemRig

LISTS = ["workflows", "executions", "agents", "webhooks", "webhook_deliveries"]
PASSING: list[tuple[str, dict[str, Any]]] = [
    ("status", {"status": 500}),
    ("status", {"status": 503}),
    ("cut", {}),
    ("hang_up", {}),
    ("truncated_json", {}),
    ("html_body", {}),
    ("empty_body", {}),
    ("error_as_200", {}),
    ("data_null", {}),
    ("empty_page", {}),
    ("offset_ignored", {}),
    ("short_page", {"rows": 3}),
]


@pytest.mark.parametrize("size", [260])
@pytest.mark.parametrize(("kind", "params"), PASSING)
def test_a_fault_that_passes_costs_no_row(rig: SystemRig, kind: str, params: dict[str, Any]) -> None:
    rig.faults.arm(kind, "flowmaestro/executions", times=2, after=3, **params)
    rig.faults.arm(kind, "flowmaestro/workflows", times=1, **params)
    outcome = rig.sync(only=LISTS)
    assert outcome.exit_code == 0, [str(error) for each in outcome.endpoints for error in each.errors]
    lands(rig, *LISTS)


@pytest.mark.parametrize(("revoked", "code"), [(True, "revoked_api_key"), (False, "expired_api_key")])
def test_a_key_that_opens_nothing_any_more_stops_the_account_at_its_first_request(
    rig: SystemRig, revoked: bool, code: str
) -> None:
    rig.running.sandbox.keys.register(KEY, revoked=revoked, expired=not revoked)
    outcome = rig.sync()
    assert outcome.exit_code == 1
    assert isinstance(outcome.error, KeyRejected)
    assert code in str(outcome.error)
    assert "FLOWMAESTRO_API_KEY" in str(outcome.error)
    assert KEY not in str(outcome.error)
    assert len(rig.asked) == 1


def test_a_scope_that_is_missing_closes_its_endpoints_alone(rig: SystemRig) -> None:
    scopes = {endpoint.scope for endpoint in rig.source.endpoints} - {"triggers:read", "webhooks:read"}
    rig.running.sandbox.keys.register(KEY, scopes=tuple(scopes))
    outcome = rig.sync()
    assert outcome.exit_code == 1
    closed = {each.endpoint for each in outcome.endpoints if any(isinstance(e, ScopeMissing) for e in each.errors)}
    assert closed == {"triggers", "webhooks"}
    (error,) = of(outcome, "triggers").errors
    assert "triggers:read" in str(error)
    assert "Their number for it: " in str(error)
    lands(rig, "workflows", "agents", "executions", "execution_details")


def test_a_refusal_is_shown_in_the_apis_words_with_field_and_reason(rig: SystemRig) -> None:
    rig.faults.arm(
        "status", "flowmaestro/agents", times=None, status=400, code="validation_error", message="per_page is too large"
    )
    outcome = rig.sync(only=["agents"])
    (error,) = of(outcome, "agents").errors
    assert isinstance(error, RequestRefused)
    assert "validation_error: per_page is too large" in str(error)


def test_an_api_that_is_down_fails_honestly_and_the_next_sync_goes_on(rig: SystemRig) -> None:
    rig.sync(only=["workflows", "agents"])
    rig.faults.arm("status", times=None, status=503)
    outcome = rig.sync()
    assert outcome.exit_code == 1
    assert all(of(outcome, name).errors for name in ("workflows", "agents"))
    rig.faults.clear()
    assert rig.sync().exit_code == 0
    lands(rig, "workflows", "agents", "executions", "execution_details", "webhook_deliveries")


@pytest.mark.parametrize("size", [260])
@pytest.mark.parametrize("kind", ["insert_row", "delete_row"])
def test_a_list_that_moves_while_it_is_read_is_landed_as_it_is_in_the_end(rig: SystemRig, kind: str) -> None:
    busy = max(
        rig.truth("workflows"), key=lambda row: sum(e["workflow_id"] == row["id"] for e in rig.truth("executions"))
    )["id"]
    rig.edit("add_rows", resource="executions", count=200, fields={"workflow_id": busy})
    rig.faults.arm(kind, "flowmaestro/executions", times=1, where={"workflow_id": busy, "page": 2})
    outcome = rig.sync(only=["workflows", "executions"])
    assert outcome.exit_code == 0
    lands(rig, "workflows", "executions")
