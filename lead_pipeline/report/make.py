"""Makes the page: asks, tells the charts, puts all into one file, and puts that in place of the last one at once.

What is asked is in `questions`, what is shown in `sections`, how it looks in `page`.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import time
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import vl_convert

from lead_pipeline import __version__
from lead_pipeline.errors import ReportFailed
from lead_pipeline.report import markup
from lead_pipeline.report.ask import Answers, ask_all
from lead_pipeline.report.columns import COLUMNS
from lead_pipeline.report.sections import SECTIONS
from lead_pipeline.report.sections.worth_a_call import CALL_COLUMNS
from lead_pipeline.report.theme import config
from lead_pipeline.report.words import read_words
from lead_pipeline.warehouse.locks import held
from lead_pipeline.warehouse.publish_read import opened

if TYPE_CHECKING:
    from lead_pipeline.warehouse.database import Warehouse

_PROGRAM = ("answers", "cuts", "texts", "panels", "files", "calls", "health", "start")
_MISSING = "Publish first: `lead-pipeline publish`, or `make demo` without a key."


@dataclass(frozen=True)
class Report:
    """A page that was made."""

    path: Path
    bytes: int
    seconds: float


def place_of(warehouse: Warehouse) -> Path:
    """Where the page is, beside what it is made from."""
    return warehouse.published_path.parent / "report" / "index.html"


def is_current(warehouse: Warehouse, *, personal: bool) -> bool:
    """Whether the page is of the copy that is published now, and shows of people what it should."""
    page = place_of(warehouse)
    if not page.exists() or not warehouse.published_path.exists():
        return False
    with page.open(encoding="utf-8") as file:
        file.readline()
        stamp = file.readline()
    return stamp.strip() == _stamp(warehouse, personal=personal)


def make_report(warehouse: Warehouse, *, personal: bool, stale_after: timedelta) -> Report:
    """Make the page from the published database."""
    began = time.monotonic()
    if not warehouse.published_path.exists():
        raise ReportFailed("Nothing is published yet, so there is nothing to report.", cure=_MISSING)
    place = place_of(warehouse)
    with held(warehouse.state / "report.lock", "making the report", timeout=warehouse.lock_timeout):
        stamp = _stamp(warehouse, personal=personal)
        with opened(warehouse, warehouse.published_path) as connection:
            answers = ask_all(connection, personal=personal)
        page = _page(answers, personal=personal, stale_hours=stale_after.total_seconds() / 3600)
        data = page.replace("<!doctype html>\n", f"<!doctype html>\n{stamp}\n", 1).encode()
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            new = place.with_name(f".index-{os.getpid()}.html")
            new.write_bytes(data)
            new.replace(place)
        except OSError as error:
            message = f"{place} cannot be written: {error.strerror or error}."
            raise ReportFailed(message, cure="Check that the folder can be written and the disk has room.") from error
    return Report(place, len(data), time.monotonic() - began)


def _stamp(warehouse: Warehouse, *, personal: bool) -> str:
    """Of which copy a page is, and of which version: a comment in its second line."""
    copy = warehouse.published_path.stat()
    told = f"{copy.st_mtime_ns} {copy.st_size} {__version__} {_digest()} {personal}"
    return f"<!-- {hashlib.sha256(told.encode()).hexdigest()} -->"


def _digest() -> str:
    """What the page is made with: a changed chart makes another page of the same copy."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in {".py", ".sql", ".js", ".css", ".html"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _page(answers: Answers, *, personal: bool, stale_hours: float) -> str:
    style = (markup.PAGE / "report.css").read_text(encoding="utf-8")
    library = _script(vl_convert.javascript_bundle())
    program = _script("\n".join((markup.PAGE / f"{name}.js").read_text(encoding="utf-8") for name in _PROGRAM))
    known = read_words()
    parts = {
        "policy": "; ".join((
            "default-src 'none'", f"script-src {_hashed(library)} {_hashed(program)}", f"style-src {_hashed(style)}",
            "img-src data:", "base-uri 'none'", "form-action 'none'",
        )),
        "version": __version__,
        "style": style,
        "nav": markup.nav(SECTIONS),
        "sections": "\n".join(markup.section(section, personal=personal) for section in SECTIONS),
        "words": markup.words(known),
        "coarse": _coarse(answers),
        "masked": "" if personal else "Personal data is masked. ",
        "answers": _told(answers, known, stale_hours),
        "library": library,
        "program": program,
    }  # fmt: skip
    page = (markup.PAGE / "report.html").read_text(encoding="utf-8")
    before, *after = page.split("{")
    # One by one: what one part holds is never taken for a place of another.
    return before + "".join(parts[name] + rest for name, rest in (piece.split("}", 1) for piece in after))


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
        "panels": [_panel(panel) for section in SECTIONS for panel in section.panels],
        "call_columns": CALL_COLUMNS,
        "themes": {"light": config(dark=False), "dark": config(dark=True)},
        "stale_hours": stale_hours,
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()


def _panel(panel: Any) -> dict[str, Any]:
    spec = panel.chart().to_dict() if panel.chart else None
    for needless in ("config", "data", "$schema"):
        if spec:
            spec.pop(needless, None)
    return {
        "id": panel.id, "title": panel.title, "columns": panel.columns, "cut": asdict(panel.cut), "spec": spec
    }  # fmt: skip
