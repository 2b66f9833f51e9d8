"""Where the leads of each job stand: a block of ids for every job, ascending in the order the jobs came.

Ids and places only. Which leads of a block are there, and what was edited in behind it, is in lead_index.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lead_pipeline.sandbox.flowmaticx.job_book import JobBook
    from lead_pipeline.sandbox.flowmaticx.job_plan import JobPlan

FIRST_ID = 100_000
STRIDE = 3
"""Ids are this far apart, so that a row can be put between two others."""
ROOM = 15_000
"""Ids from the block of one arrival to that of the next; those between are for leads of jobs that are posted."""


class LeadSlots:
    """A slot is a block with what stands behind it up to the next."""

    def __init__(self, jobs: JobBook) -> None:
        self._jobs = jobs
        # Slot 0 is empty: what is edited in below the first block stands there.
        self.first = array("q", [0])
        self.job = array("q", [0])
        self.size = array("H", [0])
        self._of_later: dict[int, int] = {}
        self._of_arrival = array("q")
        self._next_id = FIRST_ID
        self._arrivals_from: int | None = None

    def __len__(self) -> int:
        return len(self.first)

    def append(self, plan: JobPlan) -> None:
        """Keep ids for the next of the jobs that were final before the start."""
        self.first.append(self._next_id)
        self.job.append(plan.job_id)
        self.size.append(plan.found)
        self._next_id += STRIDE * plan.found or STRIDE

    def add(self, plan: JobPlan) -> None:
        """Keep ids for the leads that a job made later will find."""
        self._make_room(STRIDE * plan.found)
        self._of_later[plan.job_id] = len(self)
        self.append(plan)

    def new_id(self) -> int:
        """Take the id of a lead that no job planned."""
        self._make_room(STRIDE)
        self._next_id += STRIDE
        return self._next_id - STRIDE

    @property
    def next_id(self) -> int:
        """The id that is above all others."""
        return self._next_id

    def end_start(self) -> None:
        """Let arrivals follow from here: every job of the start has its ids."""
        self._arrivals_from = self._next_id

    def take_arrivals(self, count: int) -> None:
        """Keep ids for the first so many arrivals."""
        for number in range(len(self._of_arrival), count):
            self._take_arrival(number)

    def _take_arrival(self, number: int) -> None:
        self._next_id = self._first_of(number)
        self._of_arrival.append(len(self))
        self.append(self._jobs.arrivals.plan(number))

    def _first_of(self, number: int) -> int:
        return (self._arrivals_from or 0) + ROOM * (number + 1)

    def _make_room(self, size: int) -> None:
        # Blocks must ascend: one that does not fit before the next arrival's goes behind it, even if that is to come.
        while self._arrivals_from is not None and self._jobs.arrivals.are_coming:
            following = len(self._of_arrival)
            if self._next_id + size <= self._first_of(following):
                return
            self._take_arrival(following)

    def of_job(self, job_id: int) -> int | None:
        """Give the slot of a job's block; None when it has none yet."""
        place, number = self._jobs.base_place(job_id), self._jobs.arrivals.number(job_id)
        if place is not None:
            return place + 1
        if number is not None:
            return self._of_arrival[number] if number < len(self._of_arrival) else None
        return self._of_later.get(job_id)

    def up_to_arrival(self, count: int) -> int:
        """Count the slots up to that of the last of the first so many arrivals; 0 when there is none."""
        return self._of_arrival[count - 1] + 1 if count else 0

    def at(self, lead_id: int) -> int:
        """Give the slot that an id belongs to."""
        return max(0, bisect_right(self.first, lead_id) - 1)

    def is_planned(self, lead_id: int) -> bool:
        """Say whether an id is kept for a lead that a job will find or has found."""
        slot = self.at(lead_id)
        place, rest = divmod(lead_id - self.first[slot], STRIDE)
        return rest == 0 and place < self.size[slot]
