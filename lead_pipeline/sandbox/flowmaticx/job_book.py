"""Which jobs there are, and the plan of each: finished ones in columns, arrivals worked out, others as plans.

The order and the status filter of the list are here. How a job is shown is in world.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from functools import lru_cache
from typing import TYPE_CHECKING

from lead_pipeline.sandbox.flowmaticx.job_plan import (
    COMPLETED,
    FAILED,
    WORKFLOWS,
    JobPlan,
    draw,
    outcome_of,
    requested_of,
    seconds_of,
    workflow_of,
)
from lead_pipeline.sandbox.flowmaticx.searches import drawn_searches

if TYPE_CHECKING:
    from lead_pipeline.sandbox.flowmaticx.arrivals import Arrivals
    from lead_pipeline.sandbox.flowmaticx.history import History

FIRST_ID = 10_001
STRIDE = 3
"""Ids are this far apart, so that a row can be put between two others."""


class JobBook:
    """All jobs; a deleted one leaves the list, its plan stays for the leads it left behind."""

    def __init__(self, seed: int, history: History, arrivals: Arrivals) -> None:
        self._seed = seed
        self._history = history
        self.arrivals = arrivals
        self._shown = 0
        """So many arrivals have been made by now."""
        self.created = history.created
        """Of the jobs that were final before the start, ascending."""
        self.base = len(history.created)
        """Jobs that were final before the start."""
        self.order = [FIRST_ID + STRIDE * place for place in range(self.base)]
        """Ids of listed jobs, ascending."""
        self.later: dict[int, JobPlan] = {}
        """Live at the start, posted or edited in."""
        self._restless: set[int] = set()
        """Listed jobs whose status is not in the columns."""
        self._next_id = FIRST_ID + STRIDE * self.base
        self._used: set[int] = set()
        self._deleted: set[int] = set()
        self._by_status: dict[str, list[int]] = {}
        self._sorted_in = 0
        """So many jobs of the start, and then arrivals, have been sorted by status."""
        self._base_plan = lru_cache(maxsize=4096)(self.build_base_plan)

    def plan(self, job_id: int) -> JobPlan:
        """Give a job's plan; KeyError when there never was such a job."""
        if job_id in self.later:
            return self.later[job_id]
        place, number = self.base_place(job_id), self.arrivals.number(job_id)
        if place is not None:
            return self._base_plan(place)
        if number is not None:
            return self.arrivals.plan(number)
        raise KeyError(job_id)

    def base_place(self, job_id: int) -> int | None:
        """Give the place of a job in the columns."""
        place, rest = divmod(job_id - FIRST_ID, STRIDE)
        return place if rest == 0 and 0 <= place < self.base else None

    def build_base_plan(self, place: int) -> JobPlan:
        """Work a finished job's plan out."""
        history = self._history
        job_id = FIRST_ID + STRIDE * place
        drawn = draw(self._seed, "job", job_id)
        found = history.found[place]
        outcome = outcome_of(drawn) if found else (FAILED, COMPLETED)[drawn % 4 == 0]
        keyword, location = drawn_searches(self._seed)[history.searches[place]]
        # The first seven show every type, however small the sandbox.
        workflow = WORKFLOWS[place] if place < len(WORKFLOWS) else workflow_of(drawn >> 8)
        requested = requested_of(outcome, found, drawn >> 16)
        queue, run = seconds_of(outcome, found, drawn >> 24)
        return JobPlan(
            job_id=job_id,
            created=history.created[place],
            workflow=workflow,
            keyword=keyword,
            location=location,
            requested=requested,
            found=found,
            ai=(drawn >> 32) % 5 != 0,
            risky=(drawn >> 40) % 3 == 0,
            outcome=outcome,
            queue_seconds=queue,
            run_seconds=run,
            rerun=bool(history.rerun[place]),
        )

    def new_id(self) -> int:
        """Take the id of the next job, above all that are listed; an arrival's own is passed over."""
        if self._shown:
            self._next_id = max(self._next_id, self.arrivals.job_id(self._shown - 1))
        while self._is_taken(self._next_id):
            self._next_id += STRIDE
        self._next_id += STRIDE
        return self._next_id - STRIDE

    def id_between(self, below: int, above: int) -> int | None:
        """Find a free id between two others."""
        return next((i for i in range(above - 1, below, -1) if not self._is_taken(i)), None)

    def _is_taken(self, job_id: int) -> bool:
        planned = self.base_place(job_id) is not None or self.arrivals.number(job_id) is not None
        return planned or job_id in self._used

    def show_arrivals(self, now: int) -> None:
        """List the arrivals made by now, and no others: the clock may have gone back."""
        count = self.arrivals.count(now)
        for job_id in map(self.arrivals.job_id, range(self._shown, count)):
            if job_id not in self._deleted:
                insort(self.order, job_id)
        for job_id in map(self.arrivals.job_id, range(count, self._shown)):
            _drop(self.order, job_id)
        self._shown = count

    def add(self, plan: JobPlan) -> None:
        """Put a job on the list."""
        self.later[plan.job_id] = plan
        self._used.add(plan.job_id)
        self._restless.add(plan.job_id)
        insort(self.order, plan.job_id)

    def remove(self, job_id: int) -> None:
        """Take a job off the list."""
        if not _drop(self.order, job_id):
            raise KeyError(job_id)
        self._deleted.add(job_id)
        self._restless.discard(job_id)
        self._unsort(job_id)

    def is_listed(self, job_id: int) -> bool:
        """Say whether a job is on the list."""
        place = bisect_left(self.order, job_id)
        return self.order[place : place + 1] == [job_id]

    def unsettle(self, job_id: int) -> None:
        """Have a job's status asked for each time: it was edited."""
        self._restless.add(job_id)
        self._unsort(job_id)

    def settled(self, status: str, now: int) -> list[int]:
        """Give the ids of listed jobs that are in a status and stay in it, ascending."""
        final = self.arrivals.count_final(now)
        for index in range(self._sorted_in, self.base + final):
            at = index - self.base
            job_id = FIRST_ID + STRIDE * index if at < 0 else self.arrivals.job_id(at)
            if job_id not in self._restless and job_id not in self._deleted:
                self._by_status.setdefault(self.plan(job_id).outcome, []).append(job_id)
        self._sorted_in = max(self._sorted_in, self.base + final)
        ids = self._by_status.get(status, [])
        return ids[: bisect_left(ids, self.arrivals.job_id(final))]

    def _unsort(self, job_id: int) -> None:
        for ids in self._by_status.values():
            _drop(ids, job_id)

    def restless(self, now: int) -> set[int]:
        """Give the ids of listed jobs whose status must be asked for."""
        young = map(self.arrivals.job_id, range(self.arrivals.count_final(now), self._shown))
        return {job_id for job_id in (*self._restless, *young) if self.is_listed(job_id)}


def _drop(ascending: list[int], number: int) -> bool:
    """Take a number off a list; False when it is not on it."""
    place = bisect_left(ascending, number)
    if ascending[place : place + 1] != [number]:
        return False
    del ascending[place]
    return True
