"""The words of docs/words.md, as the page tells them; and the places in its texts where one is meant."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

from lead_pipeline.errors import ReportFailed

_FILE = Path(__file__).parents[2] / "docs" / "words.md"
_ROW = re.compile(r"^\| \*\*(.+?)\*\* \| (.+?) \|", re.MULTILINE)
_MEANT = re.compile(r"\[([^\]|]+)(?:\|([^\]]+))?\]")


def read_words() -> dict[str, str]:
    """What each word means."""
    try:
        text = _FILE.read_text(encoding="utf-8")
    except OSError as error:
        raise ReportFailed(
            f"{_FILE} cannot be read.", cure="Run from a checkout: the words are in its docs."
        ) from error
    return {word.strip(): _plain(meaning) for words, meaning in _ROW.findall(text) for word in words.split(",")}


def _plain(meaning: str) -> str:
    """Without what Markdown marks; a link in a hint leads nowhere."""
    without = re.sub(r":? \[how\]\([^)]*\)", "", meaning)
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", without).replace("`", "").replace("*", "").strip()


def marked(text: str, button: Callable[[str, str], str]) -> str:
    """The text as HTML, with a button for each word that is marked in it."""
    parts, end = [], 0
    for found in _MEANT.finditer(text):
        parts += [html.escape(text[end : found.start()]), button(found[1], found[2] or found[1])]
        end = found.end()
    return "".join([*parts, html.escape(text[end:])])


def meant(text: str) -> set[str]:
    """The words that are marked in a text."""
    return {found[2] or found[1] for found in _MEANT.finditer(text)}
