"""Reading one list as a whole: that of an endpoint without parents, or all children at once whatever their parent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from lead_pipeline.errors import LeadPipelineError, ShrinkRefused
from lead_pipeline.extract.reader import Reader
from lead_pipeline.ingest.lander import BATCH_ROWS, Lander, WalkedList
from lead_pipeline.ingest.second_look import careful_walk, failed_proof
from lead_pipeline.warehouse.parents import held_rows

if TYPE_CHECKING:
    from lead_pipeline.extract.page import Page
    from lead_pipeline.extract.walk import Walk
    from lead_pipeline.ingest.context import Context
    from lead_pipeline.ingest.outcome import EndpointOutcome
    from lead_pipeline.spec.source import Endpoint


async def ingest_list(context: Context, endpoint: Endpoint, outcome: EndpointOutcome) -> Walk:
    """Walk the list and land it, in batches where it is long, its proof with the last of them."""
    keyed = bool(endpoint.table.key)
    held = _held(context, endpoint) if keyed else 0
    context.progress.planned(endpoint, 1, None)
    async with Lander(context, endpoint, outcome) as lander:
        batch = _Batch(lander)
        begun: list[Walk] = []

        def begin() -> Walk:
            begun.append(Reader(context.client, endpoint).walk(ahead=context.client.in_flight))
            return begun[-1]

        try:
            walk, is_gone = await careful_walk(begin, batch.take, held=held, verify=context.options.verify)
        except LeadPipelineError as error:
            await lander.put(WalkedList([], failed_proof(begun, error)))
            raise
        if keyed and held and not walk.keys and is_gone and not context.options.accept_shrink:
            raise _refusal(context, endpoint, held)
        may_delete = keyed and is_gone
        await batch.hand_over()
        seen = _keys_frame(endpoint, walk) if may_delete else None
        await lander.put(WalkedList([], walk.proof, may_delete=may_delete, seen=seen))
        context.progress.walked(endpoint, len(walk.keys), walk.proof.tally)
    return walk


class _Batch:
    """Pages on their way to the lander, so many rows at a time."""

    def __init__(self, lander: Lander) -> None:
        self._lander = lander
        self._pages: list[Page] = []
        self._rows = 0

    async def take(self, page: Page) -> None:
        """One more page."""
        self._pages.append(page)
        self._rows += len(page.keys)
        if self._rows >= BATCH_ROWS:
            await self.hand_over()

    async def hand_over(self) -> None:
        """Give the lander what there is."""
        pages, self._pages, self._rows = self._pages, [], 0
        if pages:
            await self._lander.put(WalkedList(pages, None))


def _held(context: Context, endpoint: Endpoint) -> int:
    with context.warehouse.open(f"counting {endpoint.name}", read_only=True) as connection:
        return held_rows(connection, context.account.source, endpoint, context.account.name)


def _keys_frame(endpoint: Endpoint, walk: Walk) -> pl.DataFrame:
    """The keys of all that was seen, typed as the table has them; one that is no such key is empty."""
    (name,) = endpoint.table.key
    dtype = next(column.dtype for column in endpoint.table.columns if column.name == name)
    texts = pl.Series(name, [str(key) for key in walk.keys], dtype=pl.String)
    return pl.DataFrame([texts.cast(dtype, strict=False)])


def _refusal(context: Context, endpoint: Endpoint, held: int) -> ShrinkRefused:
    message = f"{context.account} {endpoint.name}: the API shows none where {held} rows are held, twice in a row."
    cure = (
        "Nothing was marked as deleted. Is it the right key and base URL? If they are really gone, run again with "
        "--accept-shrink."
    )
    return ShrinkRefused(message, cure=cure, held=held)
