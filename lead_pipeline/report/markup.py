"""The parts of the page as HTML: sections with their figures and panels, and the words. No number stands in it yet.

All texts are escaped; those of the database come as data, and are set as text on the page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from pathlib import Path

from lead_pipeline.report.panel import Figure, Panel, Section
from lead_pipeline.report.words import marked

PAGE = Path(__file__).parent / "page"
MASKED = (
    "Names, e-mail addresses and phone numbers are [masked]: an ID leads to the whole record in the published database."
)
SHOWN = "Names, e-mail addresses and phone numbers are shown, as LEAD_PIPELINE_REPORT_PERSONAL says: hand on with care."


def slug(word: str) -> str:
    """The id of a word, as texts.js makes it."""
    return "word-" + re.sub(r"[^a-z0-9]+", "-", word.lower())


def _button(shown: str, word: str) -> str:
    return f'<button type="button" class="term" aria-describedby="{slug(word)}">{html.escape(shown)}</button>'


def nav(sections: tuple[Section, ...]) -> str:
    """The links to the parts."""
    parts = [(section.id, section.title) for section in sections] + [("words", "Words")]
    return "".join(f'<li><a href="#{id_}">{html.escape(title)}</a></li>' for id_, title in parts)


def words(known: Mapping[str, str]) -> str:
    """Every word with its meaning."""
    return "".join(
        f'<div><dt>{html.escape(word)}</dt><dd id="{slug(word)}">{html.escape(meaning)}</dd></div>'
        for word, meaning in sorted(known.items())
    )


def section(told: Section, *, personal: bool, is_empty: bool) -> str:
    """One part of the page."""
    title = f"{told.id}-title"
    figures = "".join(map(_figure, told.figures))
    panels = "" if is_empty else "".join(map(_panel, told.panels))
    return (
        f'<section id="{told.id}" aria-labelledby="{title}"><div class="wrap">'
        f'<header><h2 id="{title}">{html.escape(told.title)}</h2><p class="about">{marked(told.about, _button)}</p>'
        f"</header>{_part(told.part, personal=personal)}"
        + (f'<dl class="figures">{figures}</dl>' if figures and told.part != "calls" else "")
        + (f'<div class="panels">{panels}</div>' if panels else "")
        + (f'<p class="panel empty">{_commands(told.unless)}</p>' if is_empty else "")
        + "</div></section>"
    )


def _part(part: str, *, personal: bool) -> str:
    """What the page shows of its own in a section."""
    if part == "calls":
        text = (PAGE / "calls.html").read_text(encoding="utf-8")
        return text.replace("{about}", marked(SHOWN if personal else MASKED, _button))
    return '<ul class="attention" id="attention"></ul>' if part == "attention" else ""


def _figure(figure: Figure) -> str:
    return (
        f'<div class="figure" id="figure-{figure.id}"><dt>{marked(figure.label, _button)}</dt>'
        f'<dd><span class="value">–</span></dd><dd class="unit">{html.escape(figure.unit)}</dd>'
        f'<dd class="unit moved"></dd></div>'
    )


def _panel(panel: Panel) -> str:
    title = f"panel-{panel.id}-title"

    label = html.escape(panel.title)
    table = f'<div class="scroll" tabindex="0" role="region" aria-label="{label}, table"></div>'
    chart = (
        f'<div class="chart-room" tabindex="0" role="region" aria-label="{label}, chart">'
        f'<div class="chart{" least" if panel.is_dense else ""}" role="img" '
        f'aria-label="Chart: {label}. The same numbers are in the table below."></div></div>'
        f"<details><summary>Show as a table</summary>{table}</details>"
    )
    return (
        f'<article class="panel{" wide" if panel.is_wide else ""}" id="panel-{panel.id}" aria-labelledby="{title}">'
        f'<h3 id="{title}">{label}</h3><p class="about">{marked(panel.about, _button)}</p>'
        f'<p class="note"></p><p class="empty" hidden>{_commands(panel.empty)}</p>'
        f"{chart if panel.chart else table}</article>"
    )


def _commands(text: str) -> str:
    """What stands between backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))
