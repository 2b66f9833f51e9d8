"""Whatever happens in whatever order, one clean sync afterwards holds the truth.

Changes at the source, faults of every kind, and syncs that are killed, drawn by hypothesis; real processes die.
"""

from __future__ import annotations

import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lead_pipeline.sandbox import RunningSandbox
from lead_pipeline.sandbox.faults import KINDS
from lead_pipeline_tests.cli.terminal import Terminal
from lead_pipeline_tests.ingest.rig import KEY, Rig, make

pytestmark = pytest.mark.fire

LEADS = "flowmaticx/leads"
ROUTES = st.sampled_from(["flowmaticx/jobs", LEADS, "flowmaticx/credits", "*"])
SOME = st.integers(0, 40)
# Kinds that need nothing said; those that truly change the data are changes, and come with a place.
PLAIN = sorted(
    name for name, kind in KINDS.items() if kind.stage in {"page", "body"} and name not in {"drip", "padding"}
)
PARAMETERS: dict[str, dict[str, Any]] = {
    "short_page": {"rows": 3},
    "limit_lowered": {"limit": 9},
    "total_off": {"delta": -2},
    "half_character": {"before": "bakery"},
}

changes = st.one_of(
    st.tuples(st.just("add a job"), st.integers(0, 130)),
    st.tuples(st.just("add leads"), st.integers(1, 5)),
    st.tuples(st.just("delete a lead"), SOME),
    st.tuples(st.just("delete a job"), SOME),
    st.tuples(st.just("rename a lead"), SOME),
    st.tuples(st.just("change a job"), SOME),
)
faults = st.tuples(
    st.just("fault"),
    st.one_of(
        st.tuples(st.sampled_from(PLAIN), st.none()),
        st.tuples(st.just("status"), st.sampled_from([400, 401, 403, 404, 408, 429, 500, 502, 503])),
        st.tuples(st.sampled_from(["insert_row", "delete_row", "swap_row"]), st.none()),
    ),
    ROUTES,
    st.integers(0, 6),
    st.sampled_from([1, 2, 5, None]),
)
syncs = st.sampled_from([("sync",), ("verify",), ("one by one",)])
kills = st.tuples(st.just("kill"), st.integers(1, 9))
steps = st.lists(st.one_of(changes, faults, syncs, kills), min_size=3, max_size=9)


def take(rig: Rig, step: tuple[Any, ...]) -> None:
    """One step of a history."""
    what, *rest = step
    jobs, leads = sorted(rig.truth("jobs")), sorted(rig.truth("leads"))
    edit = rig.world.edit
    if what == "add a job":
        edit.add_job(leads=rest[0])
    elif what == "add leads":
        edit.add_leads(job_id=jobs[-1], count=rest[0])
    elif what == "delete a lead" and leads:
        edit.delete_leads(ids=[leads[rest[0] % len(leads)]])
    elif what == "delete a job" and len(jobs) > 2:
        edit.delete_jobs(ids=[jobs[1 + rest[0] % (len(jobs) - 1)]])  # one stays: a list of strangers is refused
    elif what == "rename a lead" and leads:
        edit.set_lead(id=leads[rest[0] % len(leads)], fields={"businessName": f"Renamed {rest[0]}"})
    elif what == "change a job":
        edit.set_job(id=jobs[rest[0] % len(jobs)], fields={"keyword": f"changed {rest[0]}"})
    elif what == "fault":
        (kind, status), route, after, times = rest
        parameters = {"status": status} if status else PARAMETERS.get(kind, {})
        rig.faults.arm(kind, route, after=after, times=times, **parameters)
    elif what == "kill":
        kill_after(rig, rest[0])
    elif what in {"sync", "verify", "one by one"}:
        rig.sync(verify=what == "verify", in_flight=1 if what == "one by one" else 4)


def kill_after(rig: Rig, requests: int) -> None:
    """A sync in a process of its own that dies once the server has answered so many, or has ended by then."""
    journal = rig.running.sandbox.journal
    begun = len(journal)
    process = Terminal(rig.home, rig.running, KEY).start("sync", LEAD_PIPELINE_RETRY_SECONDS="0.001")
    while len(journal) < begun + requests and process.poll() is None:
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.001)  # it needs the processor more than who watches it
    process.kill()
    process.communicate(timeout=30)


@settings(max_examples=14, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_after_any_history_one_clean_sync_holds_the_truth(history: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as home, RunningSandbox(make(leads=60, jobs=4)) as running:
        rig = Rig(running, Path(home))
        for step in history:
            take(rig, step)
        rig.faults.clear()
        clean = rig.sync(verify=True)
        assert (clean.exit_code, clean.error) == (0, None)
        assert rig.holds_truth()
        assert rig.query("select * from quarantine.flowmaticx_jobs") == []
        assert rig.query("select * from quarantine.flowmaticx_leads") == []


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(
    limits=st.dictionaries(st.sampled_from(["flowmaticx/jobs", LEADS]), st.integers(1, 60)),
    order=st.sampled_from([None, "oldest_first"]),
    in_flight=st.integers(1, 16),
    split=st.booleans(),
)
def test_any_page_sizes_any_order_and_any_number_of_workers_give_the_same_tables(
    limits: dict[str, int], order: str | None, in_flight: int, split: bool
) -> None:
    with tempfile.TemporaryDirectory() as home, RunningSandbox(make(leads=70, jobs=5)) as running:
        rig = Rig(running, Path(home))
        for route, limit in limits.items():
            rig.faults.arm("limit_lowered", route, times=None, limit=limit)
        if order is not None:
            rig.faults.arm("reordered", LEADS, times=None, order=order)
        if split:
            rig.faults.arm("short_page", LEADS, after=1, times=1, rows=2)
        assert rig.sync(in_flight=in_flight).exit_code == 0
        assert rig.holds_truth()
