"""Reading some days of one parent: at once, from where an answer is cut off, in even parts, or by a filter's values.

Which days are due is decided in due_days, and in which order the parents come in days.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from lead_pipeline.extract.proof import Proof, Verdict
from lead_pipeline.extract.shown_days import days_of, shown_of
from lead_pipeline.extract.spans import cut
from lead_pipeline.ingest.second_look import failed_proof
from lead_pipeline.ingest.walked import WalkedList

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from lead_pipeline.errors import LeadPipelineError
    from lead_pipeline.extract.children import Parent
    from lead_pipeline.extract.page import Page
    from lead_pipeline.extract.reader import Reader
    from lead_pipeline.extract.shown_days import Shown
    from lead_pipeline.extract.spans import Span
    from lead_pipeline.extract.walk import Walk
    from lead_pipeline.ingest.context import Context
    from lead_pipeline.ingest.due_days import DueDays
    from lead_pipeline.ingest.lander import Lander
    from lead_pipeline.ingest.last_day import LastDay
    from lead_pipeline.spec.source import Endpoint
    from lead_pipeline.spec.window import ByDay, OncePerParent

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class How:
    """What the days of all parents have in common. `dated` is the path to the time of a row, where rows have one."""

    context: Context
    endpoint: Endpoint
    per: OncePerParent
    by_day: ByDay
    lander: Lander
    reader: Reader
    last_day: LastDay
    dated: tuple[str, ...] | None
    today: date


class ParentDays:
    """The days of one parent, read one after the other."""

    def __init__(self, how: How, parent: Parent, due: DueDays) -> None:
        self._how = how
        self._parent = parent
        self._due = due
        self._begun: list[Walk] = []

    async def read(self, span: Span) -> None:
        """Read these days, and land them with what they prove."""
        await self._read(span)
        self._begun.clear()

    async def failed(self, error: LeadPipelineError) -> None:
        """Land the proof of what the error ended."""
        await self._put(None, failed_proof(self._begun, error), [])

    async def _read(self, span: Span) -> None:
        """Read some days, in parts where they are cut off."""
        walk, pages = await self._walk(span)
        whole: list[Span] = []  # later days of a list that comes newest first
        while (shown := self._shown(span, walk, pages)) is not None:
            after, rest = await self._walk(shown.rest)
            if (after.cut_off or len(after.keys)) < (walk.cut_off or 0) - shown.rows:
                break  # it was no order of time
            walk.proof.conclude(
                Verdict.PROVEN, f"{shown.rows} rows of whole days, and the others asked for: as counted"
            )
            if shown.is_head:
                self._due.take(shown.whole, is_proven=True)
            else:
                whole.append(shown.whole)
            await self._put(shown.whole, walk.proof, pages, is_position=shown.is_head)
            span, walk, pages = shown.rest, after, rest
        await self._read_rest(span, walk, pages)
        for later in reversed(whole):
            self._due.take(later, is_proven=True)
        if whole:
            await self._put(whole[0], Proof(Verdict.PROVEN, "all days, newest first"), [])

    def _shown(self, span: Span, walk: Walk, pages: list[Page]) -> Shown | None:
        if walk.cut_off is None or self._how.dated is None:
            return None
        return shown_of(span, [day for page in pages for day in days_of(page.rows, self._how.dated)])

    async def _read_rest(self, span: Span, walk: Walk, pages: list[Page]) -> None:
        """Read what is cut off and in no order, in even parts."""
        if (
            walk.cut_off is not None
            and walk.keys
            and (parts := cut(span, self._how.today, len(walk.keys), walk.cut_off))
        ):
            walk.proof.conclude(Verdict.PROVEN, f"{walk.proof.reason}; read in {len(parts)} parts")
            await self._put(span, walk.proof, [], is_position=False)
            for part in parts:
                await self._read(part)
            return
        if walk.cut_off is not None and walk.keys and self._how.by_day.split is not None:
            await self._split(span, walk)
        self._due.take(span, is_proven=walk.proof.verdict is Verdict.PROVEN)
        await self._put(span, walk.proof, pages)

    async def _split(self, span: Span, whole: Walk) -> None:
        """One day that does not fit into an answer, by the values of a filter: proven if they add up to the day."""
        param, values = self._how.by_day.split or ("", ())
        seen: set[object] = set(whole.keys)
        for value in values:
            part, pages = await self._walk(span, {param: value})
            seen |= part.keys
            await self._put(span, part.proof, pages, is_position=False)
        enough = whole.cut_off is not None and len(seen) >= whole.cut_off
        told = f"{len(seen)} of {whole.cut_off} rows of one day, by {param}"
        whole.proof.conclude(Verdict.PROVEN if enough else Verdict.UNPROVEN, told)

    async def _walk(self, span: Span, extra: Mapping[str, str] = NOTHING) -> tuple[Walk, list[Page]]:
        async def ask(first: date, until: date | None) -> tuple[Walk, list[Page]]:
            asked = {self._how.per.param: str(self._parent.id), self._how.by_day.since: first.isoformat(), **extra}
            if until is not None:
                asked[self._how.by_day.until] = until.isoformat()
            self._begun.append(walk := self._how.reader.walk(asked))
            return walk, [page async for page in walk.pages()]

        if span.last is None:
            return await ask(span.first, None)
        return await self._how.last_day.read(span, span.last, ask)

    async def _put(self, span: Span | None, proof: Proof, pages: list[Page], *, is_position: bool = True) -> None:
        filled: dict[str, Any] = {self._how.per.fills: self._parent.id}
        if self._how.by_day.fills is not None and span is not None:
            filled[self._how.by_day.fills] = span.first
        walked = WalkedList(pages, proof, filled, self._parent.id, self._due.position, is_position=is_position)
        await self._how.lander.put(walked)
        self._how.context.progress.walked(self._how.endpoint, walked.rows, walked.tally)
