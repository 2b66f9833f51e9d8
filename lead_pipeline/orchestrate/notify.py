"""Posting a message to the chat that is set. What it says, and how a chat wants it written, is decided elsewhere.

A sensor's tick has a minute, so three tries and their waits stay below it.
"""

from __future__ import annotations

import logging
from contextvars import ContextVar
from http import HTTPStatus
from typing import TYPE_CHECKING

import httpx
import stamina

from lead_pipeline.errors import NetworkFault, NotificationFailed, RateLimited, ServerFault, Transient
from lead_pipeline.http_client.answer import retry_after
from lead_pipeline.http_client.retry import RetryPolicy
from lead_pipeline.orchestrate.message_formats import WRITTEN_AS
from lead_pipeline.settings.webhook import FORMAT_VARIABLE, URL_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lead_pipeline.http_client.redaction import Secret
    from lead_pipeline.orchestrate.messages import Message
    from lead_pipeline.settings.webhook import Webhook

THREE_TRIES = RetryPolicy(tries=3, first_wait=1.0, longest_wait=30.0, patience=45.0)
_TIMEOUT = 10.0
_SHOWN = 200  # characters of a server's own words that an error repeats
_REFUSED_WITH_200 = "Webhook message delivery failed"  # how the older webhooks of Teams refuse
_NEW_ADDRESS = f"Is the address still the one that the chat shows? Make a new one there, and set {URL_VARIABLE} to it."
_CURES: dict[int, str] = {
    HTTPStatus.BAD_REQUEST: f"Does this chat take another format? Then set {FORMAT_VARIABLE}.",
    HTTPStatus.FORBIDDEN: "The chat's administrators allow no such posts: ask them, or make the address anew.",
    HTTPStatus.GONE: "The channel is archived: make an address for another one.",
}
_posting: ContextVar[bool] = ContextVar("posting", default=False)
# httpx logs the address of each request, httpcore where a redirect leads; and here the address is the password.
for _talker in ("httpx", "httpcore.connection", "httpcore.http11", "httpcore.proxy"):
    logging.getLogger(_talker).addFilter(lambda _: not _posting.get())


def post(
    webhook: Webhook, message: Message, *, secrets: Sequence[Secret] = (), policy: RetryPolicy = THREE_TRIES
) -> None:
    """Send it, without any of the secrets in it, or raise `NotificationFailed`."""

    def hide(text: str) -> str:
        for secret in secrets:
            text = secret.scrub(text)
        return webhook.url.scrub(text)

    body = WRITTEN_AS[webhook.format](message.tidied(hide))
    token = _posting.set(True)
    try:
        with httpx.Client(timeout=_TIMEOUT, follow_redirects=False, headers={"User-Agent": "lead-pipeline"}) as chat:
            for attempt in stamina.retry_context(
                on=_wait_before_next(policy), attempts=policy.tries, timeout=policy.patience
            ):
                with attempt:
                    _send(chat, webhook, body)
    except Transient as fault:
        raise NotificationFailed(fault.message, cure=fault.cure, **fault.facts) from None
    finally:
        _posting.reset(token)


def _wait_before_next(policy: RetryPolicy) -> Callable[[Exception], bool | float]:
    """Seconds until the next try: what the chat asks for, unless that is too long to wait; or no other try."""
    faults = 0

    def wait(error: Exception) -> bool | float:
        nonlocal faults
        faults += 1
        if isinstance(error, RateLimited) and error.wait_seconds is not None:
            return error.wait_seconds if error.wait_seconds <= policy.longest_wait else False
        return policy.backoff(faults) if isinstance(error, Transient) else False

    return wait


def _send(chat: httpx.Client, webhook: Webhook, body: object) -> None:
    try:
        response = chat.post(webhook.url.reveal(), json=body)
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        told = f"{type(error).__name__}: {webhook.scrub(str(error))}".rstrip(": .")
        message = f"The chat behind {URL_VARIABLE} was not reached ({told})."
        # Its cause would show the address.
        raise NetworkFault(message, cure="Can this machine reach it? Look at network, proxy and firewall.") from None
    status, words = response.status_code, _words(response, webhook)
    said = f"The chat behind {URL_VARIABLE} answered HTTP {status}{f': {words}' if words else ''}."
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        seconds = retry_after(response.headers)
        asked = "" if seconds is None else f" It asks to wait {seconds:g} s."
        raise RateLimited(said + asked, wait_seconds=seconds, cure="It gets more messages than it takes.")
    if response.is_server_error or status == HTTPStatus.REQUEST_TIMEOUT:
        raise ServerFault(said, cure="The chat is at fault; look there whether it is well.", status=status)
    if not response.is_success or response.text.startswith(_REFUSED_WITH_200):
        cure = _CURES[HTTPStatus.BAD_REQUEST] if response.is_success else _CURES.get(status, _NEW_ADDRESS)
        raise NotificationFailed(said, cure=cure, status=status)


def _words(response: httpx.Response, webhook: Webhook) -> str:
    """The server's own words, as far as they are short and no page of HTML; such a page may repeat the address."""
    text = " ".join(response.text.split())
    return "" if text.startswith("<") else webhook.scrub(text)[:_SHOWN].rstrip(".")
