"""Walks of one endpoint through one client: the query of each page, and the cost of each walk."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import quote

from lead_pipeline.errors import RequestRefused, ResourceMissing
from lead_pipeline.extract.made_keys import with_made_keys
from lead_pipeline.extract.page import Page, PageReader
from lead_pipeline.extract.places import Places, size_of, style_of
from lead_pipeline.extract.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lead_pipeline.extract.asking import Known
    from lead_pipeline.http_client.client import ApiClient, Tally
    from lead_pipeline.http_client.data import Data
    from lead_pipeline.spec.source import Endpoint


class Reader:
    """Reads one endpoint of one account."""

    def __init__(self, client: ApiClient, endpoint: Endpoint) -> None:
        self._client = client
        self._endpoint = endpoint
        self._pages = PageReader(endpoint)

    def walk(
        self,
        extra: Mapping[str, str] | None = None,
        *,
        expected: int | None = None,
        ahead: int = 0,
        known: Known | None = None,
    ) -> Walk:
        """A walk over the list that these extra query values choose; one of them may have its place in the path."""
        ask = _Ask(self._client, self._endpoint, self._pages, {**self._endpoint.params, **(extra or {})})
        paging = self._endpoint.paging
        style, size = style_of(paging), size_of(paging)
        walk = Walk(ask, page_size=size, expected=expected, ahead=ahead, style=style, known=known)
        ask.tally = walk.proof.tally
        return walk

    async def head(self, tally: Tally) -> Page:
        """The first page, also for a walk that begins with it later."""
        ask = _Ask(self._client, self._endpoint, self._pages, self._endpoint.params)
        ask.tally = tally
        return await ask.page(0, share=True)

    async def first(self, tally: Tally) -> Page:
        """One row and what the list says of itself: for counting, and to see whether the key may read it."""
        params = {**self._endpoint.params, **Places(self._endpoint.paging).one()}
        return await self._client.get(self._endpoint, params, lambda data: self._pages.read(data, 0), tally)


class _Ask:
    tally: Tally

    def __init__(self, client: ApiClient, endpoint: Endpoint, pages: PageReader, params: Mapping[str, str]) -> None:
        self._client = client
        self._endpoint = endpoint
        self._pages = pages
        self._params = dict(params)
        self._path = endpoint.path
        if endpoint.per is not None and endpoint.per.param in params:
            parent = quote(params[endpoint.per.param], safe="")
            if (path := endpoint.path_of(parent)) is not None:
                self._path = path
                del self._params[endpoint.per.param]
        self._places = Places(endpoint.paging)
        if endpoint.paging in client.in_smaller_pages and self._places.smaller is not None:
            self._places.ask_smaller(self._places.smaller)

    async def page(self, offset: int, *, share: bool = False) -> Page:
        """One page, at the largest size that the API allows; what it refused once, it is not asked again."""
        try:
            return await self._page(offset, share=share)
        except RequestRefused as refusal:
            smaller = self._places.smaller
            if offset or smaller is None or isinstance(refusal, ResourceMissing):
                raise
            self._places.ask_smaller(smaller)
            page = await self._page(offset, share=share)
            self._client.in_smaller_pages.add(self._endpoint.paging)
            return page

    async def _page(self, offset: int, *, share: bool) -> Page:
        params = {**self._params, **self._places.query(offset)}

        def read(data: Data) -> Page:
            page = self._pages.read(data, offset)
            if self._endpoint.table.makes_keys:
                page = with_made_keys(page, self._endpoint.table.key_wire, self._path)
            return self._places.take(page)

        return await self._client.get(self._endpoint, params, read, self.tally, self._path, share=share)

    async def pause(self, faults: int) -> None:
        """Wait as after any fault that passes."""
        await asyncio.sleep(self._client.policy.backoff(faults))
