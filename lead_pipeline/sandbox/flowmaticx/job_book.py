"""Which jobs there are, and the plan of each: finished ones in columns, later ones as plans.

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
    from lead_pipeline.sandbox.flowmaticx.history import History

FIRST_ID = 10_001
STRIDE = 3
"""Ids are this far apart, so that a row can be put between two others."""


class JobBook:
    """All jobs; a deleted one leaves the list, its plan stays for the leads it left behind."""

    def __init__(self, seed: int, history: History) -> None:
        self._seed = seed
        self._history = history
        self.created = history.created
        """Of the jobs that were final before the start, ascending."""
        self.base = len(history.created)
        """Jobs that were final before the start."""
        self.order = [FIRST_ID + STRIDE * place for place in range(self.base)]
        """Ids of listed jobs, ascending."""
        self.later: dict[int, JobPlan] = {}
        self._restless: set[int] = set()
        """Listed jobs whose status is not in the columns."""
        self._next_id = FIRST_ID + STRIDE * self.base
        self._used: set[int] = set()
        self._by_status: dict[str, list[int]] = {}
        self._base_plan = lru_cache(maxsize=4096)(self.build_base_plan)

    def plan(self, job_id: int) -> JobPlan:
        """Give a job's plan; KeyError when there never was such a job."""
        if job_id in self.later:
            return self.later[job_id]
        place = self.base_place(job_id)
        if place is None:
            raise KeyError(job_id)
        return self._base_plan(place)

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
        """Take the id of the next job."""
        self._next_id += STRIDE
        return self._next_id - STRIDE

    def id_between(self, below: int, above: int) -> int | None:
        """Find a free id between two others."""
        free = (i for i in range(above - 1, below, -1) if i not in self._used and self.base_place(i) is None)
        return next(free, None)

    def add(self, plan: JobPlan) -> None:
        """Put a job on the list."""
        self.later[plan.job_id] = plan
        self._used.add(plan.job_id)
        self._restless.add(plan.job_id)
        insort(self.order, plan.job_id)

    def remove(self, job_id: int) -> None:
        """Take a job off the list."""
        place = bisect_left(self.order, job_id)
        if self.order[place : place + 1] != [job_id]:
            raise KeyError(job_id)
        del self.order[place]
        self._restless.discard(job_id)
        self._by_status.clear()

    def is_listed(self, job_id: int) -> bool:
        """Say whether a job is on the list."""
        place = bisect_left(self.order, job_id)
        return self.order[place : place + 1] == [job_id]

    def unsettle(self, job_id: int) -> None:
        """Have a job's status asked for each time: it was edited."""
        self._restless.add(job_id)
        self._by_status.clear()

    def settled(self, status: str) -> list[int]:
        """Give the ids of listed jobs that have been in a status since before the start, ascending."""
        if not self._by_status:
            groups: dict[str, list[int]] = {}
            for job_id in self.order:
                if job_id not in self._restless:
                    groups.setdefault(self.plan(job_id).outcome, []).append(job_id)
            self._by_status = groups
        return self._by_status.get(status, [])

    @property
    def restless(self) -> frozenset[int]:
        """The ids of listed jobs whose status must be asked for."""
        return frozenset(self._restless)
