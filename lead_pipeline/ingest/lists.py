"""Reading one list as a whole: that of an endpoint without parents, or all children at once whatever their parent.

A list that shows none of the rows that are held is not believed: most often it is another account's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from lead_pipeline.errors import LeadPipelineError, ScopeMissing, ShrinkRefused
from lead_pipeline.extract.proof import Verdict
from lead_pipeline.extract.reader import Reader
from lead_pipeline.ingest.lander import PIECE_BYTES, Lander
from lead_pipeline.ingest.second_look import careful_walk, failed_proof
from lead_pipeline.ingest.walked import WalkedList
from lead_pipeline.validate.chunk import Chunk
from lead_pipeline.validate.frame import Framer
from lead_pipeline.warehouse.parents import held_rows, is_strange

if TYPE_CHECKING:
    from collections.abc import Callable

    from lead_pipeline.extract.page import Page
    from lead_pipeline.extract.walk import Walk
    from lead_pipeline.http_client.client import Tally
    from lead_pipeline.ingest.context import Context
    from lead_pipeline.ingest.known import KnownRows
    from lead_pipeline.ingest.outcome import EndpointOutcome
    from lead_pipeline.spec.source import Endpoint


async def ingest_list(  # noqa: PLR0913 - what to read, and what is known of it already
    context: Context,
    endpoint: Endpoint,
    outcome: EndpointOutcome,
    *,
    shown_as: Endpoint | None = None,
    known: KnownRows | None = None,
    fingerprint: Callable[[Walk], str | None] = lambda _: None,
    head: Tally | None = None,
) -> Walk:
    """Walk the list and land it, in batches where it is long, its proof with the last of them.

    `shown_as` is how the API shows it, where that is not as declared; `known` may spare us a part of it; `head` is what
    its first page has cost already.
    """
    keyed = bool(endpoint.table.key)
    held = _held(context, endpoint) if keyed else 0
    context.progress.planned(endpoint, 1, None)
    async with Lander(context, endpoint, outcome) as lander:
        batch = _Batch(context, endpoint, lander, is_familiar=not held or context.options.accept_shrink)
        begun: list[Walk] = []

        def begin() -> Walk:
            begun.append(Reader(context.client, shown_as or endpoint).walk(ahead=context.client.in_flight, known=known))
            if head is not None and len(begun) == 1:
                begun[0].proof.tally.add(head)
            return begun[-1]

        try:
            walk, is_gone = await careful_walk(begin, batch.take, held=held, verify=context.options.verify)
            batch.look()
            if not batch.is_familiar and (walk.keys or is_gone):
                raise _refusal(context, endpoint, held, len(walk.keys))
        except ScopeMissing as refusal:
            proof = failed_proof(begun, refusal)
            if endpoint.optional:
                outcome.left_out = f"left out, the key lacks the scope {endpoint.scope}"
                proof.conclude(Verdict.PROVEN, f"{outcome.left_out}: {refusal.message}")
            await lander.put(WalkedList([], proof))
            if endpoint.optional:
                return begun[-1]
            raise
        except LeadPipelineError as error:
            await lander.put(WalkedList([], failed_proof(begun, error)))
            raise
        may_delete = keyed and is_gone and not walk.is_part
        for page in await known.alone(context, walk.proof.tally) if known is not None else []:
            await batch.take(page)
        await batch.hand_over()
        seen = _keys_frame(endpoint, walk) if may_delete else None
        proven = WalkedList([], walk.proof, may_delete=may_delete, seen=seen, fingerprint=fingerprint(walk))
        await lander.put(proven)
        context.progress.walked(endpoint, len(walk.keys), walk.proof.tally)
    return walk


class _Batch:
    """Pages on their way to the lander, so much at a time; none goes before one shows a row that is held."""

    def __init__(self, context: Context, endpoint: Endpoint, lander: Lander, *, is_familiar: bool) -> None:
        self._context = context
        self._endpoint = endpoint
        self._lander = lander
        self.is_familiar = is_familiar
        self._waiting: list[Page] = []
        self._pages: list[Page] = []
        self._bytes = 0

    async def take(self, page: Page) -> None:
        """One more page."""
        self._pages.append(page)
        self._bytes += len(page.rows)
        if self._bytes >= PIECE_BYTES:
            self.look()
            if self.is_familiar:
                await self.hand_over()

    def look(self) -> None:
        """Whether a row that is held is among the pages that came since the last look."""
        if not self.is_familiar and self._pages:
            table, account = self._endpoint.table, self._context.account
            typed = Framer(table).frame([Chunk(page.rows) for page in self._pages])
            self._waiting += self._pages
            self._pages, self._bytes = [], 0
            shown = typed.frame.select(name for name in table.identity if not typed.frame[name].is_null().all())
            if not set(table.key) <= set(shown.columns):
                self.is_familiar = True  # no key can be read: that is for the validation to tell
                return
            with self._context.warehouse.open(f"comparing {self._endpoint.name}", read_only=True) as connection:
                strange = is_strange(connection, account.source, self._endpoint, account.name, shown)
            self.is_familiar = not strange

    async def hand_over(self) -> None:
        """Give the lander what there is."""
        pages = self._waiting + self._pages
        self._waiting, self._pages, self._bytes = [], [], 0
        if pages:
            await self._lander.put(WalkedList(pages, None))


def _held(context: Context, endpoint: Endpoint) -> int:
    with context.warehouse.open(f"counting {endpoint.name}", read_only=True) as connection:
        return held_rows(connection, context.account.source, endpoint, context.account.name)


def _keys_frame(endpoint: Endpoint, walk: Walk) -> pl.DataFrame:
    """The keys of all that was seen, typed as the table has them; one that is no such key is empty."""
    names = [column for column in endpoint.table.columns if column.name in endpoint.table.key]
    keys = [key if isinstance(key, tuple) else (key,) for key in walk.keys]
    texts = {
        column.name: [None if len(key) != len(names) else str(key[place]) for key in keys]
        for place, column in enumerate(names)
    }
    return pl.DataFrame(
        [pl.Series(each.name, texts[each.name], dtype=pl.String).cast(each.dtype, strict=False) for each in names]
    )


def _refusal(context: Context, endpoint: Endpoint, held: int, shown: int) -> ShrinkRefused:
    account = context.account
    others = f"{shown} rows, and none of them is among the {held} that are held"
    told = others if shown else f"none where {held} rows are held, twice in a row"
    cure = (
        f"Nothing was landed or marked as deleted. Is {account.key_variable} the key of this account, and the base URL "
        "right? If what is held is really gone, run again with --accept-shrink."
    )
    return ShrinkRefused(f"{account} {endpoint.name}: the API shows {told}.", cure=cure, held=held, shown=shown)
