"""Every case of the matrix: on a first sync, and on one over what is held; then the server heals, and all is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lead_pipeline_tests.under_fire.case import LISTS, Case
from lead_pipeline_tests.under_fire.matrix import MATRIX
from lead_pipeline_tests.under_fire.promise import Ending

if TYPE_CHECKING:
    from lead_pipeline_tests.under_fire.trial import Trial

pytestmark = pytest.mark.fire

JOBS, LEADS = LISTS


def cases(only: str) -> list[object]:
    """Each case on each of its lists; where the fault does not ask what list it hits, on that one only."""
    return [
        pytest.param(case, route, id=f"{section.title}: {case.name}: {route.split('/')[1]}")
        for section in MATRIX
        for case in section.promises
        if isinstance(case, Case)
        for route in case.routes
        if route == only or not section.on_requests
    ]


def break_server(trial: Trial, case: Case, route: str) -> None:
    for name, value in case.environment:
        trial.export(name, value)
    trial.arm(case.on(route))


def end(trial: Trial, case: Case, *words: str) -> None:
    """A sync under the fault: it ends as promised, or, where the data truly changed, may say that it proves nothing."""
    ended = trial.sync(*words)
    allowed = {case.ending.code, Ending.UNPROVEN.code} if case.changes else {case.ending.code}
    assert ended.code in allowed, ended.said
    assert case.says in ended.said


@pytest.mark.parametrize(("case", "route"), cases(LEADS))
def test_a_first_sync_ends_as_promised_and_the_next_one_is_right(trial: Trial, case: Case, route: str) -> None:
    break_server(trial, case, route)
    end(trial, case)
    if case.ending is Ending.RIGHT and not case.changes:
        trial.holds_truth()
    assert case.changes or trial.deleted() == set()
    trial.heal()
    trial.ends(Ending.RIGHT)
    trial.holds_truth()


@pytest.mark.parametrize(("case", "route"), cases(JOBS))
def test_what_is_held_is_not_harmed_and_what_changed_comes(held: Trial, case: Case, route: str) -> None:
    gone, renamed = sorted(held.rig.truth("leads"))[:2]
    held.rig.world.edit.delete_leads(ids=[gone])
    held.rig.world.edit.set_lead(id=renamed, fields={"businessName": "Renamed"})
    held.rig.world.edit.add_job(leads=7)
    before = held.rows()
    break_server(held, case, route)
    end(held, case, "--verify")
    if case.ending is Ending.RIGHT and not case.changes:
        held.holds_truth()
    now = held.rows()
    assert all(now[endpoint].keys() >= before[endpoint].keys() for endpoint in before)
    assert case.changes or held.deleted() <= {("leads", gone)}
    held.heal()
    held.ends(Ending.RIGHT, "--verify")
    held.holds_truth()
