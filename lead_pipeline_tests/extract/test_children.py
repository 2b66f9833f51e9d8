"""Which parents' children are walked: those that can have changed, and each run a few of the oldest proofs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from lead_pipeline.extract.children import LastWalk, Parent, Window, plan
from lead_pipeline.spec.window import OncePerParent

NOW = datetime.now(UTC).replace(tzinfo=None)
PER = OncePerParent(
    parent="jobs",
    parent_key="id",
    param="job_id",
    fills="job_id",
    final_column="status",
    final_values=frozenset({"DONE"}),
    dated_by="created_at",
    recheck_after_days=30,
    rechecks_per_run=2,
)
DONE = Parent(
    1, is_final=True, expected=3, fingerprint="f", dated=datetime.fromisoformat("2026-05-04T23:59"), is_deleted=False
)
PROVEN = LastWalk("f", "proven", 3, NOW - timedelta(days=1))


def due(parent: Parent, last: LastWalk | None, window: Window | None = None, *, everything: bool = False) -> bool:
    walked = {} if last is None else {str(parent.id): last}
    return plan(PER, [parent], walked, window or Window(), everything=everything).due == [parent]


def test_a_final_parent_whose_children_were_proven_is_left_alone() -> None:
    assert not due(DONE, PROVEN)


@pytest.mark.parametrize(
    ("parent", "last"),
    [
        pytest.param(DONE, None, id="new"),
        pytest.param(replace(DONE, is_final=False), PROVEN, id="unfinished"),
        pytest.param(replace(DONE, fingerprint="g"), PROVEN, id="changed"),
        pytest.param(DONE, replace(PROVEN, verdict="unproven"), id="never proven"),
        pytest.param(DONE, replace(PROVEN, verdict="failed"), id="failed last time"),
        pytest.param(DONE, replace(PROVEN, walked_at=NOW - timedelta(days=31)), id="proven long ago"),
        pytest.param(replace(DONE, is_deleted=True), None, id="gone, its children not looked at"),
    ],
)
def test_a_parent_that_can_have_other_children_is_due(parent: Parent, last: LastWalk | None) -> None:
    assert due(parent, last)


def test_a_parent_that_is_gone_is_walked_once_and_never_re_checked() -> None:
    gone = replace(DONE, is_deleted=True, is_final=False)
    assert not due(gone, PROVEN)
    assert not due(gone, replace(PROVEN, walked_at=NOW - timedelta(days=99)))


def test_verifying_reads_everything() -> None:
    assert due(DONE, PROVEN, everything=True)


def test_only_the_oldest_proofs_are_re_checked_and_few_a_run() -> None:
    parents = [replace(DONE, id=number) for number in range(5)]
    walked = {str(n): replace(PROVEN, walked_at=NOW - timedelta(days=40 + n)) for n in range(5)}
    assert [parent.id for parent in plan(PER, parents, walked, Window(), everything=False).due] == [4, 3]


@pytest.mark.parametrize(
    ("since", "until", "inside"),
    [(None, None, True), (4, None, True), (None, 4, True), (4, 4, True), (5, None, False), (None, 3, False)],
)
def test_a_window_holds_both_its_ends(since: int | None, until: int | None, inside: bool) -> None:
    days = [None if day is None else date(2026, 5, day) for day in (since, until)]
    assert due(DONE, None, Window(*days)) is inside
    assert due(replace(DONE, dated=None), None, Window(*days)), "one without a date is always in it"


@pytest.mark.parametrize(
    ("parent", "window", "settled"),
    [
        (DONE, Window(), True),
        (replace(DONE, is_deleted=True, is_final=False), Window(), True),
        (replace(DONE, is_final=False), Window(), False),
        (DONE, Window(since=date(2020, 1, 1)), False),
    ],
    ids=["all final", "gone", "unfinished", "a part of them"],
)
def test_the_whole_can_be_counted_when_nothing_is_unfinished_or_left_out(
    parent: Parent, window: Window, settled: bool
) -> None:
    assert plan(PER, [parent], {}, window, everything=False).is_settled is settled
