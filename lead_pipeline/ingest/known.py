"""What is held of lists that are read until they are known: which rows, whether they changed, which can change still.

Whether the rest of a list may then be left alone is asked by the walk, after each page.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

import duckdb
import msgspec
import polars as pl

from lead_pipeline.errors import ResourceMissing
from lead_pipeline.extract.page import PageReader
from lead_pipeline.extract.places import size_of
from lead_pipeline.extract.proof import Verdict
from lead_pipeline.http_client import lenient_json
from lead_pipeline.ingest.starts import whole_reading
from lead_pipeline.validate.chunk import Chunk
from lead_pipeline.validate.frame import Framer
from lead_pipeline.warehouse.batch import utc_now
from lead_pipeline.warehouse.digests import digest_of, held_digests

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from lead_pipeline.extract.children import LastWalk, Parent
    from lead_pipeline.extract.page import Key, Page
    from lead_pipeline.http_client.client import Tally
    from lead_pipeline.ingest.context import Context
    from lead_pipeline.spec.source import Endpoint
    from lead_pipeline.spec.window import UntilKnown


class HeldRows:
    """Those of one endpoint, as they were when the run began to read it."""

    def __init__(self, context: Context, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._way = endpoint.until_known
        self._page = size_of(endpoint.paging)
        self._by_parent: Mapping[str, pl.DataFrame] = {}
        self._all: pl.DataFrame | None = None
        self._framer = Framer(endpoint.table)
        if self._way is not None and not context.options.verify:
            with context.warehouse.open(f"planning {endpoint.name}", read_only=True) as connection:
                found = held_digests(connection, context.account.source, endpoint, context.account.name)
            self._all = found
            self._by_parent = {str(name): rows for (name,), rows in found.partition_by("parent", as_dict=True).items()}

    def of(self, parent: Parent, before: LastWalk | None) -> KnownRows | None:
        """Those of one parent; None where the whole list is to be read, or costs no more."""
        return None if parent.is_deleted else self._known(self._by_parent.get(str(parent.id)), before)

    def of_all(self, before: LastWalk | None) -> KnownRows | None:
        """Those of all parents together, where one list has them all."""
        return self._known(self._all, before)

    def _known(self, rows: pl.DataFrame | None, before: LastWalk | None) -> KnownRows | None:
        if self._way is None or rows is None or before is None:
            return None
        whole = whole_reading(before.fingerprint)
        is_due = whole is None or utc_now() - whole >= timedelta(days=self._way.whole_every_days)
        if is_due or before.verdict != Verdict.PROVEN or rows.height <= self._page:
            return None
        return KnownRows(self._endpoint, self._way, self._framer, rows)


class KnownRows:
    """Those of one list. `left_open` are the ones that no page showed and that can have changed."""

    def __init__(self, endpoint: Endpoint, way: UntilKnown, framer: Framer, rows: pl.DataFrame) -> None:
        self._endpoint = endpoint
        self._way = way
        self._framer = framer
        self._digests: dict[str, int | None] = dict(rows.select("key", "digest").iter_rows())
        self._open = set(rows.filter(pl.col("is_open"))["key"])
        self.left_open: list[str] = []

    def rest(self, page: Page, seen: AbstractSet[Key], total: int | None) -> AbstractSet[Key] | None:
        """The rows that are held and were not shown, if this page shows that they are the rest of the list."""
        shown = set(map(str, seen))
        rest = self._digests.keys() - shown
        adds_up = len(rest) + len(shown) == total
        if not page.keys or not (adds_up or total is None) or str(page.keys[-1]) not in self._digests:
            return None
        pages_to_come = -(-len(rest) // len(page.keys))
        left_open = rest & self._open
        if left_open and (self._way.alone is None or len(left_open) >= pages_to_come):
            return None  # to read on finds them with fewer requests
        frame = self._framer.frame([Chunk(page.rows)]).frame
        if not (self._is_as_held(page, frame) and (adds_up or self._is_newest_first(frame))):
            return None
        self.left_open = sorted(left_open)
        return rest

    async def alone(self, context: Context, tally: Tally) -> list[Page]:
        """What the open ones that no page showed are now."""
        if not self.left_open:
            return []
        alone = Alone(context, self._endpoint, self._way)
        pages = [await alone.row(key, tally) for key in self.left_open]
        return [page for page in pages if page is not None]

    def _is_as_held(self, page: Page, frame: pl.DataFrame) -> bool:
        """Whether no row of the page differs from what is held, but for those that may; others may be new."""
        with duckdb.connect() as connection:
            connection.register("page", frame)
            found = connection.table("page").project(digest_of(self._endpoint)).fetchall()
        held = {key: digest for key, digest in self._digests.items() if key not in self._open}
        return all(held.get(str(key), now) == now for key, (now,) in zip(page.keys, found, strict=True))

    def _is_newest_first(self, frame: pl.DataFrame) -> bool:
        """Whether the page shows that its list does."""
        dates = frame[self._way.newest_by].drop_nulls() if self._way.newest_by else frame["_chunk"].clear()
        return dates.len() > 1 and dates.is_sorted(descending=True)


class Alone:
    """Asks for single rows of a list where the API shows them, and gives them as the list would."""

    def __init__(self, context: Context, endpoint: Endpoint, way: UntilKnown) -> None:
        self._client = context.client
        self._single = context.account.source.endpoint(way.alone or "")
        told = [column.wire for column in self._single.table.columns if column.name in way.alone_tells]
        self._only_here = {wire for wire in told if wire is not None}
        self._pages = PageReader(replace(self._single, table=endpoint.table))

    async def row(self, key: str, tally: Tally) -> Page | None:
        """The row as a page; None where it is not shown. Who asks for the same later is given this answer."""
        path = self._single.path_of(quote(key, safe=""))
        try:
            page = await self._client.get(
                self._single, self._single.params, lambda data: self._pages.read(data, 0), tally, path, share=True
            )
        except ResourceMissing:
            return None
        fields = [
            {name: value for name, value in row.items() if name not in self._only_here}
            for row in lenient_json.decode(page.rows)
        ]
        return replace(page, rows=msgspec.json.encode(fields))
