"""Which jobs and leads there are, by arithmetic alone: how many a job has, with which ids. How they look is in rows.

Ids count up from 1 in the order of time. Jobs differ in size: one in twenty found nothing, the largest twice the mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE_SIZE = 100
LEADS_PER_JOB = 187
# Of the mean, for twenty jobs in turn; no round numbers, as few searches find a whole number of pages.
SHAPE = (137, 23, 171, 0, 89, 113, 61, 199, 7, 131, 101, 43, 183, 79, 149, 31, 97, 157, 53, 176)
_BEFORE = tuple(sum(SHAPE[:place]) for place in range(len(SHAPE)))
_ROUND = sum(SHAPE)
NOT_CHARGED = 3
"""A lead whose id ends in this digit was not charged."""


@dataclass
class Account:
    """So many leads in so many jobs. `jobs` may grow; the new ones have leads of their own."""

    leads_at_first: int
    jobs_at_first: int
    jobs: int = 0

    def __post_init__(self) -> None:
        """Begin with the jobs there are at first."""
        if self.leads_at_first < 0 or self.jobs_at_first < 1:
            message = f"an account of {self.leads_at_first} leads in {self.jobs_at_first} jobs cannot be."
            raise ValueError(message)
        self.jobs = self.jobs or self.jobs_at_first

    @property
    def leads(self) -> int:
        """How many there are by now: the highest id."""
        return self.first_lead(self.jobs + 1) - 1

    def first_lead(self, job: int) -> int:
        """The id of the job's first lead; that of the next job's if it has none."""
        return 1 + self.leads_at_first * _weight(job - 1) // max(1, _weight(self.jobs_at_first))

    def leads_of(self, job: int) -> range:
        """The ids of a job's leads; none of a job that there is not."""
        return range(self.first_lead(job), self.first_lead(job + 1)) if 1 <= job <= self.jobs else range(0)

    def grow(self, share: float) -> int:
        """Add this share of new jobs, at least one. How many were added."""
        more = max(1, round(self.jobs * share))
        self.jobs += more
        return more

    def least_requests(self, since_job: int = 0) -> int:
        """What no reader can do with less, who wants each lead of the jobs after this one with its job.

        Every page of the jobs once, every page of each of these jobs' leads once, none for a job that found nothing,
        and one for the balance.
        """
        pages = sum(pages_of(len(self.leads_of(job))) for job in range(since_job + 1, self.jobs + 1))
        return self.job_pages() + pages + 1

    def job_pages(self) -> int:
        """How many pages the list of jobs has."""
        return pages_of(self.jobs)


def pages_of(rows: int) -> int:
    """How many pages hold so many rows."""
    return ceil(rows / PAGE_SIZE)


def charged_below(lead: int) -> int:
    """How many charged leads have an id below this one, and above 0."""
    tens, rest = divmod(lead - 1, 10)
    return 9 * tens + rest - (rest >= NOT_CHARGED)


def charged_lead(number: int) -> int:
    """The id of the charged lead of this number, counted from 0."""
    tens, place = divmod(number, 9)
    return 10 * tens + place + 1 + (place + 1 >= NOT_CHARGED)


def newest_first(leads: range, offset: int, limit: int, *, charged_only: bool) -> tuple[int, Sequence[int]]:
    """How many rows the list has, and the ids on one page of it."""
    if not charged_only:
        last = leads.stop - 1 - offset
        return len(leads), range(last, max(leads.start - 1, last - limit), -1)
    low, high = charged_below(leads.start), charged_below(leads.stop)
    last = high - 1 - offset
    return high - low, [charged_lead(number) for number in range(last, max(low - 1, last - limit), -1)]


def _weight(jobs: int) -> int:
    """What the first so many jobs weigh."""
    rounds, rest = divmod(jobs, len(SHAPE))
    return _ROUND * rounds + _BEFORE[rest]
