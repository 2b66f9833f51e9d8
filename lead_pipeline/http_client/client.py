"""The client: one GET at a time for each worker, within the budget, tried again while the fault is one that passes."""

from __future__ import annotations

import asyncio
import re
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeVar

import httpx

from lead_pipeline.errors import KeyRejected, LeadPipelineError, NetworkFault, RateLimited, ServerUnreachable, Transient
from lead_pipeline.http_client.answer import data_of
from lead_pipeline.http_client.retry import RetryPolicy, retrying

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    import msgspec

    from lead_pipeline.http_client.account import Account
    from lead_pipeline.http_client.throttle import Throttle
    from lead_pipeline.spec.source import Endpoint

Read = TypeVar("Read")

# Chosen by measurement (`python -m bench in_flight`): at 100-800 ms an answer, eight use up a burst of the budget in
# seconds, and more only queue for it.
DEFAULT_IN_FLIGHT = 8
_KEY = re.compile(r"[!-~]+")
# Past any proxy of the environment: it could not find this machine, and the sandbox is here.
_THIS_MACHINE = ("all://localhost", "all://127.0.0.1", "all://[::1]")
_CONNECT_SECONDS, _SILENCE_SECONDS = 10.0, 60.0
_MOST_BYTES = 256 * 1024 * 1024  # far more than any page; what has no end is not read into memory


@dataclass
class Tally:
    """What the requests of one walk cost."""

    requests: int = 0
    retries: int = 0
    rate_limited: int = 0
    waited_seconds: float = 0.0
    bytes: int = 0

    def add(self, other: Tally) -> None:
        """Count another walk's costs in."""
        self.requests += other.requests
        self.retries += other.retries
        self.rate_limited += other.rate_limited
        self.waited_seconds += other.waited_seconds
        self.bytes += other.bytes


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
        self._places = asyncio.Semaphore(in_flight)
        headers = {**_key_header(account), "Accept": "application/json", "User-Agent": "lead-pipeline"}
        try:
            self._http = httpx.AsyncClient(
                headers=headers,
                timeout=httpx.Timeout(min(_SILENCE_SECONDS, self.policy.longest_answer), connect=_CONNECT_SECONDS),
                limits=httpx.Limits(max_connections=in_flight, max_keepalive_connections=in_flight),
                follow_redirects=False,
                mounts=dict.fromkeys(_THIS_MACHINE),
            )
        except (ImportError, ValueError, httpx.InvalidURL) as error:  # it reads the proxy from the environment
            message = f"{account}: the proxy that the environment names cannot be used: {error}"
            cure = "Set HTTPS_PROXY to an http:// address, or unset ALL_PROXY, HTTPS_PROXY and HTTP_PROXY."
            raise ServerUnreachable(message, cure=cure) from None

    async def __aenter__(self) -> Self:
        await self._http.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.__aexit__(kind, error, trace)

    async def get(
        self, endpoint: Endpoint, params: Mapping[str, str], read: Callable[[msgspec.Raw], Read], tally: Tally
    ) -> Read:
        """What `read` makes of the answer's data. Raises one of our errors, and never shows the key in it.

        A body that `read` finds wrong is asked for again like any other fault that passes.
        """

        def told(fault: Transient) -> None:
            tally.retries += 1
            tally.rate_limited += isinstance(fault, RateLimited)

        async with self._places:
            async for attempt in retrying(self.policy, self.throttle, told):
                with attempt:
                    waited = await self.throttle.turn()  # apart: others may add to the tally meanwhile
                    tally.waited_seconds += waited
                    tally.requests += 1
                    response, body = await self._send(endpoint, params)
                    tally.bytes += len(body)
                    return read(data_of(response, body, self.account, endpoint))
        raise AssertionError  # pragma: no cover - the last attempt returns or raises

    async def _send(self, endpoint: Endpoint, params: Mapping[str, str]) -> tuple[httpx.Response, bytes]:
        url, seconds, body = self.account.base_url.rstrip("/") + endpoint.path, self.policy.longest_answer, bytearray()
        try:
            # httpx bounds each silence, not their sum: an answer that drips would hold its worker for ever.
            async with asyncio.timeout(seconds), self._http.stream("GET", url, params=params) as response:
                async for part in response.aiter_bytes():
                    body += part
                    if len(body) > _MOST_BYTES:
                        raise httpx.ReadError(f"more than {_MOST_BYTES >> 20} MB came")
        except TimeoutError:
            late = httpx.ReadTimeout(f"not whole after {seconds:g} s")
            raise self._meaning(late, endpoint.name) from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise self._meaning(error, endpoint.name) from None  # the cause could show the request, and so the key
        return response, bytes(body)

    def _meaning(self, error: Exception, endpoint: str) -> LeadPipelineError:
        told = self.account.key.scrub(str(error)).rstrip(".") or type(error).__name__
        where = f"{self.account} {endpoint} at {self.account.base_url}"
        if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL):
            return ServerUnreachable(f"{where}: {told}.", cure="Check the base URL.")
        if _is_tls(error):
            cure = "Check the base URL and the machine's certificates; nothing was sent."
            return ServerUnreachable(f"{where}: the TLS connection failed: {told}.", cure=cure)
        cure = "Check the network and the base URL, then run again: what is landed stays."
        return NetworkFault(f"{where}: no whole answer ({type(error).__name__}: {told}).", cure=cure)


def _key_header(account: Account) -> dict[str, str]:
    """A key with a line break or an umlaut in it fails deep in httpx, with an error that shows it."""
    name, prefix = account.source.key_header
    if not _KEY.fullmatch(account.key.reveal()):
        message = (
            f"{account}: the key in {account.key_variable} is empty, or holds what no key holds: spaces, line breaks."
        )
        raise KeyRejected(message, cure=f"Copy it into {account.key_variable} anew.", key_variable=account.key_variable)
    return {name: prefix + account.key.reveal()}


def _is_tls(error: BaseException | None) -> bool:
    """TLS that failed while connecting, which will not pass; a connection cut off is a network fault like any other."""
    if not isinstance(error, httpx.ConnectError):
        return False
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    return cause is not None and not isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError)
