"""Our errors as Dagster's failures: which are tried again, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lead_pipeline import errors
from lead_pipeline.errors import KeyRejected, LeadPipelineError, ServerFault, WarehouseBusy
from lead_pipeline.orchestrate.failures import RETRIES, errors_of, failure_of
from lead_pipeline_tests.ingest.rig import KEY

if TYPE_CHECKING:
    from lead_pipeline_tests.ingest.rig import Rig

KINDS = [
    kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, LeadPipelineError)
]  # fmt: skip
PASSING = {
    "Transient", "NetworkFault", "ServerFault", "BodyFault", "RateLimited", "EndpointFailing", "FilterIgnored",
    "WarehouseBusy",
}  # fmt: skip
WORDS: dict[str, dict[str, Any]] = {"RateLimited": {"wait_seconds": None}, "Paused": {"until": "2026-06-01T12:00:00Z"}}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_only_what_passes_by_itself_is_tried_again(kind: type[LeadPipelineError]) -> None:
    error = kind("It broke.", cure="Mend it.", **WORDS.get(kind.__name__, {}))
    assert failure_of([error]).allow_retries is (kind.__name__ in PASSING)


def test_one_error_that_stays_makes_the_tries_needless() -> None:
    assert failure_of([ServerFault("HTTP 500."), WarehouseBusy("It is open.")]).allow_retries
    assert not failure_of([ServerFault("HTTP 500."), KeyRejected("HTTP 401.")]).allow_retries


def test_the_tries_are_few_and_minutes_apart() -> None:
    assert [RETRIES.calculate_delay(number) for number in range(1, RETRIES.max_retries + 1)] == [60, 180]


def test_a_failure_says_each_error_and_each_cure_once() -> None:
    failure = failure_of(
        [
            KeyRejected("north: HTTP 401.", cure="Make a new key."),
            ServerFault("jobs: HTTP 500."),
            KeyRejected("south: HTTP 401.", cure="Make a new key."),
            KeyRejected("north: HTTP 401.", cure="Make a new key."),
            WarehouseBusy("It is open.", cure="Close it there."),
        ]
    )
    assert failure.description == (
        "north: HTTP 401. south: HTTP 401. Make a new key.\njobs: HTTP 500.\nIt is open. Close it there."
    )
    assert failure.metadata["what to do"].value == "- Make a new key.\n- Close it there."


def test_a_failure_without_a_cure_promises_none() -> None:
    assert failure_of([ServerFault("HTTP 500.")]).metadata == {}


def test_a_sync_that_went_well_has_no_errors(account: Rig) -> None:
    assert errors_of([account.sync()]) == []


def test_a_list_that_is_not_proven_is_no_failure(account: Rig) -> None:
    account.faults.arm("total_off", "flowmaticx/leads", times=None, delta=5)
    outcome = account.sync()
    assert "unproven" in {each.status for each in outcome.endpoints}
    assert errors_of([outcome]) == []


def test_the_errors_are_those_of_every_endpoint_and_account(account: Rig) -> None:
    account.running.sandbox.keys.register(KEY, scopes=("jobs:read",))
    (leads, credit) = errors_of([account.sync()])
    assert ("leads:read" in str(leads), "credits:read" in str(credit)) == (True, True)
    account.running.sandbox.keys.revoke(KEY)
    (refused,) = errors_of([account.sync()])
    assert isinstance(refused, KeyRejected)
