"""What a sandbox is made from: seed, sizes, history and clock.

Nonsense is refused here, so that the systems need not ask again. How a system spends these numbers is its own affair.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

MOST_LEADS_PER_JOB = 500
MOST_JOBS_PER_DAY = 10_000
LOWEST = {"leads": 0, "live_jobs": 0, "size": 0, "requests_per_minute": 0, "history_days": 1, "jobs_per_day": 0}


@dataclass(frozen=True)
class SandboxOptions:
    """Size and seed of a sandbox; equal options with an equal `now`, or `born`, show the same world."""

    seed: int = 7
    leads: int = 2000
    """Leads that `GET /leads?billable_only=false` lists at the start, exactly."""
    jobs: int | None = None
    """Jobs at the start, the live ones included; None: about one for ninety leads."""
    history_days: int = 90
    live_jobs: int = 3
    """Jobs still queued or running at the start; 0 makes everything final."""
    size: int = 300
    """Rows at the start in the longest list of each of the other systems; their other lists are shorter."""
    requests_per_minute: int | None = None
    """For keys without a rate of their own; None is what each API documents, 0 is no limit."""
    now: datetime | None = None
    """None: real time runs. A value: the clock stands there until it is advanced."""
    born: datetime | None = None
    """The start, if that was earlier than the process: the world is laid out as of then, and real time has run since.
    Whoever starts it again finds the same world further on, without what was posted and edited in before."""
    jobs_per_day: int = 0
    """Jobs that come in by themselves after the start, evenly, day and night."""

    def __post_init__(self) -> None:
        for name, lowest in LOWEST.items():
            if getattr(self, name) is not None and getattr(self, name) < lowest:
                raise ValueError(f"{name}={getattr(self, name)}: the least is {lowest}")
        if self.jobs_per_day > MOST_JOBS_PER_DAY:
            raise ValueError(f"jobs_per_day={self.jobs_per_day}: the most is {MOST_JOBS_PER_DAY}")
        if self.jobs is not None and self.jobs < self.live_jobs:
            raise ValueError(f"jobs={self.jobs} cannot hold live_jobs={self.live_jobs}: raise the one, lower the other")
        if self.leads > self.final_jobs * MOST_LEADS_PER_JOB:
            raise ValueError(
                f"leads={self.leads} do not fit in {self.final_jobs} finished jobs of at most {MOST_LEADS_PER_JOB}: "
                "raise jobs, or leave it out"
            )
        for name, moment in (("now", self.now), ("born", self.born)):
            if moment is not None and moment.tzinfo is None:
                raise ValueError(f"{name}={moment} has no time zone: give it one, say datetime.UTC")
        if self.born is not None and self.now is not None:
            raise ValueError(
                "born and now exclude each other: now is the start of a clock that stands, born of one that runs"
            )
        if self.born is not None and self.born > datetime.now(UTC):
            raise ValueError(f"born={self.born} is in the future: give a moment that has passed")

    @property
    def final_jobs(self) -> int:
        """How many jobs are finished before the sandbox starts."""
        if self.jobs is not None:
            return self.jobs - self.live_jobs
        return -(-self.leads // 90)
