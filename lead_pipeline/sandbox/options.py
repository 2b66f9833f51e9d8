"""What a sandbox is made from: seed, sizes, history and clock.

Nonsense is refused here, so that the systems need not ask again. How a system spends these numbers is its own affair.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

MOST_LEADS_PER_JOB = 500


@dataclass(frozen=True)
class SandboxOptions:
    """Size and seed of a sandbox; equal options with an equal `now` answer byte for byte alike."""

    seed: int = 7
    leads: int = 2000
    """Leads that `GET /leads?billable_only=false` lists at the start, exactly."""
    jobs: int | None = None
    """Jobs at the start, the live ones included; None: about one for ninety leads."""
    history_days: int = 90
    live_jobs: int = 3
    """Jobs still queued or running at the start; 0 makes everything final."""
    requests_per_minute: int = 300
    """For keys without a rate of their own; 0 is no limit."""
    now: datetime | None = None
    """None: real time runs. A value: the clock stands there until it is advanced."""

    def __post_init__(self) -> None:
        for name, lowest in (("leads", 0), ("live_jobs", 0), ("requests_per_minute", 0), ("history_days", 1)):
            if getattr(self, name) < lowest:
                raise ValueError(f"{name}={getattr(self, name)}: the least is {lowest}")
        if self.jobs is not None and self.jobs < self.live_jobs:
            raise ValueError(f"jobs={self.jobs} cannot hold live_jobs={self.live_jobs}: raise the one, lower the other")
        if self.leads > self.final_jobs * MOST_LEADS_PER_JOB:
            raise ValueError(
                f"leads={self.leads} do not fit in {self.final_jobs} finished jobs of at most {MOST_LEADS_PER_JOB}: "
                "raise jobs, or leave it out"
            )
        if self.now is not None and self.now.tzinfo is None:
            raise ValueError(f"now={self.now} has no time zone: give it one, say datetime.UTC")

    @property
    def final_jobs(self) -> int:
        """How many jobs are finished before the sandbox starts."""
        if self.jobs is not None:
            return self.jobs - self.live_jobs
        return -(-self.leads // 90)
