"""Where messages to people go: the address of an incoming webhook, and which chat's format it takes.

Whoever has the address may post there, so it is a secret as a whole. What is said to people is not known here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from lead_pipeline.errors import SettingsError
from lead_pipeline.http_client.redaction import HIDDEN, Secret
from lead_pipeline.settings.values import is_loopback, scheme_and_host

if TYPE_CHECKING:
    from collections.abc import Mapping

URL_VARIABLE, FORMAT_VARIABLE = "LEAD_PIPELINE_WEBHOOK_URL", "LEAD_PIPELINE_WEBHOOK_FORMAT"
_TEAMS_HOSTS = (".webhook.office.com", ".logic.azure.com", ".api.powerplatform.com")
_PARTS = re.compile(r"[\w-]{6,}")  # ids, tokens and signatures; shorter pieces open nothing


class WebhookFormat(StrEnum):
    """How a message must be written to be taken."""

    SLACK = "slack"
    TEAMS = "teams"


@dataclass(frozen=True)
class Webhook:
    """An address that takes messages."""

    url: Secret
    format: WebhookFormat

    def scrub(self, text: str) -> str:
        """The text without the address, and without each part of it that a server may repeat."""
        text = self.url.scrub(text)
        _, _, after_scheme = self.url.reveal().partition("://")
        _, _, path = after_scheme.partition("/")
        for part in sorted(_PARTS.findall(path), key=len, reverse=True):
            text = text.replace(part, HIDDEN)
        return text


def webhook(env: Mapping[str, str]) -> Webhook | None:
    """The webhook that is set, or none. Neither variable is shown, whatever is wrong: an address may be in either."""
    url, chosen = env.get(URL_VARIABLE, "").strip(), env.get(FORMAT_VARIABLE, "").strip().lower()
    if chosen not in {"", *WebhookFormat}:
        cure = f"It is {' or '.join(WebhookFormat)}; without it, the address tells."
        raise SettingsError(f"{FORMAT_VARIABLE} names no format.", cure=cure)
    if not url:
        return None
    scheme, host = scheme_and_host(url)
    if not host or not url.isascii() or not url.isprintable():
        cure = "Copy the whole address that Slack or Teams shows; it begins with https://."
        raise SettingsError(f"{URL_VARIABLE} is no web address.", cure=cure)
    if scheme == "http" and not is_loopback(host):
        cure = f"Write https:// in {URL_VARIABLE}; plain http is for this machine (127.0.0.1) only."
        raise SettingsError(f"With plain http everyone on the way could read {URL_VARIABLE}.", cure=cure)
    return Webhook(Secret(url), WebhookFormat(chosen) if chosen else _format_of(host))


def _format_of(host: str) -> WebhookFormat:
    """Slack's format is also what Mattermost, Rocket.Chat and others take, so it is the guess for unknown hosts."""
    return WebhookFormat.TEAMS if host.endswith(_TEAMS_HOSTS) else WebhookFormat.SLACK
