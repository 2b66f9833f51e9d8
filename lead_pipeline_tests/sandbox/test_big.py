"""A million leads and more: quick to start, small, and as quick far down the list as at its head.

Work is counted where it can be; time is only asked for where it was promised.
"""

from __future__ import annotations

import time
import tracemalloc

import pytest

from lead_pipeline.sandbox import Sandbox, SandboxOptions
from lead_pipeline.sandbox.flowmaticx.lead_index import LeadIndex
from lead_pipeline.sandbox.flowmaticx.lead_kinds import ALL_KINDS
from lead_pipeline_tests.sandbox.conftest import NOW, Caller, MakeCaller

MILLION = 1_000_000


@pytest.fixture
def slots_read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Which slots of the index were looked into, in order."""
    read: list[int] = []
    entries = LeadIndex.entries

    def counted(self: LeadIndex, slot: int, now: int) -> list[object]:
        read.append(slot)
        return list(entries(self, slot, now))

    monkeypatch.setattr(LeadIndex, "entries", counted)
    return read


def test_a_million_leads_start_in_seconds_of_work() -> None:
    begin = time.process_time()
    sandbox = Sandbox(SandboxOptions(leads=MILLION, now=NOW))
    assert time.process_time() - begin < 10
    assert sandbox.flowmaticx.world.leads.count(ALL_KINDS, sandbox.clock.whole()) == MILLION


def test_a_million_leads_take_little_memory() -> None:
    tracemalloc.start()
    sandbox = Sandbox(SandboxOptions(leads=MILLION, now=NOW))
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sandbox.flowmaticx.world.jobs.base > 10_000
    assert held < 10_000_000


@pytest.mark.parametrize("query", [{"billable_only": "false"}, {}, {"email_status": "VALID"}])
def test_a_deep_page_costs_no_more_than_the_first(
    make_caller: MakeCaller, slots_read: list[int], query: dict[str, str]
) -> None:
    caller = make_caller(leads=MILLION, live_jobs=0)
    total = caller.data("/leads", limit=1, **query)["total"]
    for offset in (0, 123_456, total // 2, total - 100):
        slots_read.clear()
        page = caller.data("/leads", limit=100, offset=offset, **query)
        assert len(page["leads"]) == 100
        assert len(slots_read) <= 20
    assert len(caller.data("/leads", limit=100, offset=total - 5, **query)["leads"]) == 5


def read_all_ids(caller: Caller) -> list[int]:
    leads = caller.sandbox.flowmaticx.world.leads
    return [entry.lead_id for entry in leads.take(ALL_KINDS, MILLION, 0, caller.sandbox.clock.whole())]


def test_pages_of_a_big_list_fit_together_after_edits(make_caller: MakeCaller) -> None:
    caller = make_caller(leads=200_000)
    ids = read_all_ids(caller)
    caller.sandbox.flowmaticx.edit.delete_leads(ids=[ids[5], ids[100_000], ids[199_999]])
    caller.sandbox.faults.arm("insert_row", at=150_000)
    caller.data("/leads", billable_only="false")
    after = read_all_ids(caller)
    assert len(after) == 199_998
    for offset in (0, 99_950, 149_950, 199_900):
        page = caller.data("/leads", limit=100, offset=offset, billable_only="false")
        assert [lead["id"] for lead in page["leads"]] == after[offset : offset + 100]
        assert page["total"] == 199_998
