"""The budget of a key over real sockets: never more requests in any sliding minute, however many processes use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lead_pipeline.sandbox import RunningSandbox
from lead_pipeline_tests.cli.terminal import Terminal
from lead_pipeline_tests.ingest.rig import make
from lead_pipeline_tests.under_fire.matrix.rate_limit import RATE_LIMIT
from lead_pipeline_tests.under_fire.promise import keeps

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.fire

PER_MINUTE = 60
BUDGET = {"FLOWMATICX_REQUESTS_PER_MINUTE": str(PER_MINUTE)}
MINUTE = 60.0


@keeps(RATE_LIMIT, "the budget of a key", "two processes on one key")
def test_two_processes_on_one_key_never_send_more_than_its_budget(tmp_path: Path) -> None:
    """86 requests in all where 60 a minute are allowed: this test takes a minute, and nearly all of it is waiting."""
    with RunningSandbox(make(leads=40, jobs=40)) as running:
        terminal = Terminal(tmp_path / "home", running)
        processes = [terminal.start("sync", *words, **BUDGET) for words in (["--verify"], ["--verify"])]
        ends = [process.communicate(timeout=300) for process in processes]
        assert [process.returncode for process in processes] == [0, 0], ends
        entries = running.sandbox.journal.entries()
    assert {entry.status for entry in entries} == {200}
    arrivals = sorted(entry.monotonic for entry in entries)
    assert len(arrivals) > PER_MINUTE
    fullest = max(sum(1 for other in arrivals if begin <= other < begin + MINUTE) for begin in arrivals)
    assert 0.9 * PER_MINUTE <= fullest <= PER_MINUTE
    assert arrivals[-1] - arrivals[0] < 2 * MINUTE
