"""Whatever a list does while it is read: a walk that says proven holds every row that was there all the time.

Scripts of changes and faults are made up by hypothesis; the limits that are known are said where they are drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hypothesis import event, given, settings
from hypothesis import strategies as st

from lead_pipeline.errors import WalkBroken
from lead_pipeline.extract.proof import Verdict
from lead_pipeline_tests.extract.list_server import ListServer, cut, empty, without_total

if TYPE_CHECKING:
    from lead_pipeline_tests.extract.list_server import Change

places = st.floats(0, 1)
inserts = st.tuples(places, st.integers(1, 9))
deletes = st.tuples(places, st.integers(1, 9))
faults = st.sampled_from(["empty", "cut", "repeat", "no total"])


@dataclass
class Script:
    """Rows come in and go at any place of the list, in between any two requests."""

    rows: int
    size: int
    says_limit: bool
    changes: dict[int, tuple[list[tuple[float, int]], list[tuple[float, int]]]]
    faults: dict[int, str] = field(default_factory=dict)

    def server(self) -> ListServer:
        """A server that plays it. A page is cut to two rows at least: pages of one row have none to overlap."""
        self.stayed = {*range(self.rows)}
        self.ever = {*self.stayed}
        server = ListServer([*range(self.rows)], self.size, self.says_limit)
        server.changes = {number: self._change(*change) for number, change in self.changes.items()}
        kinds = {"empty": empty, "cut": cut(2), "repeat": server.repeat, "no total": without_total}
        server.faults = {number: kinds[fault] for number, fault in self.faults.items()}
        return server

    def _change(self, into: list[tuple[float, int]], out: list[tuple[float, int]]) -> Change:
        def change(rows: list[int]) -> None:
            for place, count in out:
                begin = int(place * len(rows))
                self.stayed -= {*rows[begin : begin + count]}
                del rows[begin : begin + count]
            for place, count in into:
                begin = int(place * len(rows))
                fresh = range(max(self.ever, default=0) + 1, max(self.ever, default=0) + 1 + count)
                self.ever |= {*fresh}
                rows[begin:begin] = fresh

        return change


changes = st.tuples(st.lists(inserts, max_size=2), st.lists(deletes, max_size=2))
scripts = st.builds(
    Script,
    rows=st.integers(0, 40),
    size=st.integers(2, 8),
    says_limit=st.booleans(),
    changes=st.dictionaries(st.integers(0, 20), changes, max_size=5),
    faults=st.dictionaries(st.integers(0, 20), faults, max_size=4),
)
aheads = st.integers(0, 4)


def holds(script: Script, size: int, expected: int | None, ahead: int) -> Verdict | None:
    server = script.server()
    try:
        walk = server.walk(size=size, expected=expected, ahead=ahead)
    except WalkBroken:
        event("broken")
        return None
    event(walk.proof.verdict)
    assert walk.keys <= script.ever
    assert walk.proof.distinct == len(walk.keys)
    if walk.proof.verdict is Verdict.PROVEN:
        assert script.stayed <= walk.keys, (sorted(script.stayed - walk.keys), walk.proof, server.asked)
    return walk.proof.verdict


@settings(max_examples=400, deadline=None)
@given(scripts, st.integers(2, 8), aheads)
def test_a_proven_walk_holds_every_row_that_was_there_all_the_time(script: Script, size: int, ahead: int) -> None:
    holds(script, size, None, ahead)


@settings(max_examples=200, deadline=None)
@given(scripts, st.integers(2, 8), st.integers(0, 45), aheads)
def test_a_second_witness_who_says_something_else_changes_nothing(
    script: Script, size: int, expected: int, ahead: int
) -> None:
    holds(script, size, expected + (expected == script.rows), ahead)


@settings(max_examples=400, deadline=None)
@given(scripts, st.integers(2, 8), aheads)
def test_two_witnesses_who_agree_are_right_as_long_as_changes_move_the_total(
    script: Script, size: int, ahead: int
) -> None:
    """The limit of a walk without overlap: what leaves must not be made up for before the next total is seen."""
    script.faults = {number: fault for number, fault in script.faults.items() if fault != "no total"}
    script.changes = {number: (into, []) if into else (into, out) for number, (into, out) in script.changes.items()}
    holds(script, size, script.rows, ahead)


@settings(max_examples=200, deadline=None)
@given(scripts, st.integers(2, 8), aheads)
def test_a_list_that_comes_to_rest_is_proven(script: Script, size: int, ahead: int) -> None:
    script.faults = {}
    script.changes = {number: change for number, change in script.changes.items() if number <= 2 and script.rows > 20}
    assert holds(script, size, None, ahead) in {Verdict.PROVEN, None}


@settings(max_examples=200, deadline=None)
@given(scripts, st.integers(2, 8), st.booleans(), aheads)
def test_faults_that_pass_cost_no_proof(script: Script, size: int, witnessed: bool, ahead: int) -> None:
    script.changes = {}
    script.faults = {number: fault for number, fault in script.faults.items() if number % 3}  # two in a row at most
    if "repeat" in script.faults.values():
        ahead = 0  # else the page before may be one that is yet to come, which is no fault that passes
    assert holds(script, size, script.rows if witnessed else None, ahead) is Verdict.PROVEN
