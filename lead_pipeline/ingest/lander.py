"""The lander: takes walked lists as they come. One thread sorts them, piece by piece; another lands the pieces.

A list is landed whole, with its proof, or not at all; what was walked is landed also when the run is ended early.
"""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from queue import Empty, Queue
from typing import TYPE_CHECKING, Self

from lead_pipeline.validate.chunk import Chunk
from lead_pipeline.validate.rules import Sorter
from lead_pipeline.warehouse import ledger
from lead_pipeline.warehouse.batch import DriftRecord, Place, Rows
from lead_pipeline.warehouse.database import GROUP_ROWS
from lead_pipeline.warehouse.landing import landing

if TYPE_CHECKING:
    from types import TracebackType

    from lead_pipeline.ingest.context import Context
    from lead_pipeline.ingest.outcome import EndpointOutcome
    from lead_pipeline.ingest.walked import WalkedList
    from lead_pipeline.spec.source import Endpoint
    from lead_pipeline.warehouse.batch import Counts

PIECE_BYTES = 12_000_000  # sorted at once, while more is fetched
PIECE_SECONDS = 5.0
# One transaction: others wait for the warehouse that long, and no longer than the pause for a piece that is to come.
# The keys of what it adds are held in memory until it ends, beside the memory that DuckDB is allowed.
BATCH_SECONDS = 2.0
BATCH_ROWS = 100_000
BATCH_PAUSE = 0.5
WAITING_PIECES = 1  # sorted while another is landed; a second one would take memory, and save no time


@dataclass(frozen=True)
class _Piece:
    """Sorted rows of some lists, whose pages are no longer needed. `age` is 0 until all that waits is let go."""

    rows: Rows
    lists: list[WalkedList]
    age: int


class _LetGo(Exception):
    """What is being landed is not to be."""


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
        self._bytes = 0
        self._since = 0.0
        self._age = 0
        self._turn = asyncio.Lock()
        self._sorting = ThreadPoolExecutor(1, thread_name_prefix="sorting")
        self._landing = ThreadPoolExecutor(1, thread_name_prefix="landing")
        self._pieces: Queue[_Piece | None] = Queue(WAITING_PIECES)
        self._landed: Future[None] | None = None
        self._held: _Piece | None = None
        self._failure: BaseException | None = None
        self._can_sort, self._is_over = True, False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                async with self._turn:
                    await _until_done(self._sorting.submit(self._sort, self._taken(), self._age))
        finally:
            self._sorting.shutdown(wait=True)
            try:
                self._sort(self._taken(), self._age)
            finally:
                self._pieces.put(None)
                self._landing.shutdown(wait=True)
        if self._landed is not None and error is None:
            self._landed.result()

    async def put(self, walked: WalkedList) -> None:
        """Hand a list over. Who brings more than can be sorted meanwhile waits for it, and that bounds memory."""
        self.keep(walked)
        if self._is_due():
            async with self._turn:
                if self._is_due():
                    await _until_done(self._sorting.submit(self._sort, self._taken(), self._age))

    def keep(self, walked: WalkedList) -> None:
        """Have it landed with the next batch, at the latest when this ends; for one who cannot wait."""
        if not self._lists:
            self._since = time.monotonic()
        self._lists.append(walked)
        self._bytes += walked.bytes

    def let_go(self) -> None:
        """Land nothing of what waits, and have all lists that this run landed here read again by the next."""
        self._taken()
        self._age += 1
        with self._context.warehouse.open(f"reopening {self._endpoint.name}") as connection:
            ledger.reopen_lists_of_run(connection, self._place)

    def _is_due(self) -> bool:
        is_late = time.monotonic() >= self._since + PIECE_SECONDS
        return bool(self._lists) and (self._bytes >= PIECE_BYTES or is_late)

    def _taken(self) -> list[WalkedList]:
        lists, self._lists, self._bytes = self._lists, [], 0
        return lists

    def _sort(self, lists: list[WalkedList], age: int) -> None:
        """Make a piece of these lists. In its thread to the end, also when nobody waits for it any more."""
        if self._failure is not None:
            raise self._failure
        if not (lists and self._can_sort):
            return
        chunks = [Chunk(page.rows, {**page.beside, **walked.filled}) for walked in lists for page in walked.pages]
        try:
            found = self._sorter.sort(chunks)
        except BaseException:
            self._can_sort = False
            raise
        drift = [DriftRecord(drift.kind, drift.field, drift.detail, drift.records) for drift in found.drift]
        rows = Rows(found.good, found.aside, found.seen, drift)
        self._landed = self._landed or self._landing.submit(self._land_what_comes)
        self._pieces.put(_Piece(rows, [replace(walked, pages=[]) for walked in lists], age))

    def _land_what_comes(self) -> None:
        """Batch after batch, until there is no more. After an error the rest is thrown away, so that nobody waits."""
        try:
            while not self._is_over:
                self._hold_next(None)
                if self._held is not None:
                    with suppress(_LetGo):
                        self._land(self._held.age)
        except BaseException as error:
            self._failure = error
            raise
        finally:
            while not self._is_over:
                self._held = None
                self._hold_next(None)

    def _hold_next(self, seconds: float | None) -> None:
        """Hold the next piece; nothing at the end, or if none comes for so long."""
        if self._held is None:
            with suppress(Empty):
                self._held = self._pieces.get(timeout=seconds)
                self._is_over = self._held is None

    def _land(self, age: int) -> None:
        """Land the piece that is held, and those of its age that follow soon, as one. What is added is let go of."""
        if age != self._age:
            self._held = None
            return
        lists: list[WalkedList] = []
        until, rows = time.monotonic() + BATCH_SECONDS, 0
        opened = self._context.warehouse.open(f"landing {self._endpoint.name}")
        with opened as connection, landing(connection, self._place) as batch:
            while self._held is not None and self._held.age == age:
                batch.add(self._held.rows)
                lists += self._held.lists
                rows += self._held.rows.good.height
                self._held = None
                if time.monotonic() < until and not _is_full(rows):
                    self._hold_next(BATCH_PAUSE)
            given = [walked.seen for walked in lists if walked.seen is not None]
            batch.finish([each.record for each in lists if each.proof is not None], given[-1] if given else None)
            if age != self._age:
                raise _LetGo
        self._count(batch.counts, lists)

    def _count(self, counts: Counts, lists: list[WalkedList]) -> None:
        self._outcome.counts.add(counts)
        for walked in lists:
            if walked.proof is not None:
                self._outcome.walks[walked.proof.verdict] += 1
                self._outcome.pages += walked.proof.pages
                self._outcome.tally.add(walked.proof.tally)
        self._context.progress.landed(self._endpoint, counts)


def _is_full(rows: int) -> bool:
    """Whether a transaction of so many rows may end. DuckDB writes them in groups, and what is left over as one more.

    One that is less than half full it joins with its neighbours, and writes them all again: half as much work more.
    """
    return rows >= BATCH_ROWS and rows % GROUP_ROWS > GROUP_ROWS / 2


async def _until_done(work: Future[None]) -> None:
    """Wait for it. Who is cancelled while waiting does not cancel it."""
    await asyncio.shield(asyncio.wrap_future(work))
