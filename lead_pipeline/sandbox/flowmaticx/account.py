"""The workspace's account: its plan, its credits of the calendar month, its limits.

Charges come from the jobs; nothing is booked. Which plan a single key claims is in the keyring.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from typing import TYPE_CHECKING, cast

from lead_pipeline.sandbox.clock import stamp
from lead_pipeline.sandbox.flowmaticx.job_plan import MOST_LEADS
from lead_pipeline.sandbox.flowmaticx.lead_kinds import BILLABLE, count_kinds, draw_kinds

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from lead_pipeline.sandbox.flowmaticx.job_book import JobBook
    from lead_pipeline.sandbox.flowmaticx.job_plan import JobPlan
    from lead_pipeline.sandbox.flowmaticx.shapes import Balance
    from lead_pipeline.sandbox.listing import Row

NICE = (10, 15, 20, 30, 50, 75)
ARRIVALS_MONTHLY_CREDITS = 31 * 200
"""For one arrival a day: half as much again as they cost on average."""


@dataclass
class Account:
    """What the workspace has booked."""

    credits_total: int
    plan: str = "AGENCY"
    status: str = "ACTIVE"
    subscribed: bool = True
    most_leads_per_job: int = MOST_LEADS


def enough_credits(leads: int, arrivals_per_day: int) -> int:
    """Give a round number of credits that the leads at the start and a month of arrivals do not use up."""
    needed, power = 2 * leads + 1500 + arrivals_per_day * ARRIVALS_MONTHLY_CREDITS, 1
    while True:
        for nice in NICE:
            if nice * power >= needed:
                return nice * power
        power *= 10


def month_of(now: int) -> tuple[int, int]:
    """Give the first second of the calendar month, and that of the next."""
    first = datetime.fromtimestamp(now, UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    year, month = divmod(first.year * 12 + first.month, 12)
    return int(first.timestamp()), int(first.replace(year=year, month=month + 1).timestamp())


def cost_of(seed: int, plan: JobPlan) -> int:
    """Give what a job costs when it is final."""
    return count_kinds(draw_kinds(seed, plan), BILLABLE) * plan.credits_per_lead


class Credits:
    """What was used, month by month."""

    def __init__(self, seed: int, jobs: JobBook, charges: array[int], arrivals_charges: Sequence[int]) -> None:
        self._seed = seed
        self._created = jobs.created
        self._sums = [0, *accumulate(charges)]
        self._later = jobs.later
        self._arrivals = jobs.arrivals
        self._arrivals_sums = arrivals_charges
        """What the first so many arrivals have cost together; more are added as they become final."""
        self.extra: dict[JobPlan, int] = {}
        """Charged on top, for leads that were edited in."""

    def used(self, now: int) -> int:
        """Give what the jobs of this month have cost, with the estimates of those still open."""
        begin, end = month_of(now)
        used = self._sums[bisect_left(self._created, end)] - self._sums[bisect_left(self._created, begin)]
        for plan in self._later.values():
            if begin <= plan.created < end:
                used += cost_of(self._seed, plan) if now >= plan.finished else plan.estimate
        used += self._used_by_arrivals(begin, now)
        return used + sum(extra for plan, extra in self.extra.items() if begin <= plan.created < end)

    def _used_by_arrivals(self, begin: int, now: int) -> int:
        first, last = self._arrivals.count(begin - 1), self._arrivals.count(now)
        final = max(first, self._arrivals.count_final(now))
        used = self._arrivals_sums[final] - self._arrivals_sums[first] if final > first else 0
        for plan in map(self._arrivals.plan, range(final, last)):
            used += cost_of(self._seed, plan) if now >= plan.finished else plan.estimate
        return used

    def as_data(self, account: Account, now: int) -> Row:
        """Give the balance as the API shows it."""
        begin, end = month_of(now)
        used = self.used(now)
        balance: Balance = {
            "planId": account.plan,
            "creditsTotal": account.credits_total,
            "creditsUsed": used,
            "creditsRemaining": account.credits_total - used,
            "currentPeriodStart": stamp(begin),
            "currentPeriodEnd": stamp(end - 1),
            "status": account.status,
        }
        return cast("Row", balance)
