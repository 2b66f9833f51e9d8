"""A message as Slack's and Teams' incoming webhooks take it: their JSON, their limits, nothing of it read as markup.

What is said is in `messages`; who sends it, in `notify`.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from lead_pipeline.orchestrate.messages import Message, Tone
from lead_pipeline.settings.webhook import WebhookFormat

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# Slack takes 150 characters in a header and 3000 in a section, Teams 28 KB a message. What is longer than a screen is
# not read in a chat anyway; with these, four bytes a character still fit into Teams.
_TITLE, _HAPPENED, _TO_DO, _NAME, _VALUE = 150, 1500, 1000, 40, 200
_FACTS, _LINES, _LINK = 10, 15, 1000
_MARKS = {Tone.TROUBLE: "\N{LARGE RED CIRCLE}", Tone.WELL: "\N{LARGE GREEN CIRCLE}"}
_COLOURS = {Tone.TROUBLE: "Attention", Tone.WELL: "Good"}
_TO_DO_TITLE, _OPEN = "What to do", "Open it in Dagster"

Json = dict[str, Any]


def _as_slack(message: Message) -> Json:
    """Blocks, and beside them all of it as one text: for notifications, and for chats that know no blocks."""
    title = f"{_MARKS[message.tone]} {_for_slack(message.title, _TITLE - 3)}"
    sections = [
        "\n".join(f"*{_for_slack(name, _NAME)}:* {_for_slack(value, _VALUE)}" for name, value in _facts(message)),
        _for_slack(message.happened, _HAPPENED),
        message.to_do and f"*{_TO_DO_TITLE}:* {_for_slack(message.to_do, _TO_DO)}",
        _link(message) and f"<{_link(message).translate(_IN_LINK)}|{_OPEN}>",
    ]
    told = [section for section in sections if section]
    blocks: list[Json] = [{"type": "header", "text": {"type": "plain_text", "text": title, "emoji": False}}]
    # Without `verbatim`, an @channel or #name in a server's words would call people.
    blocks += [{"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}} for text in told]
    return {"text": "\n".join([f"*{title}*", *told]), "blocks": blocks}


def _as_teams(message: Message) -> Json:
    """An adaptive card. Runs of text, for text blocks and facts would read Markdown into an error's words."""
    title = {"text": _cut(message.title, _TITLE), "size": "Large", "color": _COLOURS[message.tone]}
    body = [_runs(_bold(title), spacing="Default")]
    body += [
        _runs(_bold({"text": f"{_cut(name, _NAME)}: "}), {"text": _cut(value, _VALUE)})
        for name, value in _facts(message)
    ]
    body += _paragraph(_cut(message.happened, _HAPPENED))
    if message.to_do:
        body += [_runs(_bold({"text": _TO_DO_TITLE}), spacing="Medium")]
        body += _paragraph(_cut(message.to_do, _TO_DO), spacing="None")
    card: Json = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",  # what workflows take; they refuse newer ones
        "msteams": {"width": "Full"},
        "body": body,
    }
    if link := _link(message):
        card["actions"] = [{"type": "Action.OpenUrl", "title": _OPEN, "url": link}]
    kind = "application/vnd.microsoft.card.adaptive"
    return {"type": "message", "attachments": [{"contentType": kind, "contentUrl": None, "content": card}]}


WRITTEN_AS: Mapping[WebhookFormat, Callable[[Message], Json]] = {
    WebhookFormat.SLACK: _as_slack,
    WebhookFormat.TEAMS: _as_teams,
}

_IN_LINK = str.maketrans({"&": "&amp;", "<": "%3C", ">": "%3E", "|": "%7C"})


def _for_slack(text: str, limit: int) -> str:
    """Escaped, and then still within the limit; an escape is never cut in two."""
    escaped = html.escape(_cut(text, limit), quote=False)
    return escaped if len(escaped) <= limit else re.sub(r"&[a-z]*$", "", escaped[: limit - 1]) + "…"


def _cut(text: str, limit: int) -> str:
    """At most so many characters, and lines."""
    lines = text.split("\n")
    kept = "\n".join(lines[:_LINES]) + ("\n…" if len(lines) > _LINES else "")
    return kept if len(kept) <= limit else f"{kept[: limit - 1]}…"


def _facts(message: Message) -> list[tuple[str, str]]:
    return [(name, value) for name, value in message.facts if value][:_FACTS]


def _link(message: Message) -> str:
    return message.link if len(message.link) <= _LINK else ""


def _paragraph(text: str, spacing: str = "Medium") -> list[Json]:
    """A block a line: what a line break in a run becomes differs between phones and desks."""
    lines = [line for line in text.split("\n") if line.strip()]
    return [_runs({"text": line}, spacing="None" if place else spacing) for place, line in enumerate(lines)]


def _runs(*runs: Json, spacing: str = "None") -> Json:
    return {"type": "RichTextBlock", "spacing": spacing, "inlines": [{"type": "TextRun"} | run for run in runs]}


def _bold(run: Json) -> Json:
    return run | {"weight": "Bolder"}
