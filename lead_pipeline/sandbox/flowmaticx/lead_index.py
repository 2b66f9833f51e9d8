"""Which leads there are, in which order, under which filter: counts and slices without walking a million rows.

Every job has a block of ids (in lead_slots); rows that were edited in stand alone between them. Only changes are
stored; what a lead says is in lead_text.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from lead_pipeline.sandbox.flowmaticx.lead_kinds import ALL_KINDS, BILLABLE, count_kinds, draw_kinds
from lead_pipeline.sandbox.flowmaticx.lead_slots import STRIDE, LeadSlots
from lead_pipeline.sandbox.flowmaticx.lead_tally import LeadTally

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lead_pipeline.sandbox.flowmaticx.job_book import JobBook

ALONE = -1
FOR_EVER = 2**62


class Entry(NamedTuple):
    """A lead in the index."""

    lead_id: int
    kind: int
    job_id: int | None
    place: int
    """Which of its job's leads it is; ALONE when it was edited in."""


@dataclass(slots=True)
class Single:
    """A lead that was edited in."""

    job_id: int | None
    created: int
    kind: int


@dataclass(slots=True)
class Change:
    """How a slot differs from what was planned."""

    gone: set[int] = field(default_factory=set)
    singles: set[int] = field(default_factory=set)
    kinds: dict[int, int] = field(default_factory=dict)


class LeadIndex:
    """All leads; newest first means by id, descending."""

    def __init__(self, seed: int, jobs: JobBook) -> None:
        self._seed = seed
        self._jobs = jobs
        self.slots = LeadSlots(jobs)
        self._changes: dict[int, Change] = {}
        self.singles: dict[int, Single] = {}
        self._by_job: dict[int | None, set[int]] = {}
        self._used: set[int] = set()
        self._tally = LeadTally()
        self._tally.append(b"")
        self.charges = array("L")
        """What every job cost that was final before the start."""
        self.arrivals_charges = [0]
        """What the first so many arrivals have cost together, as far as they are final."""
        for place in range(jobs.base):
            plan = jobs.build_base_plan(place)
            self.slots.append(plan)
            billable = self._tally.append(draw_kinds.__wrapped__(seed, plan))
            self.charges.append(billable * plan.credits_per_lead)
        self._base = len(self.slots)

    def catch_up(self, now: int) -> None:
        """Take in the arrivals made by now, and tally what moves no more; what was tallied once stays so."""
        arrivals = self._jobs.arrivals
        self.slots.take_arrivals(arrivals.count(now))
        for slot in range(len(self._tally), self.slots.up_to_arrival(arrivals.count_final(now))):
            kinds = self._planned(slot, FOR_EVER)
            plan = self._jobs.plan(self.slots.job[slot])
            if arrivals.number(plan.job_id) is not None:
                charge = count_kinds(kinds, BILLABLE) * plan.credits_per_lead
                self.arrivals_charges.append(self.arrivals_charges[-1] + charge)
            self._tally.append(self._final_kinds(slot) if slot in self._changes else kinds)

    def _still(self, now: int) -> int:
        """Count the slots, from the first, whose leads are all tallied and there by now: the clock may go back."""
        return max(self._base, self.slots.up_to_arrival(self._jobs.arrivals.count_final(now)))

    def _planned(self, slot: int, now: int) -> bytes:
        """Give the kinds of the block's leads that have been found by now, edits aside."""
        if slot == 0 or self.slots.size[slot] == 0:
            return b""
        plan = self._jobs.plan(self.slots.job[slot])
        kinds = draw_kinds(self._seed, plan)
        return kinds if slot < self._base else kinds[: plan.found_at(now)]

    def entries(self, slot: int, now: int) -> list[Entry]:
        """Give the leads of a slot, ascending."""
        first, job_id = self.slots.first[slot], self.slots.job[slot]
        kinds = self._planned(slot, now)
        block = [Entry(first + STRIDE * place, kind, job_id, place) for place, kind in enumerate(kinds)]
        change = self._changes.get(slot)
        if change is None:
            return block
        kept = [e._replace(kind=change.kinds.get(e.lead_id, e.kind)) for e in block if e.lead_id not in change.gone]
        return sorted(kept + [self._single(lead_id) for lead_id in change.singles])

    def _single(self, lead_id: int) -> Entry:
        single = self.singles[lead_id]
        return Entry(lead_id, single.kind, single.job_id, ALONE)

    def count(self, wanted: frozenset[int], now: int) -> int:
        """Count the leads of some kinds."""
        still = self._still(now)
        moving = sum(self._count_slot(slot, wanted, now) for slot in range(still, len(self.slots)))
        return self._tally.up_to(wanted)[still - 1] + moving

    def _count_slot(self, slot: int, wanted: frozenset[int], now: int) -> int:
        if slot in self._changes:
            return sum(entry.kind in wanted for entry in self.entries(slot, now))
        kinds = self._planned(slot, now)
        return len(kinds) if wanted == ALL_KINDS else count_kinds(kinds, wanted)

    def take(self, wanted: frozenset[int], limit: int, offset: int, now: int) -> list[Entry]:
        """Give a slice of the leads of some kinds, newest first."""
        taken: list[Entry] = []
        for slot, skip in self._slots_from(wanted, offset, now):
            picked = [entry for entry in reversed(self.entries(slot, now)) if entry.kind in wanted]
            taken += picked[skip : skip + limit - len(taken)]
            if len(taken) >= limit:
                break
        return taken

    def _slots_from(self, wanted: frozenset[int], offset: int, now: int) -> Iterator[tuple[int, int]]:
        """Give the slots that hold what is behind an offset, each with the leads to skip in it."""
        still = self._still(now)
        for slot in range(len(self.slots) - 1, still - 1, -1):
            count = self._count_slot(slot, wanted, now)
            if count > offset:
                yield slot, offset
            offset = max(0, offset - count)
        up_to = self._tally.up_to(wanted)
        left = up_to[still - 1] - offset
        if left <= 0:
            return
        # A million leads behind an offset are found by halving, not by walking.
        slot = bisect_left(up_to, left)
        yield slot, up_to[slot] - left
        for older in range(slot - 1, -1, -1):
            if up_to[older] > (up_to[older - 1] if older else 0):
                yield older, 0

    def of_job(self, job_id: int | None, wanted: frozenset[int], now: int) -> list[Entry]:
        """Give the leads of one job, newest first; None gives those that belong to none."""
        slot = None if job_id is None else self.slots.of_job(job_id)
        block = [] if slot is None else [e for e in self.entries(slot, now) if e.place != ALONE]
        found = block + [self._single(lead_id) for lead_id in self._by_job.get(job_id, ())]
        return sorted((entry for entry in found if entry.kind in wanted), reverse=True)

    def locate(self, lead_id: int, now: int) -> Entry:
        """Find a lead; KeyError when it is not there now."""
        slot = self.slots.at(lead_id)
        return next((e for e in self.entries(slot, now) if e.lead_id == lead_id), None) or _missing(lead_id)

    def add(self, lead_id: int | None, single: Single) -> int:
        """Put a lead in that no job planned; without an id it gets the next."""
        if lead_id is None:
            lead_id = self.slots.new_id()
        self.singles[lead_id] = single
        self._by_job.setdefault(single.job_id, set()).add(lead_id)
        self._used.add(lead_id)
        self._change(lead_id).singles.add(lead_id)
        self._retally(lead_id)
        return lead_id

    def remove(self, entry: Entry) -> None:
        """Take a lead away."""
        change = self._change(entry.lead_id)
        if entry.place == ALONE:
            change.singles.discard(entry.lead_id)
            self._by_job[entry.job_id].discard(entry.lead_id)
            del self.singles[entry.lead_id]
        else:
            change.gone.add(entry.lead_id)
        self._retally(entry.lead_id)

    def set_kind(self, entry: Entry, kind: int) -> None:
        """Make a lead one of another kind."""
        if entry.place == ALONE:
            self.singles[entry.lead_id].kind = kind
        else:
            self._change(entry.lead_id).kinds[entry.lead_id] = kind
        self._retally(entry.lead_id)

    def id_between(self, below: int, above: int) -> int | None:
        """Find an id between two others that no lead has, had or will have."""
        # From above, so that below the last row there is room for more than one.
        return next((i for i in range(min(above, self.slots.next_id) - 1, below, -1) if self._is_free(i)), None)

    def _is_free(self, lead_id: int) -> bool:
        return lead_id not in self._used and not self.slots.is_planned(lead_id)

    def _change(self, lead_id: int) -> Change:
        return self._changes.setdefault(self.slots.at(lead_id), Change())

    def _retally(self, lead_id: int) -> None:
        slot = self.slots.at(lead_id)
        if slot < len(self._tally):
            self._tally.replace(slot, self._final_kinds(slot))

    def _final_kinds(self, slot: int) -> bytes:
        return bytes(entry.kind for entry in self.entries(slot, FOR_EVER))


def _missing(lead_id: int) -> Entry:
    raise KeyError(lead_id)
