"""Reading what can be asked for by day: as many days at once as an answer holds, and those that are closed only once.

How far the closed days are proven is kept as the position of each parent. A run that is told which days to look at
reads them again.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from lead_pipeline.errors import LeadPipelineError, RequestRefused, Transient, WalkBroken
from lead_pipeline.extract.proof import Verdict
from lead_pipeline.extract.reader import Reader
from lead_pipeline.extract.spans import Span, cut, spans
from lead_pipeline.ingest.children import parents_and_walks
from lead_pipeline.ingest.lander import Lander
from lead_pipeline.ingest.second_look import failed_proof
from lead_pipeline.ingest.walked import WalkedList

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lead_pipeline.extract.children import LastWalk, Parent
    from lead_pipeline.extract.walk import Walk
    from lead_pipeline.ingest.context import Context
    from lead_pipeline.ingest.outcome import EndpointOutcome
    from lead_pipeline.spec.source import Endpoint
    from lead_pipeline.spec.window import ByDay, OncePerParent

_THROUGH = "through "
_ONE_DAY = timedelta(days=1)
_Due = tuple["Parent", "LastWalk | None"]


async def ingest_days(
    context: Context, endpoint: Endpoint, per: OncePerParent, by_day: ByDay, outcome: EndpointOutcome
) -> None:
    """Read the days of each parent that are not proven yet, or may have changed since."""
    with context.warehouse.open(f"planning {endpoint.name}", read_only=True) as connection:
        parents, last = parents_and_walks(connection, context.account.source, endpoint, context.account.name)
    there = [parent for parent in parents if not parent.is_deleted]
    context.progress.planned(endpoint, len(there), None)
    async with Lander(context, endpoint, outcome) as lander:
        days = _Days(context, endpoint, per, by_day, outcome, lander)
        due: Iterator[_Due] = ((parent, last.get(str(parent.id))) for parent in there)
        tasks = [asyncio.create_task(days.work(due)) for _ in range(min(len(there), context.client.in_flight))]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def proven_through(before: LastWalk | None) -> date | None:
    """The last of the closed days that are proven, all of them up to it."""
    if before is None or before.fingerprint is None or not before.fingerprint.startswith(_THROUGH):
        return None
    return date.fromisoformat(before.fingerprint.removeprefix(_THROUGH))


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
    ) -> None:
        self._context = context
        self._per = per
        self._by_day = by_day
        self._outcome = outcome
        self._lander = lander
        self._endpoint = endpoint
        self._reader = Reader(context.client, endpoint)
        self._today = datetime.now(UTC).date()

    async def work(self, due: Iterator[_Due]) -> None:
        """Read parent after parent. What ends one parent's days ends no other's."""
        for parent, before in due:
            begun: list[Walk] = []
            through = proven_through(before)
            try:
                for span in self._due(parent, through):
                    through = await self._read(parent, span, through, begun)
                    begun.clear()
            except (Transient, RequestRefused, WalkBroken) as error:
                self._outcome.errors.append(error)
                await self._put(parent, None, begun, error, through)
            except LeadPipelineError as error:
                await self._put(parent, None, begun, error, through)
                raise

    def _due(self, parent: Parent, through: date | None) -> Iterator[Span]:
        """The days to read: those behind the proven ones, or those that the run was told to look at."""
        by_day, window = self._by_day, self._context.options.window
        oldest = self._today - timedelta(days=by_day.history_days)
        first = oldest if parent.dated is None else max(oldest, parent.dated.date())
        if through is not None and window.is_open and not self._context.options.verify:
            first = through + _ONE_DAY
        if window.since is not None:
            first = max(first, window.since)
        until = window.until if window.until is not None and window.until < self._today else None
        yield from spans(first, until, self._today, one_by_one=by_day.one_by_one)

    async def _read(self, parent: Parent, span: Span, through: date | None, begun: list[Walk]) -> date | None:
        """Read some days, in parts where they are cut off; how far the closed days are proven then."""
        walk = await self._walk(parent, span, {}, begun)
        if walk.cut_off is not None and (parts := cut(span, self._today, len(walk.keys), walk.cut_off)):
            walk.proof.conclude(Verdict.PROVEN, f"{walk.proof.reason}; read in {len(parts)} parts")
            walk.pages_read = []
            await self._put(parent, span, [walk], None, through, is_position=False)
            for part in parts:
                through = await self._read(parent, part, through, begun)
            return through
        if walk.cut_off is not None and self._by_day.split is not None:
            return await self._split(parent, span, walk, through, begun)
        is_proven = walk.proof.verdict is Verdict.PROVEN
        through = self._advanced(through, span, is_proven=is_proven)
        await self._put(parent, span, [walk], None, through)
        return through

    async def _split(
        self, parent: Parent, span: Span, whole: Walk, through: date | None, begun: list[Walk]
    ) -> date | None:
        """One day that does not fit into an answer, by the values of a filter: proven if they add up to the day."""
        param, values = self._by_day.split or ("", ())
        seen: set[object] = set(whole.keys)
        for value in values:
            part = await self._walk(parent, span, {param: value}, begun)
            seen |= part.keys
            await self._put(parent, span, [part], None, through, is_position=False)
        enough = whole.cut_off is not None and len(seen) >= whole.cut_off
        told = f"{len(seen)} of {whole.cut_off} rows of one day, by {param}"
        whole.proof.conclude(Verdict.PROVEN if enough else Verdict.UNPROVEN, told)
        through = self._advanced(through, span, is_proven=enough)
        await self._put(parent, span, [whole], None, through)
        return through

    async def _walk(self, parent: Parent, span: Span, extra: dict[str, str], begun: list[Walk]) -> Walk:
        asked = {self._per.param: str(parent.id), self._by_day.since: span.first.isoformat(), **extra}
        if span.last is not None:
            asked[self._by_day.until] = span.last.isoformat()
        walk = self._reader.walk(asked)
        begun.append(walk)
        walk.pages_read = [page async for page in walk.pages()]
        return walk

    def _advanced(self, through: date | None, span: Span, *, is_proven: bool) -> date | None:
        """Days read behind a gap, and those that are still open, are to be read again."""
        closed = self._today - timedelta(days=self._by_day.settles_after_days + 1)
        last = min(span.last or closed, closed)
        follows = through is None or span.first <= through + _ONE_DAY
        is_from_start = through is not None or self._context.options.window.since is None
        return max(through or last, last) if is_proven and follows and is_from_start and last >= span.first else through

    async def _put(  # noqa: PLR0913 - whose days, which, what came, and how far that proves
        self,
        parent: Parent,
        span: Span | None,
        walks: list[Walk],
        error: LeadPipelineError | None,
        through: date | None,
        *,
        is_position: bool = True,
    ) -> None:
        filled: dict[str, Any] = {self._per.fills: parent.id}
        if self._by_day.fills is not None and span is not None:
            filled[self._by_day.fills] = span.first
        proof = failed_proof(walks, error) if error is not None else walks[-1].proof
        pages = [] if error is not None else walks[-1].pages_read
        fingerprint = None if through is None else f"{_THROUGH}{through.isoformat()}"
        walked = WalkedList(pages, proof, filled=filled, parent=parent.id, fingerprint=fingerprint)
        await self._lander.put(replace(walked, is_position=is_position))
        self._context.progress.walked(self._endpoint, walked.rows, walked.tally)
