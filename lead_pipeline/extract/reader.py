"""Walks of one endpoint through one client: the query of each page, and the cost of each walk."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from lead_pipeline.extract.page import Page, PageReader
from lead_pipeline.extract.walk import Walk
from lead_pipeline.spec.paging import OffsetPaging

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lead_pipeline.http_client.client import ApiClient, Tally
    from lead_pipeline.spec.source import Endpoint

_EVERYTHING = 1_000_000  # rows that one page may hold where there are no pages


class Reader:
    """Reads one endpoint of one account."""

    def __init__(self, client: ApiClient, endpoint: Endpoint) -> None:
        self._client = client
        self._endpoint = endpoint
        self._pages = PageReader(endpoint)

    def walk(self, extra: Mapping[str, str] | None = None, *, expected: int | None = None, ahead: int = 0) -> Walk:
        """A walk over the list that these extra query values choose."""
        ask = _Ask(self._client, self._endpoint, self._pages, {**self._endpoint.params, **(extra or {})})
        paging = self._endpoint.paging
        size = paging.page_size if isinstance(paging, OffsetPaging) else _EVERYTHING
        walk = Walk(ask, page_size=size, expected=expected, ahead=ahead)
        ask.tally = walk.proof.tally
        return walk

    async def first(self, tally: Tally) -> Page:
        """One row and what the list says of itself: for counting, and to see whether the key may read it."""
        params = dict(self._endpoint.params)
        paging = self._endpoint.paging
        if isinstance(paging, OffsetPaging):
            params |= {paging.limit: "1", paging.offset: "0"}
        return await self._client.get(self._endpoint, params, lambda data: self._pages.read(data, 0), tally)


class _Ask:
    tally: Tally

    def __init__(self, client: ApiClient, endpoint: Endpoint, pages: PageReader, params: Mapping[str, str]) -> None:
        self._client = client
        self._endpoint = endpoint
        self._pages = pages
        self._params = params

    async def page(self, offset: int) -> Page:
        """One page, at the largest size that the API allows."""
        params = dict(self._params)
        paging = self._endpoint.paging
        if isinstance(paging, OffsetPaging):
            params |= {paging.limit: str(paging.page_size), paging.offset: str(offset)}
        return await self._client.get(self._endpoint, params, lambda data: self._pages.read(data, offset), self.tally)

    async def pause(self, faults: int) -> None:
        """Wait as after any fault that passes."""
        await asyncio.sleep(self._client.policy.backoff(faults))
