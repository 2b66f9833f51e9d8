"""What happened before the sandbox started: when the finished jobs were made, how many leads each found.

Columns, not objects: a million leads are eleven thousand jobs in a few short arrays.
"""

from __future__ import annotations

import random
from array import array
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from lead_pipeline.sandbox.flowmaticx.job_plan import LONGEST_SECONDS, MOST_LEADS
from lead_pipeline.sandbox.flowmaticx.searches import drawn_searches

if TYPE_CHECKING:
    from lead_pipeline.sandbox.options import SandboxOptions

HOUR, DAY = 3600, 86400
FOUND_NOTHING = 0.03
# Offices search on weekdays, from morning to evening; a few schedules run at night.
HOUR_WEIGHTS = (1, 1, 1, 1, 1, 2, 4, 10, 22, 30, 28, 24, 18, 22, 26, 24, 20, 14, 8, 6, 4, 3, 2, 1)
WEEKDAY_WEIGHTS = (11, 12, 12, 11, 9, 3, 2)
EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday.


@dataclass(frozen=True)
class History:
    """The finished jobs, oldest first."""

    created: array[int]
    found: array[int]
    searches: array[int]
    """Places in `drawn_searches`."""
    rerun: bytes
    """1 where an earlier job searched the same."""


def lay_out(options: SandboxOptions, start: int, leads: int) -> History:
    """Lay the past out; `leads` are those of finished jobs."""
    count = options.final_jobs
    rng = random.Random(f"history {options.seed}")
    created = times(rng, start, options.history_days, count)
    found = sizes(rng, count, leads)
    many = max(4, min(count // 2, len(drawn_searches(options.seed))))
    searches = array("H", (min(rng.randrange(many), rng.randrange(many)) for _ in range(count)))
    seen: set[int] = set()
    rerun = bytearray(count)
    for place, search in enumerate(searches):
        rerun[place] = search in seen
        seen.add(search)
    return History(created, found, searches, bytes(rerun))


def times(rng: random.Random, start: int, days: int, count: int) -> array[int]:
    """Spread jobs over the days before the start; the last one is final by then."""
    end = start - LONGEST_SECONDS - 1
    first = (start - days * DAY) // HOUR
    hours = range(first, max(first + 1, end // HOUR))
    weights = accumulate(WEEKDAY_WEIGHTS[(hour // 24 + EPOCH_WEEKDAY) % 7] * HOUR_WEIGHTS[hour % 24] for hour in hours)
    drawn = rng.choices(hours, cum_weights=list(weights), k=count)
    return array("q", sorted(min(end, hour * HOUR + rng.randrange(HOUR)) for hour in drawn))


def sizes(rng: random.Random, count: int, leads: int) -> array[int]:
    """Share the leads out among the jobs, to the last one."""
    wishes = [size_wished(rng) for _ in range(count)]
    if leads and not any(wishes):
        wishes[-1] = 1.0
    whole = sum(wishes) or 1.0
    found = [min(MOST_LEADS, int(leads * wish / whole)) for wish in wishes]
    missing = leads - sum(found)
    # Rounding leaves less than one a job; a cap may leave more. Jobs that found nothing are filled last.
    order = sorted(range(count), key=lambda place: wishes[place] == 0)
    while missing:
        for place in order:
            if missing and found[place] < MOST_LEADS:
                found[place] += 1
                missing -= 1
            if not missing:
                break
    return array("H", found)


def size_wished(rng: random.Random) -> float:
    """Draw the size of a job before sizes are made to add up; a few jobs find nothing."""
    return 0.0 if rng.random() < FOUND_NOTHING else min(200.0, max(20.0, rng.lognormvariate(4.4, 0.55)))
