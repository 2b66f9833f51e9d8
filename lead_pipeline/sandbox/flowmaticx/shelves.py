"""The two lists of the API as shelves: what one request sees of the jobs and of the leads, filters applied.

Where a new row's id comes from is here too, as it depends on what the list shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.sandbox.flowmaticx.job_plan import COMPLETED, FINAL, LONGEST_SECONDS
from lead_pipeline.sandbox.flowmaticx.lead_index import ALONE, Entry, Single
from lead_pipeline.sandbox.flowmaticx.lead_kinds import VALID
from lead_pipeline.sandbox.flowmaticx.searches import drawn_searches

if TYPE_CHECKING:
    from lead_pipeline.sandbox.flowmaticx.edits import Edits
    from lead_pipeline.sandbox.flowmaticx.job_plan import JobPlan
    from lead_pipeline.sandbox.flowmaticx.world import World
    from lead_pipeline.sandbox.listing import Row

LEADS_OF_AN_INSERTED_JOB = 3


class LeadShelf:
    """Leads of some kinds, of one job or of all."""

    def __init__(self, world: World, edits: Edits, wanted: frozenset[int], job_id: int | None = None) -> None:
        self._world = world
        self._edits = edits
        self._wanted = wanted
        self._job_id = job_id
        self._now = world.now()

    def count(self) -> int:
        """Count the leads."""
        if self._job_id is not None:
            return len(self._world.leads.of_job(self._job_id, self._wanted, self._now))
        return self._world.leads.count(self._wanted, self._now)

    def entries(self, limit: int, offset: int) -> list[Entry]:
        """Give a slice of the index."""
        if self._job_id is not None:
            return self._world.leads.of_job(self._job_id, self._wanted, self._now)[offset : offset + limit]
        return self._world.leads.take(self._wanted, limit, offset, self._now)

    def rows(self, limit: int, offset: int) -> list[Row]:
        """Render a slice."""
        return [self._world.lead_row(entry) for entry in self.entries(limit, offset)]

    def insert(self, index: int, *, silent: bool) -> int:
        """Make a lead that this list shows."""
        kind = VALID if VALID in self._wanted else min(self._wanted)
        lead_id = None
        at = index
        while at > 0 and lead_id is None:
            around = self.entries(2, at - 1)
            if not around:
                break
            lead_id = self._world.leads.id_between(around[1].lead_id if around[1:] else 0, around[0].lead_id)
            at += 1
        neighbours = self.entries(1, max(0, index - 1))
        job_id = neighbours[0].job_id if neighbours and self._job_id is None else self._job_id
        created = self._now if lead_id is None or job_id is None else self._world.jobs.plan(job_id).started
        return self._edits.put_lead(lead_id, Single(job_id, created, kind), silent=silent)

    def delete(self, index: int, *, silent: bool) -> int:
        """Delete a lead that this list shows."""
        (entry,) = self.entries(1, index)
        self._edits.remove_lead(entry, silent=silent)
        return entry.lead_id

    def invent(self, count: int) -> list[Row]:
        """Make up leads."""
        return [self._world.lead_row(Entry(self._world.invent_id(), VALID, None, ALONE)) for _ in range(count)]


class JobShelf:
    """Jobs of one status or of all."""

    def __init__(self, world: World, edits: Edits, status: str | None = None) -> None:
        self._world = world
        self._edits = edits
        self._status = status
        self._now = world.now()

    def _ids(self) -> list[int]:
        jobs = self._world.jobs
        if self._status is None:
            return jobs.order
        moving = [i for i in jobs.restless(self._now) if self._world.job_row(i, self._now)["status"] == self._status]
        return sorted(jobs.settled(self._status, self._now) + moving)

    def count(self) -> int:
        """Count the jobs."""
        return len(self._ids())

    def rows(self, limit: int, offset: int) -> list[Row]:
        """Render a slice."""
        ids = self._ids()
        end = max(0, len(ids) - offset)
        return [self._world.job_row(job_id, self._now) for job_id in reversed(ids[max(0, end - limit) : end])]

    def insert(self, index: int, *, silent: bool) -> int:  # noqa: ARG002 - a job has no counter above it
        """Make a finished job with a few leads that this list shows."""
        world, newest_first = self._world, self._ids()[::-1]
        job_id, created = None, self._now - LONGEST_SECONDS
        for at in range(index, len(newest_first) + 1) if index else ():
            above, below = newest_first[at - 1], newest_first[at] if at < len(newest_first) else 0
            job_id = world.jobs.id_between(below, above)
            if job_id is not None:
                created = min(created, world.jobs.plan(above).created)
                break
        job_id = world.jobs.new_id() if job_id is None else job_id
        outcome = self._status if self._status in FINAL else COMPLETED
        world.add_job(self._plan(job_id, created, outcome))
        return job_id

    def _plan(self, job_id: int, created: int, outcome: str) -> JobPlan:
        searches = drawn_searches(self._world.seed)
        keyword, location = searches[job_id % len(searches)]
        few = LEADS_OF_AN_INSERTED_JOB
        return self._world.plan_job(job_id, created, keyword, location, requested=few, found=few, outcome=outcome)

    def delete(self, index: int, *, silent: bool) -> int:  # noqa: ARG002 - a job has no counter above it
        """Delete a job that this list shows, and its leads."""
        ids = self._ids()
        job_id = ids[len(ids) - 1 - index]
        self._edits.delete_jobs(ids=[job_id])
        return job_id

    def invent(self, count: int) -> list[Row]:
        """Make up jobs."""
        plans = [self._plan(self._world.invent_id(), self._now - LONGEST_SECONDS, COMPLETED) for _ in range(count)]
        return [self._world.plan_row(plan, self._now) for plan in plans]
