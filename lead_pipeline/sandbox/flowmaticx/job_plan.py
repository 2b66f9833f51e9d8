"""A job's whole life, fixed when it is made: its state at any moment is a function of the plan and the clock.

Nothing here is stored or changed as time passes. Which jobs there are is in job_book.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal, get_args

COMPLETED, FAILED, TIMED_OUT = "COMPLETED", "FAILED", "TIMED_OUT"
FINAL = (COMPLETED, FAILED, TIMED_OUT)
JobStatus = Literal["QUEUED", "RUNNING", "COMPLETED", "FAILED", "TIMED_OUT"]
Workflow = Literal["GOOGLE_MAPS", "LINKEDIN", "INSTAGRAM", "TIKTOK", "FACEBOOK", "YELLOW_PAGES", "CUSTOM"]
WORKFLOWS: tuple[str, ...] = get_args(Workflow)
_WORKFLOW_DRAW = WORKFLOWS + ("GOOGLE_MAPS",) * 7 + ("LINKEDIN", "YELLOW_PAGES", "FACEBOOK")
MOST_LEADS = 500
TIME_OUT_SECONDS = 1800
LONGEST_SECONDS = TIME_OUT_SECONDS + 30


def draw(seed: int, what: str, number: int) -> int:
    """Draw a large number that depends on nothing but its arguments."""
    text = f"{seed} {what} {number}".encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=16).digest(), "big")


@dataclass(frozen=True, slots=True)
class JobPlan:
    """What will become of a job."""

    job_id: int
    created: int
    workflow: str
    keyword: str
    location: str
    requested: int
    found: int
    """Leads it will have found at the end."""
    ai: bool
    risky: bool
    outcome: str
    queue_seconds: int
    run_seconds: int
    rerun: bool
    """An earlier job searched the same."""

    @property
    def started(self) -> int:
        """When it stops waiting."""
        return self.created + self.queue_seconds

    @property
    def finished(self) -> int:
        """When it is final."""
        return self.started + self.run_seconds

    @property
    def credits_per_lead(self) -> int:
        """What a billable lead costs."""
        return 2 if self.ai else 1

    @property
    def estimate(self) -> int:
        """The most it can cost."""
        return self.requested * self.credits_per_lead

    def status(self, now: int) -> str:
        """Give its status at a moment."""
        if now < self.started:
            return "QUEUED"
        return "RUNNING" if now < self.finished else self.outcome

    def appears(self, place: int) -> int:
        """When the lead of a place is found; the last one a little before the end."""
        return self.started + self.run_seconds * (place + 1) // (self.found + 1)

    def found_at(self, now: int) -> int:
        """Count the leads found by a moment: those with `appears(place) <= now`."""
        if now >= self.finished:
            return self.found
        if now < self.started:
            return 0
        return min(self.found, ((now - self.started + 1) * (self.found + 1) - 1) // self.run_seconds)

    def processed_at(self, now: int) -> int:
        """Count the leads worked through by a moment: they lag a little while it runs."""
        found = self.found_at(now)
        return found if now >= self.finished else max(0, found - 2)

    def progress(self, now: int) -> int:
        """Give the progress in percent; one that failed stays where it stopped."""
        if now < self.started:
            return 0
        end = 100 if self.outcome == COMPLETED else min(99, 100 * self.found // max(1, self.requested))
        return end if now >= self.finished else min(99, end * (now - self.started) // self.run_seconds)


def outcome_of(drawn: int) -> str:
    """Draw how a job ends."""
    share = drawn % 100
    if share < 87:  # noqa: PLR2004 - percent
        return COMPLETED
    return FAILED if share < 94 else TIMED_OUT  # noqa: PLR2004 - percent


def seconds_of(outcome: str, found: int, drawn: int) -> tuple[int, int]:
    """Draw how long a job waits and runs."""
    queue = 3 + drawn % 18
    if outcome == TIMED_OUT:
        return queue, TIME_OUT_SECONDS
    return queue, 20 + found * 5 // 2 + drawn % 31


def found_of(outcome: str, requested: int, drawn: int) -> int:
    """Draw how many leads a job will find of those asked for."""
    if outcome == COMPLETED:
        return requested - requested * (drawn % 15) // 100
    if outcome == FAILED and drawn % 3 == 0:
        return 0
    return requested * (10 + drawn % 70) // 100


def requested_of(outcome: str, found: int, drawn: int) -> int:
    """Draw how many leads were asked for when so many were found."""
    share = 100 - drawn % 15 if outcome == COMPLETED else 20 + drawn % 60
    wanted = max(10, -(-found * 100 // share))
    rounded = -(-wanted // 10) * 10
    return max(found, min(rounded, MOST_LEADS))


def workflow_of(drawn: int) -> str:
    """Draw a workflow type; maps are the most used."""
    return _WORKFLOW_DRAW[drawn % len(_WORKFLOW_DRAW)]
