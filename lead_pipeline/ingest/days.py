"""Reading what can be asked for by day: as many days at once as an answer holds, and those that are closed only once.

How far the closed days are proven is kept as the position of each parent. A run that is told which days to look at
reads them again.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from lead_pipeline.errors import LeadPipelineError, RequestRefused, Transient, WalkBroken
from lead_pipeline.extract.reader import Reader
from lead_pipeline.ingest.children import parents_and_walks
from lead_pipeline.ingest.due_days import UntilClosed, WhereRowsChanged
from lead_pipeline.ingest.lander import Lander
from lead_pipeline.ingest.last_day import LastDay
from lead_pipeline.ingest.parent_days import How, ParentDays
from lead_pipeline.ingest.spare import is_spent, tell_who_waits
from lead_pipeline.warehouse.batch import utc_now
from lead_pipeline.warehouse.parents import changed_days

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from lead_pipeline.extract.children import LastWalk, Parent
    from lead_pipeline.ingest.context import Context
    from lead_pipeline.ingest.due_days import DueDays
    from lead_pipeline.ingest.outcome import EndpointOutcome
    from lead_pipeline.spec.source import Endpoint
    from lead_pipeline.spec.window import ByDay, OncePerParent

_Due = tuple["Parent", "LastWalk | None"]


async def ingest_days(
    context: Context, endpoint: Endpoint, per: OncePerParent, by_day: ByDay, outcome: EndpointOutcome
) -> None:
    """Read the days of each parent that are not proven yet, or may have changed since."""
    with context.warehouse.open(f"planning {endpoint.name}", read_only=True) as connection:
        parents, last = parents_and_walks(connection, context.account.source, endpoint, context.account.name)
        changed = changed_days(connection, context.account.source, endpoint, context.account.name)
    there = [parent for parent in parents if not parent.is_deleted]
    context.progress.planned(endpoint, len(there), None)
    async with Lander(context, endpoint, outcome) as lander:
        days = _Days(context, endpoint, per, by_day, outcome, lander, changed)
        due: Iterator[_Due] = ((parent, last.get(str(parent.id))) for parent in there)
        tasks = [asyncio.create_task(days.work(due)) for _ in range(min(len(there), context.client.in_flight))]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    if days.waiting:
        tell_who_waits(context, per, outcome, f"{days.waiting:,} days wait")


class _Days:
    """Takes the next parent and reads its days, the oldest first."""

    def __init__(  # noqa: PLR0913, PLR0917 - what to read, how, and where it goes
        self,
        context: Context,
        endpoint: Endpoint,
        per: OncePerParent,
        by_day: ByDay,
        outcome: EndpointOutcome,
        lander: Lander,
        changed: Mapping[str, Mapping[date, datetime]],
    ) -> None:
        columns = endpoint.table.columns
        dated = next((column.path for column in columns if column.name == by_day.dated_by), None)
        last_day = LastDay(dated, are_expected=by_day.days_of is not None)
        self._planned_at = utc_now()
        today = self._planned_at.date()
        self._how = How(
            context, endpoint, per, by_day, lander, Reader(context.client, endpoint), last_day, dated, today
        )
        self._outcome = outcome
        self._changed = changed
        self.waiting = 0  # days that the budget has no room for

    async def work(self, due: Iterator[_Due]) -> None:
        """Read parent after parent. What ends one parent's days ends no other's."""
        how = self._how
        for parent, before in due:
            due_days = self._days(parent, before)
            days = ParentDays(how, parent, due_days)
            try:
                spans = list(due_days.spans())
                for place, span in enumerate(spans):
                    if is_spent(how.context, how.per):
                        self.waiting += len(spans) - place
                        break
                    await days.read(span)
            except (Transient, RequestRefused, WalkBroken) as error:
                self._outcome.errors.append(error)
                await days.failed(error)
            except LeadPipelineError as error:
                await days.failed(error)
                raise

    def _days(self, parent: Parent, before: LastWalk | None) -> DueDays:
        options = self._how.context.options
        before = None if options.verify else before
        if self._how.by_day.days_of is None:
            return UntilClosed(self._how.by_day, parent, before, options.window, self._how.today)
        changed = self._changed.get(str(parent.id), {})
        return WhereRowsChanged(changed, before, options.window, self._planned_at)
