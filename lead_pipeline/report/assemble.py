"""Puts the page together: the answers, the charts, the words, and the library that draws them, all in one file.

Nothing outside of the file is ever asked: its Content-Security-Policy allows that to nobody.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import vl_convert

from lead_pipeline import __version__
from lead_pipeline.errors import ReportFailed
from lead_pipeline.report import markup
from lead_pipeline.report.ask import Answers
from lead_pipeline.report.columns import COLUMNS
from lead_pipeline.report.panel import Panel, Section
from lead_pipeline.report.sections import SECTIONS
from lead_pipeline.report.sections.worth_a_call import CALL_COLUMNS
from lead_pipeline.report.theme import Drawing, config
from lead_pipeline.report.words import meant, read_words

_PROGRAM = ("answers", "cuts", "texts", "panels", "files", "calls", "health", "start")
_EXPORTS = "window.vegaEmbed = vegaEmbed;"


def page(answers: Answers, state: Path, *, personal: bool, stale_hours: float) -> str:
    """The whole page; `state` is where the library is kept."""
    style = (markup.PAGE / "report.css").read_text(encoding="utf-8")
    library = _script(_library(state))
    program = _script("\n".join((markup.PAGE / f"{name}.js").read_text(encoding="utf-8") for name in _PROGRAM))
    known = {word: meaning for word, meaning in read_words().items() if word in _used()}
    parts = {
        "policy": "; ".join((
            "default-src 'none'", f"script-src {_hashed(library)} {_hashed(program)}", f"style-src {_hashed(style)}",
            "img-src data:", "base-uri 'none'", "form-action 'none'",
        )),
        "version": __version__,
        "style": style,
        "nav": markup.nav(SECTIONS),
        "sections": "\n".join(
            markup.section(section, personal=personal, is_empty=_is_empty(section, answers)) for section in SECTIONS
        ),
        "words": markup.words(known),
        "coarse": _coarse(answers),
        "masked": "" if personal else "Personal data is masked. ",
        "answers": _told(answers, known, stale_hours),
        "library": library,
        "program": program,
    }  # fmt: skip
    before, *after = (markup.PAGE / "report.html").read_text(encoding="utf-8").split("{")
    # One by one: what one part holds is never taken for a place of another.
    return before + "".join(parts[name] + rest for name, rest in (piece.split("}", 1) for piece in after))


def _used() -> set[str]:
    """The words that the page explains."""
    texts = [section.about for section in SECTIONS]
    texts += [panel.about for section in SECTIONS for panel in section.panels]
    texts += [figure.label for section in SECTIONS for figure in section.figures] + [markup.MASKED]
    return set().union(*map(meant, texts), (column.word for column in COLUMNS.values()))


def _script(text: str) -> str:
    """A script of its own: its names are nobody else's, and nothing in it ends it."""
    if "</script" in text.lower() or "<!--" in text:
        raise ReportFailed("A script of the page would end before its time.", cure="Write </script in parts there.")
    return f"(() => {{\n{text}\n}})();"


def _hashed(text: str) -> str:
    """By this the browser knows that a script or style is ours."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _coarse(answers: Answers) -> str:
    if answers.grain == "day":
        return ""
    return (
        f"There are so many searches that a day here stands for its {answers.grain}, and keywords and locations beyond "
        f"the {answers.most_told_apart:,} commonest are told as one; the published database has each. "
    )


def _told(answers: Answers, known: dict[str, str], stale_hours: float) -> str:
    """All that the program of the page needs, compressed, in letters that mean nothing in HTML."""
    told = {
        "answers": answers.packed,
        "grain": answers.grain,
        "columns": {name: asdict(column) for name, column in COLUMNS.items()},
        "words": dict.fromkeys(known, 1),
        "figures": [asdict(figure) for section in SECTIONS for figure in section.figures if section.part != "calls"],
        "panels": [
            _panel(panel) for section in SECTIONS if not _is_empty(section, answers) for panel in section.panels
        ],
        "call_columns": CALL_COLUMNS,
        "themes": {"light": config(dark=False), "dark": config(dark=True)},
        "stale_hours": stale_hours,
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()


def _library(state: Path) -> str:
    """Vega, Vega-Lite and vega-embed as one script. Putting them together takes seconds, so it is kept."""
    kept = state / f"vega-{version('vl-convert-python')}.js"
    if not kept.exists():
        new = kept.with_suffix(f".{os.getpid()}")
        new.write_text(vl_convert.javascript_bundle(_EXPORTS), encoding="utf-8")
        new.replace(kept)
    return kept.read_text(encoding="utf-8")


def _is_empty(section: Section, answers: Answers) -> bool:
    return bool(section.unless) and not any(answers.packed[name]["rows"] for name in section.answers)


def _panel(panel: Panel) -> dict[str, Any]:
    return {
        "id": panel.id, "title": panel.title, "columns": panel.columns, "cut": asdict(panel.cut),
        "spec": None if panel.chart is None else _spec(panel.chart()),
    }  # fmt: skip


def _spec(chart: Drawing) -> dict[str, Any]:
    """A chart as Vega-Lite reads it; its data and its colours come on the page."""
    told = chart.to_dict()
    return {name: told[name] for name in told.keys() - {"config", "data", "$schema"}}
