"""Every system's lists under the same faults: connections that break pass, and a page that lies costs no row.

What one system alone is known for is in its own folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from lead_pipeline.sandbox import RunningSandbox
from lead_pipeline_tests.sources.flowestate import conftest as flowestate
from lead_pipeline_tests.sources.flowestate import truth as flowestate_truth
from lead_pipeline_tests.sources.flowmaestro import conftest as flowmaestro
from lead_pipeline_tests.sources.flowmaestro import truth as flowmaestro_truth
from lead_pipeline_tests.sources.leadconduit import conftest as leadconduit
from lead_pipeline_tests.sources.leadconduit import truth as leadconduit_truth
from lead_pipeline_tests.sources.rig import SystemRig, standing
from lead_pipeline_tests.sources.specway import conftest as specway
from lead_pipeline_tests.sources.specway import truth as specway_truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lead_pipeline_tests.sources.rig import Rows


@dataclass(frozen=True)
class Lists:
    """Some lists of a system: how large its account has to be for one of them, `long`, to have pages."""

    key: str
    endpoints: tuple[str, ...]
    long: str
    size: int
    truth: Callable[[SystemRig, str], Rows]


def _of_workflows(rig: SystemRig, endpoint: str) -> Rows:
    return rig.expected(endpoint, flowmaestro_truth.rows(rig, endpoint), workflow_id=lambda row: row["workflow_id"])


def _of_forms(rig: SystemRig, endpoint: str) -> Rows:
    ties = {name: lambda row, name=name: row[name] for name in ("form_id", "workflow_id")}
    return rig.expected(endpoint, specway_truth.rows(rig, endpoint), **ties)


SYSTEMS = {
    "flowmaestro": Lists(
        flowmaestro.KEY, ("workflows", "agents", "executions"), "flowmaestro/executions", 500, _of_workflows
    ),
    "flowestate": Lists(
        flowestate.KEY, ("leads", "projects", "units", "members"), "flowestate/leads", 700, flowestate_truth.expected
    ),
    "leadconduit": Lists(leadconduit.KEY, ("flows", "leads"), "leadconduit/leads", 900, leadconduit_truth.expected),
    "specway": Lists(
        specway.KEY, ("workflows", "forms", "form_submissions", "executions"), "specway/executions", 350, _of_forms
    ),
}  # fmt: skip


@pytest.fixture(params=SYSTEMS)
def system(request: pytest.FixtureRequest) -> str:
    """Each of them."""
    return str(request.param)


@pytest.fixture
def lists(system: str) -> Lists:
    """What of it is read."""
    return SYSTEMS[system]


@pytest.fixture
def rig(tmp_path: Path, system: str, lists: Lists) -> Iterator[SystemRig]:
    """An account of several pages."""
    with RunningSandbox(standing(size=lists.size)) as running:
        yield SystemRig(running, tmp_path / "home", system, lists.key)


def holds(rig: SystemRig, lists: Lists) -> bool:
    """Whether each list is landed as the server has it."""
    return all(rig.landed(endpoint) == lists.truth(rig, endpoint) for endpoint in lists.endpoints)


@pytest.mark.parametrize("how", ["reset", "close"])
def test_a_connection_that_breaks_is_asked_again_and_costs_no_row(rig: SystemRig, lists: Lists, how: str) -> None:
    rig.faults.arm("cut", times=3, after=1, how=how)
    outcome = rig.sync(only=lists.endpoints)
    assert outcome.exit_code == 0
    assert sum(each.tally.retries for each in outcome.endpoints) == 3
    assert holds(rig, lists)
    assert rig.complaints() == []


@pytest.mark.parametrize("kind", ["repeated_page", "offset_ignored", "empty_page"])
def test_a_page_that_lies_once_costs_no_row(rig: SystemRig, lists: Lists, kind: str) -> None:
    rig.faults.arm(kind, lists.long, times=1, after=1)
    outcome = rig.sync(only=lists.endpoints)
    assert outcome.exit_code == 0, [str(error) for each in outcome.endpoints for error in each.errors]
    assert holds(rig, lists)


@pytest.mark.parametrize("kind", ["repeated_page", "empty_page"])
def test_pages_that_lie_always_are_never_taken_for_the_whole_list(rig: SystemRig, lists: Lists, kind: str) -> None:
    rig.faults.arm(kind, lists.long, times=None, after=1)
    outcome = rig.sync(only=lists.endpoints)
    assert outcome.exit_code != 0
    assert not holds(rig, lists)
    rig.faults.clear()
    assert rig.sync(only=lists.endpoints).exit_code == 0
    assert holds(rig, lists)
