"""The lander: takes walked lists as they come. One thread sorts them, piece by piece; another lands what is sorted.

A list is landed whole, with its proof, or not at all; what was walked is landed also when the run is ended early.
"""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from lead_pipeline.validate.frame import Chunk
from lead_pipeline.validate.rules import Sorter
from lead_pipeline.validate.sorting import Sorted, share_keys, together
from lead_pipeline.warehouse import ledger
from lead_pipeline.warehouse.batch import DriftRecord, Place, Rows
from lead_pipeline.warehouse.landing import land
from lead_pipeline.warehouse.parcel import Parcel

if TYPE_CHECKING:
    from types import TracebackType

    from lead_pipeline.ingest.context import Context
    from lead_pipeline.ingest.outcome import EndpointOutcome
    from lead_pipeline.ingest.walked import WalkedList
    from lead_pipeline.spec.source import Endpoint
    from lead_pipeline.warehouse.batch import Counts

PIECE_ROWS = 5_000  # sorted at once, while more is fetched
# Landed at once. DuckDB keeps rows in groups of 122,880, and rewrites groups to merge them where each is much smaller.
BATCH_ROWS = 100_000
BATCH_SECONDS = 5.0


@dataclass(frozen=True)
class _Piece:
    """Sorted rows of some lists, whose pages are no longer needed. The good ones wait in a parcel."""

    good: Parcel
    rows: Sorted
    lists: list[WalkedList]

    @property
    def height(self) -> int:
        return self.good.height + self.rows.aside.height


class Lander:
    """An async context manager: `put` walked lists; leaving it lands what is left, also when it is left by an error."""

    def __init__(self, context: Context, endpoint: Endpoint, outcome: EndpointOutcome) -> None:
        self._context = context
        self._endpoint = endpoint
        self._outcome = outcome
        account = context.account
        self._place = Place(account.source, endpoint, account.name, context.run_id)
        self._sorter = Sorter(endpoint.table, f"{account} {endpoint.name}")
        self._lists: list[WalkedList] = []
        self._rows = 0
        self._since = 0.0
        self._pieces: list[_Piece] = []
        self._turn = asyncio.Lock()
        self._sorting = ThreadPoolExecutor(1, thread_name_prefix="sorting")
        self._landing = ThreadPoolExecutor(1, thread_name_prefix="landing")
        self._landed: Future[None] | None = None
        self._can_sort = self._can_land = True

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                async with self._turn:
                    await self._hand_on(is_last=True)
                    await self._until_landed()
        finally:
            self._sorting.shutdown(wait=True)
            self._landing.shutdown(wait=True)
            try:
                self._sort(self._taken())
            finally:
                self._land(self._pieces)

    async def put(self, walked: WalkedList) -> None:
        """Hand a list over. Who brings more than can be sorted meanwhile waits for it, and that bounds memory."""
        self.keep(walked)
        if self._is_due():
            async with self._turn:
                if self._is_due():
                    await self._hand_on()

    def keep(self, walked: WalkedList) -> None:
        """Have it landed with the next batch, at the latest when this ends; for one who cannot wait."""
        if not self._lists and not self._pieces:
            self._since = time.monotonic()
        self._lists.append(walked)
        self._rows += walked.rows

    def let_go(self) -> None:
        """Land nothing of what waits, and have all lists that this run landed here read again by the next."""
        self._taken()
        self._sorting.submit(self._pieces.clear).result()  # behind the piece that is being sorted
        with self._context.warehouse.open(f"reopening {self._endpoint.name}") as connection:
            ledger.reopen_lists_of_run(connection, self._place)

    def _is_due(self) -> bool:
        return bool(self._lists) and (self._rows >= PIECE_ROWS or self._is_late())

    def _is_late(self) -> bool:
        return time.monotonic() >= self._since + BATCH_SECONDS

    async def _hand_on(self, *, is_last: bool = False) -> None:
        """Sort what waits; and land what is sorted, if that is enough, while more is fetched and sorted."""
        await _until_done(self._sorting.submit(self._sort, self._taken()))
        if is_last or self._is_late() or sum(piece.height for piece in self._pieces) >= BATCH_ROWS:
            await self._until_landed()
            pieces, self._pieces = self._pieces, []
            self._landed = self._landing.submit(self._land, pieces)

    async def _until_landed(self) -> None:
        """Wait for the landing before, and raise what it raised."""
        if self._landed is not None:
            await _until_done(self._landed)

    def _taken(self) -> list[WalkedList]:
        lists, self._lists, self._rows = self._lists, [], 0
        return lists

    def _sort(self, lists: list[WalkedList]) -> None:
        """Make a piece of these lists. In its thread to the end, also when nobody waits for it any more."""
        if not (lists and self._can_sort):
            return
        chunks = [Chunk(page.rows, {**page.beside, **walked.filled}) for walked in lists for page in walked.pages]
        try:
            rows = self._sorter.sort(chunks)
        except BaseException:
            self._can_sort = False
            raise
        good, rest = Parcel.of(rows.good), replace(rows, good=rows.good.clear())
        self._pieces.append(_Piece(good, rest, [replace(walked, pages=[]) for walked in lists]))

    def _land(self, pieces: list[_Piece]) -> None:
        if not (pieces and self._can_land):
            return
        lists = [walked for piece in pieces for walked in piece.lists]
        rows, good = _together(pieces, self._endpoint.table.key)
        given = [walked.seen for walked in lists if walked.seen is not None]
        to_land = Rows(
            good=good,
            aside=rows.aside,
            seen=given[-1] if given else rows.seen,
            drift=[DriftRecord(drift.kind, drift.field, drift.detail, drift.records) for drift in rows.drift],
        )
        walks = [walked.record for walked in lists if walked.proof is not None]
        try:
            with self._context.warehouse.open(f"landing {self._endpoint.name}") as connection:
                counts = land(connection, self._place, to_land, walks)
        except BaseException:
            self._can_land = False
            raise
        self._count(counts, lists)

    def _count(self, counts: Counts, lists: list[WalkedList]) -> None:
        self._outcome.counts.add(counts)
        for walked in lists:
            if walked.proof is not None:
                self._outcome.walks[walked.proof.verdict] += 1
                self._outcome.pages += walked.proof.pages
                self._outcome.tally.add(walked.proof.tally)
        self._context.progress.landed(self._endpoint, counts)


def _together(pieces: list[_Piece], key: tuple[str, ...]) -> tuple[Sorted, Parcel]:
    """The pieces as one. Unpacked only if a key may be in two of them."""
    parts = [piece.rows for piece in pieces]
    if not share_keys(parts, key):
        return together(parts, key), Parcel.joined([piece.good for piece in pieces])
    rows = together([replace(piece.rows, good=piece.good.whole()) for piece in pieces], key)
    return rows, Parcel.of(rows.good)


async def _until_done(work: Future[None]) -> None:
    """Wait for it. Who is cancelled while waiting does not cancel it."""
    await asyncio.shield(asyncio.wrap_future(work))
