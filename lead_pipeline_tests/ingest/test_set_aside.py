"""A list with a record that was set aside is read once more: it may have been damaged on its way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lead_pipeline.sandbox import RunningSandbox
from lead_pipeline.warehouse.quarantine import MOST_IN_DOUBT
from lead_pipeline_tests.ingest.rig import Rig, make

if TYPE_CHECKING:
    from pathlib import Path

LEADS = "flowmaticx/leads"
DAMAGED: dict[str, tuple[str, dict[str, Any]]] = {
    "a rule broken": ("field_value", {"field": "createdAt", "value": None}),
    "no key": ("field_missing", {"field": "id"}),
    "a key of another type": ("field_value", {"field": "id", "value": [7]}),
}


def aside(rig: Rig) -> list[tuple[Any, ...]]:
    return rig.query("select key, first_seen_at < last_seen_at from quarantine.flowmaticx_leads")


def lists_read(rig: Rig) -> int:
    entries = rig.running.sandbox.journal.entries(LEADS)
    return len({entry.query["job_id"] for entry in entries if "job_id" in entry.query})


@pytest.mark.parametrize("name", DAMAGED)
def test_a_record_that_was_damaged_on_its_way_is_right_after_the_next_sync(rig: Rig, name: str) -> None:
    kind, parameters = DAMAGED[name]
    lead = min(rig.truth("leads"))
    rig.faults.arm(kind, LEADS, times=None, ids=[lead], **parameters)
    assert rig.sync().exit_code == 0
    assert len(aside(rig)) == 1
    rig.faults.clear()
    assert rig.sync().exit_code == 0
    assert aside(rig) == []
    assert rig.holds_truth()


def test_a_record_that_is_so_at_the_source_costs_one_more_reading_and_no_third(rig: Rig) -> None:
    rig.faults.arm("field_value", LEADS, times=None, field="createdAt", value=None, ids=[min(rig.truth("leads"))])
    read = []
    for _ in range(3):
        rig.running.sandbox.journal.clear()
        assert rig.sync().exit_code == 0
        read.append(lists_read(rig))
    assert read == [6, 1, 0]
    assert [again for _, again in aside(rig)] == [True]


def test_a_list_with_a_record_that_nobody_can_name_is_never_left_alone(rig: Rig) -> None:
    rig.faults.arm("field_missing", LEADS, times=None, field="id", ids=[min(rig.truth("leads"))])
    read = []
    for _ in range(4):
        rig.running.sandbox.journal.clear()
        rig.sync()
        read.append(lists_read(rig))
    assert read == [6, 1, 1, 1]


def test_where_many_lists_have_some_the_source_is_so_and_none_is_read_again(tmp_path: Path) -> None:
    with RunningSandbox(make(leads=120, jobs=MOST_IN_DOUBT + 10)) as running:
        rig = Rig(running, tmp_path)
        first = {lead["job_id"]: number for number, lead in rig.truth("leads").items()}
        assert len(first) > MOST_IN_DOUBT
        ids = list(first.values())
        rig.faults.arm("field_value", LEADS, times=None, field="createdAt", value=None, ids=ids)
        assert rig.sync().exit_code == 0
        running.sandbox.journal.clear()
        assert rig.sync().exit_code == 0
        assert lists_read(rig) == 0
        assert len(aside(rig)) == len(ids)


def test_a_record_that_was_set_aside_and_is_gone_leaves_the_quarantine(rig: Rig) -> None:
    lead = min(rig.truth("leads"))
    rig.faults.arm("field_value", LEADS, times=None, field="createdAt", value=None, ids=[lead])
    rig.sync()
    rig.world.edit.delete_leads(ids=[lead])
    assert rig.sync().exit_code == 0
    assert aside(rig) == []
    assert rig.holds_truth()
