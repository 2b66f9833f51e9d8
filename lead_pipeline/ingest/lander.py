"""The lander: takes walked lists as they come, sorts and lands them in batches, in a thread beside the fetching.

A list is landed whole, with its proof, or not at all; what was walked is landed also when the run is ended early.
"""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from lead_pipeline.extract.proof import Proof, Verdict
from lead_pipeline.http_client.client import Tally
from lead_pipeline.validate.frame import Chunk
from lead_pipeline.validate.rules import Sorter
from lead_pipeline.warehouse import ledger
from lead_pipeline.warehouse.batch import DriftRecord, Place, Rows, WalkRecord
from lead_pipeline.warehouse.landing import land

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    import polars as pl

    from lead_pipeline.extract.page import Page
    from lead_pipeline.ingest.context import Context
    from lead_pipeline.ingest.outcome import EndpointOutcome
    from lead_pipeline.spec.source import Endpoint
    from lead_pipeline.warehouse.batch import Counts

BATCH_ROWS = 10_000
BATCH_SECONDS = 5.0


@dataclass(frozen=True)
class WalkedList:
    """A list that was walked: its pages, what the walk fills in, and what it proves.

    `proof` None is a part of a longer list whose proof is to come; `seen` replaces the keys of the rows then.
    """

    pages: list[Page]
    proof: Proof | None
    filled: Mapping[str, Any] = field(default_factory=dict)
    parent: int | str | None = None
    fingerprint: str | None = None
    may_delete: bool = False
    seen: pl.DataFrame | None = None
    is_position: bool = True

    @property
    def rows(self) -> int:
        """Rows to land."""
        return sum(len(page.keys) for page in self.pages)

    @property
    def tally(self) -> Tally:
        """What it cost."""
        return Tally() if self.proof is None else self.proof.tally


class Lander:
    """An async context manager: `put` walked lists; leaving it lands what is left, also when it is left by an error."""

    def __init__(self, context: Context, endpoint: Endpoint, outcome: EndpointOutcome) -> None:
        self._context = context
        self._endpoint = endpoint
        self._outcome = outcome
        account = context.account
        self._place = Place(account.source, endpoint, account.name, context.run_id)
        self._sorter = Sorter(endpoint.table, f"{account} {endpoint.name}")
        self._batch: list[WalkedList] = []
        self._batch_since = 0.0
        self._turn = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="landing")
        self._is_broken = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                await self._land_in_thread()
        finally:
            self._thread.shutdown(wait=True)
            if self._batch and not self._is_broken:
                self._land(self._batch)

    async def put(self, walked: WalkedList) -> None:
        """Hand a list over. One landing at a time: who brings more meanwhile waits for it, and that bounds memory."""
        if not self._batch:
            self._batch_since = time.monotonic()
        self._batch.append(walked)
        if self._is_due():
            async with self._turn:
                if self._is_due():
                    await self._land_in_thread()

    def keep(self, walked: WalkedList) -> None:
        """Have it landed with the next batch, at the latest when this ends; for one who cannot wait."""
        self._batch.append(walked)

    def let_go(self) -> None:
        """Land nothing of what waits, and have all lists that this run landed here read again by the next."""
        self._batch = []
        with self._context.warehouse.open(f"reopening {self._endpoint.name}") as connection:
            ledger.reopen_lists_of_run(connection, self._place)

    def _is_due(self) -> bool:
        if not self._batch:
            return False
        rows = sum(walked.rows for walked in self._batch)
        return rows >= BATCH_ROWS or time.monotonic() >= self._batch_since + BATCH_SECONDS

    async def _land_in_thread(self) -> None:
        batch, self._batch = self._batch, []
        if batch:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._land, batch)

    def _land(self, batch: list[WalkedList]) -> None:
        is_landed = False
        try:
            sorted_rows = self._sorter.sort(
                [Chunk(page.rows, walked.filled) for walked in batch for page in walked.pages]
            )
            given = [walked.seen for walked in batch if walked.seen is not None]
            rows = Rows(
                good=sorted_rows.good,
                aside=sorted_rows.aside,
                seen=given[-1] if given else sorted_rows.seen,
                drift=[
                    DriftRecord(drift.kind, drift.field, drift.detail, drift.records) for drift in sorted_rows.drift
                ],
            )
            walks = [self._record(walked, walked.proof) for walked in batch if walked.proof is not None]
            with self._context.warehouse.open(f"landing {self._endpoint.name}") as connection:
                counts = land(connection, self._place, rows, walks)
            is_landed = True
        finally:
            self._is_broken = not is_landed
        self._count(counts, batch)

    def _record(self, walked: WalkedList, proof: Proof) -> WalkRecord:
        return walk_record(
            proof,
            parent=walked.parent,
            fingerprint=walked.fingerprint,
            may_delete=walked.may_delete and proof.verdict is Verdict.PROVEN,
            is_position=walked.is_position,
        )

    def _count(self, counts: Counts, batch: list[WalkedList]) -> None:
        self._outcome.counts.add(counts)
        for walked in batch:
            if walked.proof is not None:
                self._outcome.walks[walked.proof.verdict] += 1
                self._outcome.pages += walked.proof.pages
                self._outcome.tally.add(walked.proof.tally)
        self._context.progress.landed(self._endpoint, counts)


def walk_record(
    proof: Proof,
    *,
    parent: int | str | None = None,
    fingerprint: str | None = None,
    may_delete: bool = False,
    is_position: bool = True,
) -> WalkRecord:
    """A proof as the ledger keeps it."""
    tally = proof.tally
    return WalkRecord(
        parent=parent, verdict=proof.verdict, reason=proof.reason, pages=proof.pages, passes=proof.passes,
        shifts=proof.shifts, rows_read=proof.rows, distinct_rows=proof.distinct, first_total=proof.first_total,
        last_total=proof.last_total, requests=tally.requests, retries=tally.retries, rate_limited=tally.rate_limited,
        waited_seconds=tally.waited_seconds, bytes=tally.bytes, fingerprint=fingerprint, may_delete=may_delete,
        is_position=is_position,
    )  # fmt: skip
