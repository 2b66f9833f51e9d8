"""Jobs that come in by themselves after the start: when, for which search, under which id.

A function of seed, start and number alone, so a sandbox that starts again shows the same ones. They come evenly, each
at a drawn moment of its turn. Who lists them is in job_book; where their leads stand is in lead_slots.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from lead_pipeline.sandbox.flowmaticx.job_plan import (
    LONGEST_SECONDS,
    JobPlan,
    draw,
    found_of,
    outcome_of,
    seconds_of,
    workflow_of,
)
from lead_pipeline.sandbox.flowmaticx.searches import drawn_searches, search_for

if TYPE_CHECKING:
    from collections.abc import Collection

DAY = 86400
ROOM = 99
"""Ids from one arrival to the next; those between are for jobs that are posted or edited in."""


class Arrivals:
    """All of them, for ever: they are numbered from 0 and worked out when asked for."""

    def __init__(self, seed: int, start: int, per_day: int, head: int, searched: Collection[bytes]) -> None:
        self._seed = seed
        self._start = start
        self._per_day = per_day
        self._head = head
        """The first id that no job of the start has."""
        self._first_search = dict.fromkeys(searched, -1)
        """For each search the arrival that was the first to make it; -1 for those made before the start."""
        self._searches_read = 0
        self.plan = lru_cache(maxsize=4096)(self._build_plan)

    @property
    def are_coming(self) -> bool:
        """Whether there are any at all."""
        return self._per_day > 0

    def count(self, now: int) -> int:
        """Count those made by a moment."""
        if not self._per_day or now <= self._start:
            return 0
        turn = ((now - self._start) * self._per_day - 1) // DAY
        return turn + (self.created(turn) <= now)

    def count_final(self, now: int) -> int:
        """Count those so old that they and all before them are final, whatever became of them."""
        return self.count(now - LONGEST_SECONDS)

    def created(self, number: int) -> int:
        """When one is made: at a drawn moment of its turn, so later numbers are never earlier."""
        return self._start + 1 + (number * DAY + (self._drawn(number) >> 64) % DAY) // self._per_day

    def job_id(self, number: int) -> int:
        """Give the id of one, the same whatever was posted before it."""
        return self._head + ROOM * (number + 1)

    def number(self, job_id: int) -> int | None:
        """Give the number of an arrival, also of one to come; None for an id that is no arrival's."""
        turn, rest = divmod(job_id - self._head, ROOM)
        return turn - 1 if self._per_day and rest == 0 and turn > 0 else None

    def has_searched(self, key: bytes, now: int) -> bool:
        """Say whether one made by a moment was the first to make this search."""
        count = self.count(now)
        self._read_searches(count)
        return 0 <= self._first_search.get(key, count) < count

    def _drawn(self, number: int) -> int:
        return draw(self._seed, "arrival", number)

    def _search(self, number: int) -> tuple[str, str]:
        drawn, searches = self._drawn(number), drawn_searches(self._seed)
        return searches[min((drawn >> 80) % len(searches), (drawn >> 96) % len(searches))]

    def _read_searches(self, count: int) -> None:
        for number in range(self._searches_read, count):
            self._first_search.setdefault(search_for(*self._search(number)).key, number)
        self._searches_read = max(self._searches_read, count)

    def _build_plan(self, number: int) -> JobPlan:
        drawn = self._drawn(number)
        keyword, location = self._search(number)
        self._read_searches(number)
        outcome, requested = outcome_of(drawn), 40 + (drawn >> 48) % 9 * 20
        found = found_of(outcome, requested, drawn >> 16)
        queue, run = seconds_of(outcome, found, drawn >> 24)
        return JobPlan(
            job_id=self.job_id(number),
            created=self.created(number),
            workflow=workflow_of(drawn >> 8),
            keyword=keyword,
            location=location,
            requested=requested,
            found=found,
            ai=(drawn >> 32) % 5 != 0,
            risky=(drawn >> 40) % 3 == 0,
            outcome=outcome,
            queue_seconds=queue,
            run_seconds=run,
            rerun=self._first_search.get(search_for(keyword, location).key, number) < number,
        )
