"""The wire: one GET to one host, and what came back; whatever breaks on the way becomes one of our errors.

It is aiohttp's, which takes 0.15 ms of a core for a page; httpx takes 1, and all else that is done with a page of 80
leads takes about 1.5. When to ask, and what an answer means, is decided elsewhere.
"""

from __future__ import annotations

import os
import ssl
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn, Self
from urllib.parse import quote_plus, urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import certifi
from multidict import CIMultiDict
from yarl import URL

from lead_pipeline.errors import LeadPipelineError, NetworkFault, ServerUnreachable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from lead_pipeline.http_client.account import Account

_CONNECT_SECONDS, _SILENCE_SECONDS = 10.0, 60.0
_MOST_BYTES = 256 * 1024 * 1024  # far more than any page; what has no end is not read into memory
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}  # past any proxy: it could not find this machine


_quoted = lru_cache(maxsize=1024)(quote_plus)  # mostly the same few words


@dataclass(frozen=True)
class Received:
    """An answer as it came, its body whole and unpacked."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _Broken(aiohttp.ClientError):
    """A connection that broke. aiohttp would ask once more by itself, beside the budget."""


class Wire:
    """Connections to one account's host. An async context manager."""

    def __init__(self, account: Account, headers: Mapping[str, str], *, connections: int, seconds: float) -> None:
        self._account = account
        self._base_url = account.base_url.rstrip("/")
        self._proxy = _proxy(account)
        self._seconds = seconds
        self._headers = headers
        self._connections = connections

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._connections, ssl=_certificates(self._base_url)),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers=CIMultiDict(self._headers),
            middlewares=(_ask_once,),
            proxy=self._proxy,
            # The total bounds an answer that drips: each silence is short, and it would hold its worker for ever.
            timeout=aiohttp.ClientTimeout(
                total=self._seconds,
                sock_connect=_CONNECT_SECONDS,
                sock_read=min(_SILENCE_SECONDS, self._seconds),
                ceil_threshold=self._seconds,
            ),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def get(self, path: str, params: Mapping[str, str], what: str) -> Received:
        """The answer; `what` is asked for, in the words of an error."""
        try:
            query = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in params.items())
            url = URL(f"{self._base_url}{path}?{query}", encoded=True)
            async with self._session.get(url, allow_redirects=False) as answer:
                return Received(answer.status, answer.headers, await self._body(answer))
        except TimeoutError as error:
            told = str(error) or f"not whole after {self._seconds:g} s"
            self._refuse(NetworkFault, what, f"no whole answer (Timeout: {told})", _NETWORK_CURE)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            self._told(error, what)

    async def _body(self, answer: aiohttp.ClientResponse) -> bytes:
        parts, size = [], 0
        async for part in answer.content.iter_any():
            parts.append(part)
            size += len(part)
            if size > _MOST_BYTES:
                raise aiohttp.ClientPayloadError(f"more than {_MOST_BYTES >> 20} MB came")
        return b"".join(parts)

    def _told(self, error: Exception, what: str) -> NoReturn:
        told = self._account.key.scrub(str(error)).rstrip(".") or type(error).__name__
        if isinstance(error, aiohttp.InvalidURL | aiohttp.NonHttpUrlClientError | UnicodeError) or _is_no_url(error):
            self._refuse(ServerUnreachable, what, f"this is no address: {told}", "Check the base URL.")
        if _is_tls(error):
            cure = "Check the base URL and the machine's certificates; nothing was sent."
            self._refuse(ServerUnreachable, what, f"the TLS connection failed: {told}", cure)
        kind = type(error.__cause__ if isinstance(error, _Broken) else error).__name__
        self._refuse(NetworkFault, what, f"no whole answer ({kind}: {told})", _NETWORK_CURE)

    def _refuse(self, kind: type[LeadPipelineError], what: str, told: str, cure: str) -> NoReturn:
        # From None: the cause could show the request, and so the key.
        raise kind(f"{self._account} {what} at {self._account.base_url}: {told}.", cure=cure) from None


_NETWORK_CURE = "Check the network and the base URL, then run again: what is landed stays."


async def _ask_once(request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    try:
        return await send(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise _Broken(str(error)) from error


def _certificates(base_url: str) -> ssl.SSLContext | bool:
    """What a server has to show: one of the authorities that certifi knows, unless the environment names others."""
    if not base_url.lower().startswith("https"):
        return True
    is_told = any(os.environ.get(name) for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"))
    return ssl.create_default_context(cafile=None if is_told else certifi.where())


def _proxy(account: Account) -> str | None:
    """The proxy that the environment names for the account's host."""
    address = urlsplit(account.base_url)
    host = address.hostname or ""
    if host in _THIS_MACHINE or proxy_bypass(host):
        return None
    known = getproxies()
    proxy = known.get(address.scheme) or known.get("all")
    if proxy and "://" not in proxy:
        proxy = f"http://{proxy}"
    if proxy and (urlsplit(proxy).scheme not in {"http", "https"} or not urlsplit(proxy).hostname):
        message = f"{account}: the proxy that the environment names is no http:// address."
        cure = "Set HTTPS_PROXY to an http:// address, or unset ALL_PROXY, HTTPS_PROXY and HTTP_PROXY."
        raise ServerUnreachable(message, cure=cure)
    return proxy or None


def _is_no_url(error: Exception) -> bool:
    return isinstance(error, ValueError) and not isinstance(error, aiohttp.ClientError | OSError)


def _is_tls(error: Exception) -> bool:
    """TLS that failed while connecting, which will not pass; a connection cut off is a network fault like any other."""
    if not isinstance(error, aiohttp.ClientSSLError | ssl.SSLError):
        return False
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    return not isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError | ConnectionError)
