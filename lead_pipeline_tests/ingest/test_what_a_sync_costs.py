"""How often a sync speaks to DuckDB, counted: one that opens it for each job, or asks for each row, grows slow."""

from __future__ import annotations

import sys
import threading
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import duckdb

from lead_pipeline.sandbox import RunningSandbox
from lead_pipeline_tests.ingest.rig import Rig, make

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """How often each function of DuckDB is called, by this thread and those that begin in the body."""
    count: Counter[str] = Counter()

    def look(_: object, event: str, called: Any) -> None:
        if event == "c_call" and called.__module__ == duckdb.connect.__module__:
            count[called.__name__] += 1

    threading.setprofile(look)
    sys.setprofile(look)
    try:
        yield count
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


def costs(home: Path, leads: int, jobs: int) -> list[Counter[str]]:
    """What a first sync and an unchanged second one of such an account ask."""
    told = []
    with RunningSandbox(make(leads=leads, jobs=jobs)) as running:
        rig = Rig(running, home)
        for _ in range(2):
            with counted() as count:
                rig.sync()
            told.append(count)
    return told


def test_fifty_times_the_jobs_cost_no_more(tmp_path: Path) -> None:
    few, many = costs(tmp_path / "few", 450, 6), costs(tmp_path / "many", 900, 300)
    for one, other in zip(few, many, strict=True):
        assert other["connect"] <= one["connect"] <= 2
        # One that takes long lands in between, and so asks a little more.
        assert one["execute"] <= other["execute"] < 1.5 * one["execute"]
