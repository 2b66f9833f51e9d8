"""A system that a newcomer adds, with the files that CONTRIBUTING shows and nothing else: it is read, and proven."""

from __future__ import annotations

import importlib
import json
import re
import sys
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

import lead_pipeline.sources
from lead_pipeline import settings
from lead_pipeline.ingest.outcome import Status
from lead_pipeline.ingest.sync import sync_account
from lead_pipeline.marts.source_entries import source_entries
from lead_pipeline.orchestrate.partitions import days_from
from lead_pipeline.orchestrate.raw import raw_assets
from lead_pipeline.sources import SOURCES
from lead_pipeline_tests.orchestrate.conftest import FIRST_DAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lead_pipeline.spec.source import Source

GUIDE = Path(__file__).parents[2] / "CONTRIBUTING.md"
FILES = re.compile(r"```python\n# lead_pipeline/sources/(acme/\S+)\n(.*?)```", re.DOTALL)
ROWS = [
    {"id": number, "email": f"{number}@example.org", "created_at": "2026-05-01T08:00:00Z"} for number in range(1, 251)
]
MOST_LINES = 70


class Acme(BaseHTTPRequestHandler):
    """The newcomer's API: one list, by offset."""

    def do_GET(self) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        first, most = int(asked.get("offset", 0)), int(asked.get("limit", 10))
        is_known = self.headers["Authorization"] == "Bearer a-key-of-acme"
        said: Any = {"items": ROWS[first : first + most], "total": len(ROWS)}
        body = json.dumps(said if is_known else {"error": {"code": "unauthorized", "message": "Who?"}}).encode()
        self.send_response(200 if is_known else 401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the standard library
        """Nobody reads it."""


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Acme)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Source]:
    """The files of the guide in a folder of their own, and the line in `SOURCES`."""
    (tmp_path / "acme").mkdir()
    for name, text in FILES.findall(GUIDE.read_text(encoding="utf-8")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(lead_pipeline.sources, "__path__", [*lead_pipeline.sources.__path__, str(tmp_path)])
    made: Source = importlib.import_module("lead_pipeline.sources.acme").ACME
    monkeypatch.setitem(SOURCES, made.name, made)
    yield made
    for name in [name for name in sys.modules if name.startswith("lead_pipeline.sources.acme")]:
        del sys.modules[name]


def test_a_system_takes_two_short_files() -> None:
    files = dict(FILES.findall(GUIDE.read_text(encoding="utf-8")))
    assert set(files) == {"acme/contacts.py", "acme/__init__.py"}
    assert sum(len(text.splitlines()) for text in files.values()) <= MOST_LINES


def test_it_has_its_settings_and_is_read_to_a_proof(acme: Source, address: str, tmp_path: Path) -> None:
    said = {"LEAD_PIPELINE_HOME": str(tmp_path), "ACME_API_KEY": "a-key-of-acme", "ACME_BASE_URL": address}
    set_up = settings.load(said | {"ACME_REQUESTS_PER_MINUTE": "0"})
    (account,) = set_up.chosen("acme")
    (contacts,) = sync_account(account, set_up.warehouse).endpoints
    assert (contacts.status, contacts.counts.new, contacts.tally.requests) == (Status.PROVEN, len(ROWS), 3)
    (again,) = sync_account(account, set_up.warehouse).endpoints
    assert (again.status, again.counts.unchanged) == (Status.PROVEN, len(ROWS))


def test_its_bad_key_is_told_with_the_cure(acme: Source, address: str, tmp_path: Path) -> None:
    said = {"LEAD_PIPELINE_HOME": str(tmp_path), "ACME_API_KEY": "a-wrong-one", "ACME_BASE_URL": address}
    set_up = settings.load(said)
    assert "Check the key in ACME_API_KEY." in str(sync_account(set_up.chosen("acme")[0], set_up.warehouse).error)


def test_it_has_assets_and_dbt_sources(acme: Source) -> None:
    made = raw_assets(acme, days_from(FIRST_DAY), timedelta(hours=3))
    assert [key.to_user_string() for key in made.keys] == ["acme/contacts"]
    assert "schema: raw_acme" in source_entries(acme)
    assert "name: created_at" in source_entries(acme)
