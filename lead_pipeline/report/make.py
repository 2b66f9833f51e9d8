"""Makes the page: asks, tells the charts, puts all into one file, and puts that in place of the last one at once.

What is asked is in `questions`, what is shown in `sections`, how it looks in `page`.
"""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from lead_pipeline import __version__
from lead_pipeline.errors import ReportFailed
from lead_pipeline.report.ask import ask_all
from lead_pipeline.report.assemble import page
from lead_pipeline.warehouse.locks import held
from lead_pipeline.warehouse.publish_read import opened

if TYPE_CHECKING:
    from lead_pipeline.warehouse.database import Warehouse

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
    place = place_of(warehouse)
    if not place.exists() or not warehouse.published_path.exists():
        return False
    with place.open(encoding="utf-8") as file:
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
        text = page(answers, warehouse.state, personal=personal, stale_hours=stale_after.total_seconds() / 3600)
        data = text.replace("<!doctype html>\n", f"<!doctype html>\n{stamp}\n", 1).encode()
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
