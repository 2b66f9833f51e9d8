"""Reading what can be asked for by day: as many days at once as an answer holds, and those that are closed only once.

How far the closed days are proven is kept as the position of each parent. A run that is told which days to look at
reads them again.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from lead_pipeline.errors import LeadPipelineError, RequestRefused, Transient, WalkBroken
from lead_pipeline.extract.proof import Proof, Verdict
from lead_pipeline.extract.reader import Reader
from lead_pipeline.extract.shown_days import days_of, shown_of
from lead_pipeline.extract.spans import cut
from lead_pipeline.ingest.children import parents_and_walks
from lead_pipeline.ingest.due_days import UntilClosed, WhereRowsChanged
from lead_pipeline.ingest.lander import Lander
from lead_pipeline.ingest.last_day import LastDay
from lead_pipeline.ingest.second_look import failed_proof
from lead_pipeline.ingest.spare import is_spent, tell_who_waits
from lead_pipeline.ingest.walked import WalkedList
from lead_pipeline.warehouse.batch import utc_now
from lead_pipeline.warehouse.parents import changed_days

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from lead_pipeline.extract.children import LastWalk, Parent
    from lead_pipeline.extract.page import Page
    from lead_pipeline.extract.shown_days import Shown
    from lead_pipeline.extract.spans import Span
    from lead_pipeline.extract.walk import Walk
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
        self._context = context
        self._per = per
        self._by_day = by_day
        self._outcome = outcome
        self._lander = lander
        self._endpoint = endpoint
        self._reader = Reader(context.client, endpoint)
        self._changed = changed
        columns = endpoint.table.columns
        self._dated = next((column.path for column in columns if column.name == by_day.dated_by), None)
        self._last_day = LastDay(self._dated, are_expected=by_day.days_of is not None)
        self.waiting = 0  # days that the budget has no room for
        self._planned_at = utc_now()
        self._today = self._planned_at.date()

    async def work(self, due: Iterator[_Due]) -> None:
        """Read parent after parent. What ends one parent's days ends no other's."""
        for parent, before in due:
            begun: list[Walk] = []
            days = self._days(parent, before)
            try:
                spans = list(days.spans())
                for place, span in enumerate(spans):
                    if is_spent(self._context, self._per):
                        self.waiting += len(spans) - place
                        break
                    await self._read(parent, span, days, begun)
                    begun.clear()
            except (Transient, RequestRefused, WalkBroken) as error:
                self._outcome.errors.append(error)
                await self._put(parent, None, failed_proof(begun, error), [], days)
            except LeadPipelineError as error:
                await self._put(parent, None, failed_proof(begun, error), [], days)
                raise

    def _days(self, parent: Parent, before: LastWalk | None) -> DueDays:
        options = self._context.options
        before = None if options.verify else before
        if self._by_day.days_of is None:
            return UntilClosed(self._by_day, parent, before, options.window, self._today)
        changed = self._changed.get(str(parent.id), {})
        return WhereRowsChanged(changed, before, options.window, self._planned_at)

    async def _read(self, parent: Parent, span: Span, days: DueDays, begun: list[Walk]) -> None:
        """Read some days, in parts where they are cut off."""
        walk, pages = await self._walk(parent, span, {}, begun)
        whole: list[Span] = []  # later days of a list that comes newest first
        while (shown := self._shown(span, walk, pages)) is not None:
            after, rest = await self._walk(parent, shown.rest, {}, begun)
            if (after.cut_off or len(after.keys)) < (walk.cut_off or 0) - shown.rows:
                break  # it was no order of time
            walk.proof.conclude(
                Verdict.PROVEN, f"{shown.rows} rows of whole days, and the others asked for: as counted"
            )
            if shown.is_head:
                days.take(shown.whole, is_proven=True)
            else:
                whole.append(shown.whole)
            await self._put(parent, shown.whole, walk.proof, pages, days, is_position=shown.is_head)
            span, walk, pages = shown.rest, after, rest
        await self._read_rest(parent, span, days, begun, walk, pages)
        for later in reversed(whole):
            days.take(later, is_proven=True)
        if whole:
            await self._put(parent, whole[0], Proof(Verdict.PROVEN, "all days, newest first"), [], days)

    def _shown(self, span: Span, walk: Walk, pages: list[Page]) -> Shown | None:
        if walk.cut_off is None or self._dated is None:
            return None
        return shown_of(span, [day for page in pages for day in days_of(page.rows, self._dated)])

    async def _read_rest(  # noqa: PLR0913, PLR0917 - whose days, which, and what was answered
        self, parent: Parent, span: Span, days: DueDays, begun: list[Walk], walk: Walk, pages: list[Page]
    ) -> None:
        """Read what is cut off and in no order, in even parts."""
        if walk.cut_off is not None and walk.keys and (parts := cut(span, self._today, len(walk.keys), walk.cut_off)):
            walk.proof.conclude(Verdict.PROVEN, f"{walk.proof.reason}; read in {len(parts)} parts")
            await self._put(parent, span, walk.proof, [], days, is_position=False)
            for part in parts:
                await self._read(parent, part, days, begun)
            return
        if walk.cut_off is not None and walk.keys and self._by_day.split is not None:
            await self._split(parent, span, walk, days, begun)
        days.take(span, is_proven=walk.proof.verdict is Verdict.PROVEN)
        await self._put(parent, span, walk.proof, pages, days)

    async def _split(self, parent: Parent, span: Span, whole: Walk, days: DueDays, begun: list[Walk]) -> None:
        """One day that does not fit into an answer, by the values of a filter: proven if they add up to the day."""
        param, values = self._by_day.split or ("", ())
        seen: set[object] = set(whole.keys)
        for value in values:
            part, pages = await self._walk(parent, span, {param: value}, begun)
            seen |= part.keys
            await self._put(parent, span, part.proof, pages, days, is_position=False)
        enough = whole.cut_off is not None and len(seen) >= whole.cut_off
        told = f"{len(seen)} of {whole.cut_off} rows of one day, by {param}"
        whole.proof.conclude(Verdict.PROVEN if enough else Verdict.UNPROVEN, told)

    async def _walk(
        self, parent: Parent, span: Span, extra: dict[str, str], begun: list[Walk]
    ) -> tuple[Walk, list[Page]]:
        async def ask(first: date, until: date | None) -> tuple[Walk, list[Page]]:
            asked = {self._per.param: str(parent.id), self._by_day.since: first.isoformat(), **extra}
            if until is not None:
                asked[self._by_day.until] = until.isoformat()
            begun.append(walk := self._reader.walk(asked))
            return walk, [page async for page in walk.pages()]

        if span.last is None:
            return await ask(span.first, None)
        return await self._last_day.read(span, span.last, ask)

    async def _put(  # noqa: PLR0913 - whose days, which, what came, and how far that proves
        self,
        parent: Parent,
        span: Span | None,
        proof: Proof,
        pages: list[Page],
        days: DueDays,
        *,
        is_position: bool = True,
    ) -> None:
        filled: dict[str, Any] = {self._per.fills: parent.id}
        if self._by_day.fills is not None and span is not None:
            filled[self._by_day.fills] = span.first
        walked = WalkedList(pages, proof, filled, parent.id, days.position, is_position=is_position)
        await self._lander.put(walked)
        self._context.progress.walked(self._endpoint, walked.rows, walked.tally)
