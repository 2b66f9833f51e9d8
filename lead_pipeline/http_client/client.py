"""The client: one GET at a time for each worker, within the budget, tried again while the fault is one that passes."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeVar

from lead_pipeline.errors import KeyRejected, RateLimited, Transient
from lead_pipeline.http_client.answer import data_of, number_of
from lead_pipeline.http_client.retry import RetryPolicy, tried
from lead_pipeline.http_client.told import budget_told
from lead_pipeline.http_client.turns import DEFAULT_IN_FLIGHT
from lead_pipeline.http_client.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from lead_pipeline.http_client.account import Account
    from lead_pipeline.http_client.data import Data
    from lead_pipeline.http_client.turns import Throttle
    from lead_pipeline.http_client.wire import Received
    from lead_pipeline.spec.paging import Paging
    from lead_pipeline.spec.source import Endpoint

Read = TypeVar("Read")

_KEY = re.compile(r"[!-~]+")


@dataclass
class Tally:
    """What the requests of one walk cost."""

    requests: int = 0
    retries: int = 0
    rate_limited: int = 0
    waited_seconds: float = 0.0
    bytes: int = 0
    request_id: str | None = None  # the newest that the API told

    def add(self, other: Tally) -> None:
        """Count another walk's costs in."""
        self.requests += other.requests
        self.retries += other.retries
        self.rate_limited += other.rate_limited
        self.waited_seconds += other.waited_seconds
        self.bytes += other.bytes
        self.request_id = other.request_id or self.request_id


class ApiClient:
    """Requests to one account. An async context manager; share one between all workers of the account."""

    def __init__(
        self,
        account: Account,
        throttle: Throttle,
        *,
        policy: RetryPolicy | None = None,
        in_flight: int = DEFAULT_IN_FLIGHT,
    ) -> None:
        self.account = account
        self.throttle = throttle
        self.policy = policy or RetryPolicy()
        self.in_flight = in_flight
        self.sunset: str | None = None  # when the API says that this version of it ends
        self.in_smaller_pages: set[Paging] = set()  # that this API refused to give in large ones
        self._places = asyncio.Semaphore(in_flight)
        self._shared: dict[tuple[object, ...], Data] = {}
        self._once: dict[tuple[object, ...], Data] = {}
        headers = {**_key_header(account), "Accept": "application/json", "User-Agent": "lead-pipeline"}
        self._wire = Wire(account, headers, connections=in_flight, seconds=self.policy.longest_answer)

    async def __aenter__(self) -> Self:
        await self._wire.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._wire.__aexit__(kind, error, trace)

    async def get(  # noqa: PLR0913 - what to ask for, and what becomes of it
        self,
        endpoint: Endpoint,
        params: Mapping[str, str],
        read: Callable[[Data], Read],
        tally: Tally,
        path: str | None = None,
        *,
        share: bool = False,
    ) -> Read:
        """What `read` makes of the answer's data. Raises one of our errors, and never shows the key in it.

        `path` is the endpoint's own, with what belongs into its places; with `share`, who next asks for the same gets
        this very answer. A body that `read` finds wrong is asked for again like any other fault that passes.
        """
        whole_path = path or endpoint.path
        shared = (whole_path, *sorted(params.items()))
        if shared in self._once:
            return read(self._once.pop(shared))
        if shared in self._shared:
            return read(self._shared[shared])

        def told(fault: Transient) -> None:
            tally.retries += 1
            tally.rate_limited += isinstance(fault, RateLimited)

        async def once() -> Read:
            waited = await self.throttle.turn()  # apart: others may add to the tally meanwhile
            tally.waited_seconds += waited
            tally.requests += 1
            received = await self._wire.get(whole_path, params, endpoint.name)
            tally.bytes += len(received.body)
            self._learn(received, tally)
            data = data_of(received, self.account, endpoint)
            made = read(data)
            if share or endpoint.shares_answer:
                (self._once if share else self._shared)[shared] = data
            return made

        async with self._places:
            return await tried(once, self.policy, self.throttle, told, self.account.source.budget)

    def _learn(self, received: Received, tally: Tally) -> None:
        """Keep what the answer tells of itself and of the budget."""
        tally.request_id = number_of(received, self.account) or tally.request_id
        self.sunset = received.headers.get("Sunset", self.sunset)
        if self.account.budget is None:
            return
        kept = {window.seconds: window.requests for window in self.account.budget.windows}
        for window in self.account.source.budget.windows:
            limit, left, reset = budget_told(received.headers, window)
            for told, seconds, requests in window.plans:
                if told == limit:
                    self.throttle.learn(seconds, requests, None, None)
            is_chosen = kept.get(window.seconds) != window.requests  # by a setting, which goes before what is told
            limit = None if is_chosen else limit
            if limit is not None or left is not None:
                self.throttle.learn(window.seconds, limit, left, reset)


def _key_header(account: Account) -> dict[str, str]:
    """A key with a line break or an umlaut in it fails deep in the wire, with an error that shows it."""
    name, prefix = account.key_header or account.source.key_header
    if not _KEY.fullmatch(account.key.reveal()):
        message = (
            f"{account}: the key in {account.key_variable} is empty, or holds what no key holds: spaces, line breaks."
        )
        raise KeyRejected(message, cure=f"Copy it into {account.key_variable} anew.", key_variable=account.key_variable)
    return {name: prefix + account.key.reveal()}
