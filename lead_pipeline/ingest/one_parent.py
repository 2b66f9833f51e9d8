"""Reading the list of one parent's children: in which way, what is believed of it, and the position that it leaves.

Which parents are due, how many lists are read at once and what a failure stops is decided in children.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lead_pipeline.extract.proof import Verdict
from lead_pipeline.extract.reader import Reader
from lead_pipeline.ingest.beginnings import Beginnings
from lead_pipeline.ingest.known import HeldRows
from lead_pipeline.ingest.second_look import careful_walk
from lead_pipeline.ingest.starts import Starts
from lead_pipeline.ingest.walked import WalkedList

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lead_pipeline.extract.children import LastWalk, Parent
    from lead_pipeline.extract.page import Page
    from lead_pipeline.extract.proof import Proof
    from lead_pipeline.extract.walk import Walk
    from lead_pipeline.ingest.context import Context
    from lead_pipeline.ingest.known import KnownRows
    from lead_pipeline.spec.source import Endpoint
    from lead_pipeline.spec.window import OncePerParent


@dataclass(frozen=True)
class _Way:
    """How a list is read: from when on, or up to what is known; and what it is measured by, where it is read whole."""

    start: datetime | None
    known: KnownRows | None
    expected: int | None
    held: int
    is_part: bool


class ParentLists:
    """The lists of one endpoint, a parent each, as they were when the run began to read them."""

    def __init__(self, context: Context, endpoint: Endpoint, per: OncePerParent, *, is_second_look: bool) -> None:
        self._context = context
        self._endpoint = endpoint
        self._per = per
        self._is_second_look = is_second_look
        self._reader = Reader(context.client, endpoint)
        self._beginnings = Beginnings(f"{context.account} {endpoint.name}", endpoint, per)
        self._starts = Starts(context, endpoint)
        self._held = HeldRows(context, endpoint)

    async def walk(self, parent: Parent, before: LastWalk | None, begun: list[Walk]) -> WalkedList:
        """The list, walked. `begun` gets each walk as it begins, so that an error can tell what came so far."""
        way = self._way_to(parent, before)
        walk, pages, is_gone = await self._read(parent, way, begun)
        if way.held and not walk.keys and way.expected and not self._context.options.accept_shrink:
            is_gone = False
            reason = f"none where {way.held} rows are held and the parent counts {way.expected}; see --accept-shrink"
            walk.proof.conclude(Verdict.UNPROVEN, reason)
        self._beginnings.refuse_alike(parent.id, pages)
        if walk.proof.verdict is Verdict.PROVEN:
            pages = [page.only(walk.keys) for page in pages]  # what only an earlier pass saw is gone, or was never ours
        is_part = way.is_part or walk.is_part
        walked = self.walked(parent, pages, walk.proof, is_gone=is_gone and not is_part)
        if self._starts.is_windowed:
            return replace(walked, is_position=False)
        if self._endpoint.is_read_in_parts and not parent.is_deleted:
            return replace(walked, fingerprint=self._starts.fingerprint(before, walk.proof, is_part=is_part))
        if self._is_doubtful(len(walk.keys), way.expected, before):
            return replace(walked, fingerprint=None)  # the next run looks again; what it finds then is believed
        return walked

    def walked(self, parent: Parent, pages: Sequence[Page], proof: Proof, *, is_gone: bool = False) -> WalkedList:
        """What came of a parent's list, for the lander."""
        return WalkedList(
            list(pages),
            proof,
            filled={} if self._endpoint.is_of_parent else {self._per.fills: parent.id},
            parent=parent.id,
            fingerprint=parent.fingerprint,
            may_delete=is_gone,
        )

    def _way_to(self, parent: Parent, before: LastWalk | None) -> _Way:
        start = self._starts.of(parent, before)
        is_part = start is not None or self._starts.is_windowed
        return _Way(
            start=start,
            known=None if is_part else self._held.of(parent, before),
            expected=None if is_part or parent.is_deleted else parent.expected,
            held=0 if is_part or before is None else before.rows,
            is_part=is_part,
        )

    async def _read(self, parent: Parent, way: _Way, begun: list[Walk]) -> tuple[Walk, list[Page], bool]:
        """The walk that counts, all pages that came, and whether what it did not see is gone."""
        pages: list[Page] = []
        whose = {self._per.param: str(parent.id)}

        async def take(page: Page) -> None:
            pages.append(page)

        def begin() -> Walk:
            extra = {**whose, **self._starts.query(way.start)}
            begun.append(self._reader.walk(extra, expected=way.expected, known=way.known))
            return begun[-1]

        walk, is_gone = await careful_walk(begin, take, held=way.held, verify=self._context.options.verify)
        if undated := self._starts.undated(way.start):
            begun.append(beside := self._reader.walk({**whose, **undated}))
            pages += [page async for page in beside.pages()]
            walk.add(beside)
        if way.known is not None and walk.is_part:
            pages += await way.known.alone(self._context, walk.proof.tally)
        return walk, pages, is_gone

    def _is_doubtful(self, shown: int, expected: int | None, before: LastWalk | None) -> bool:
        """Whether it shows far fewer than its parent counts, and did not so before; a second look settles nothing."""
        shows_few = expected is not None and shown < expected / 2
        return shows_few and (self._is_second_look or before is None or before.rows != shown)
