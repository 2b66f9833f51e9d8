"""What FlowMaestro is asked: the least that its pages allow, nothing twice, and later what is new alone.

Each list costs a request a hundred rows, and at least one; each row by itself costs one.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from lead_pipeline_tests.sources.flowmaestro.truth import lands, name_threads
from lead_pipeline_tests.sources.rig import of

if TYPE_CHECKING:
    from lead_pipeline_tests.sources.rig import SystemRig

LISTS = {"workflows": 1, "agents": 1, "triggers": 1, "knowledge-bases": 1, "webhooks": 1}
DEEP = ["workflows", "executions"]


def pages(rows: int) -> int:
    """Of a hundred rows, and one at least."""
    return max(1, -(-rows // 100))


def runs_of(rig: SystemRig) -> Counter[str]:
    """How many executions each workflow that is listed has."""
    listed = {row["id"]: 0 for row in rig.truth("workflows")}
    ran = Counter(row["workflow_id"] for row in rig.truth("executions"))
    return Counter({key: ran[key] for key in listed})


def fill(rig: SystemRig, count: int) -> str:
    """Give one workflow that many executions, of which none is open."""
    (busy, _), *_ = runs_of(rig).most_common(1)
    name = next(row["name"] for row in rig.truth("workflows") if row["id"] == busy)
    rig.edit("add_rows", resource="executions", count=count, fields={"workflow_id": busy, "workflow_name": name})
    return busy


def test_a_first_sync_is_the_least_and_a_second_asks_for_the_lists_alone(rig: SystemRig) -> None:
    name_threads(rig)
    rig.sync()
    truth = {name: len(rig.truth(name)) for name in ("workflows", "agents", "knowledge_bases", "threads")}
    runs = runs_of(rig)
    deliveries = Counter(row["webhook_id"] for row in rig.truth("deliveries"))
    messages = Counter(row["thread_id"] for row in rig.truth("messages"))
    lists = LISTS | {
        "executions": sum(pages(count) for count in runs.values()),
        "webhooks/{id}/deliveries": sum(pages(deliveries[row["id"]]) for row in rig.truth("webhooks")),
        "threads/{id}": truth["threads"],
    }
    assert rig.requests() == lists | {
        "workflows/{id}": truth["workflows"],
        "agents/{id}": truth["agents"],
        "knowledge-bases/{id}": truth["knowledge_bases"],
        "executions/{id}": runs.total(),
        "threads/{id}/messages": sum(pages(messages[row["id"]]) for row in rig.truth("threads")),
    }
    assert rig.twice() == []
    rig.sync()
    assert rig.requests() == lists
    assert rig.twice() == []


def test_of_a_long_list_the_newest_page_is_read_again_and_no_more(rig: SystemRig) -> None:
    for row in rig.truth("executions"):  # an open one so far down would be asked for by itself
        rig.edit("set_row", resource="executions", key=row["id"], fields={"status": "completed"})
    fill(rig, 450)
    outcome = rig.sync(only=DEEP)
    workflows = len(rig.truth("workflows"))
    assert rig.requests()["executions"] == sum(pages(count) for count in runs_of(rig).values()) > workflows
    outcome = rig.sync(only=DEEP)
    assert outcome.exit_code == 0
    assert rig.requests() == {"workflows": 1, "executions": workflows}
    assert of(outcome, "executions").counts.changed == 0


@pytest.mark.parametrize(("new", "more"), [(3, 0), (99, 0), (150, 1)])
def test_what_came_costs_no_page_but_those_it_fills(rig: SystemRig, new: int, more: int) -> None:
    fill(rig, 450)
    rig.sync(only=DEEP)
    fill(rig, new)
    outcome = rig.sync(only=DEEP)
    assert outcome.exit_code == 0
    assert rig.requests()["executions"] == len(rig.truth("workflows")) + more
    assert of(outcome, "executions").counts.new == new
    lands(rig, *DEEP)


def test_one_that_runs_still_far_down_the_list_is_asked_for_by_itself_and_once(rig: SystemRig) -> None:
    busy = fill(rig, 1)
    old = next(row["id"] for row in rig.truth("executions") if row["workflow_id"] == busy)
    rig.edit("set_row", resource="executions", key=old, fields={"status": "running", "completed_at": None})
    fill(rig, 450)
    rig.sync(only=[*DEEP, "execution_details"])
    rig.edit(
        "set_row",
        resource="executions",
        key=old,
        fields={"status": "failed", "completed_at": "2026-01-02T03:04:05.678Z"},
    )
    outcome = rig.sync(only=[*DEEP, "execution_details"])
    assert outcome.exit_code == 0
    assert rig.requests()["executions"] == len(rig.truth("workflows"))
    assert [entry.path for entry in rig.asked].count(f"/flowmaestro/v1/executions/{old}") == 1
    lands(rig, *DEEP, "execution_details")


def test_a_row_that_went_makes_the_list_be_read_whole_and_is_marked(rig: SystemRig) -> None:
    busy = fill(rig, 250)
    rig.sync(only=DEEP)
    old = [row["id"] for row in rig.truth("executions") if row["workflow_id"] == busy][-1]
    rig.edit("delete_rows", resource="executions", keys=[old])
    outcome = rig.sync(only=DEEP)
    assert of(outcome, "executions").counts.deleted == 1
    assert rig.requests()["executions"] == sum(pages(count) for count in runs_of(rig).values())
    lands(rig, *DEEP)


def test_a_workflow_that_got_another_name_has_it_in_each_of_its_executions(rig: SystemRig) -> None:
    busy = fill(rig, 250)
    rig.sync(only=DEEP)
    rig.edit("set_row", resource="workflows", key=busy, fields={"name": "Renamed"})
    for row in rig.truth("executions"):
        if row["workflow_id"] == busy:
            rig.edit("set_row", resource="executions", key=row["id"], fields={"workflow_name": "Renamed"})
    rig.sync(only=DEEP)
    lands(rig, *DEEP)
    outcome = rig.sync(only=[*DEEP, "execution_details"])
    assert outcome.exit_code == 0


def test_details_are_read_again_where_the_status_moved_alone(rig: SystemRig) -> None:
    rig.sync()
    moving = next(row["id"] for row in rig.truth("executions") if row["status"] == "running")
    rig.edit("set_row", resource="executions", key=moving, fields={"status": "completed", "outputs": {"rows": 1}})
    rig.sync()
    assert rig.requests()["executions/{id}"] == 1
    lands(rig, "executions", "execution_details")
