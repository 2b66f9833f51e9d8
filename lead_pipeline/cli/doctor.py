"""`lead-pipeline doctor`: each thing that can be wrong, looked at, with its cure."""

from __future__ import annotations

import platform
import shutil
import sys
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

import typer

from lead_pipeline import __version__, settings
from lead_pipeline.cli.printing import say, show_json
from lead_pipeline.errors import LeadPipelineError
from lead_pipeline.ingest.probe import probe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lead_pipeline.http_client.account import Account
    from lead_pipeline.settings import Settings

_PACKAGES = ("duckdb", "polars", "pandera", "aiohttp", "dagster", "dbt-core")
_LEAST_FREE = 1_000_000_000


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    is_well: bool
    what: str
    cure: str = ""


def doctor(as_json: bool = typer.Option(False, "--json", help="The same as JSON.")) -> None:
    """Look at settings, keys, reachability, scopes, disk and versions; say what to mend. Sends a few requests."""
    findings: list[Finding] = []
    for finding in _findings():
        findings.append(finding)
        if not as_json:
            say(f"{'ok  ' if finding.is_well else 'BAD '} {finding.what}")
            if finding.cure:
                say(f"     → {finding.cure}")
    if as_json:
        show_json([asdict(finding) for finding in findings])
    sys.exit(0 if all(finding.is_well for finding in findings) else 1)


def _findings() -> Iterator[Finding]:
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    yield Finding(True, f"lead-pipeline {__version__} on Python {platform.python_version()}: {packages}")
    try:
        set_up = settings.load()
    except LeadPipelineError as error:
        yield _bad(error)
        return
    yield from _storage(set_up)
    for problem in set_up.problems:
        yield _bad(problem)
    try:
        accounts = set_up.chosen()
    except LeadPipelineError as error:
        if not set_up.problems:
            yield _bad(error)
        return
    for account in accounts:
        yield from _account(account, set_up)


def _storage(set_up: Settings) -> Iterator[Finding]:
    home = set_up.home
    try:
        home.mkdir(parents=True, exist_ok=True)
        mark = home / ".doctor"
        mark.touch()
        mark.unlink()
    except OSError as error:
        yield Finding(False, f"{home} cannot be written: {error.strerror}.", "Point LEAD_PIPELINE_HOME elsewhere.")
        return
    free = shutil.disk_usage(home).free
    room = f"{home} can be written; {free / 1e9:,.1f} GB are free"
    yield Finding(
        free >= _LEAST_FREE,
        room,
        "" if free >= _LEAST_FREE else "Make room: a million leads take about half a GB, and landing as much again.",
    )
    if not set_up.warehouse.path.exists():
        yield Finding(True, f"{set_up.warehouse.path} is not made yet; the first sync makes it")
        return
    try:
        with set_up.warehouse.open("doctor", read_only=True):
            yield Finding(True, f"{set_up.warehouse.path} opens")
    except LeadPipelineError as error:
        yield _bad(error)


def _account(account: Account, set_up: Settings) -> Iterator[Finding]:
    prefix = account.source.key_prefix
    if account.key.reveal().startswith(prefix):
        yield Finding(True, f"{account}: {account.key_variable} holds a key; base URL {account.base_url}")
    else:
        cure = "Copy it again from Settings → API Keys, if requests below fail."
        yield Finding(True, f"{account}: the key in {account.key_variable} does not begin with {prefix}", cure)
    for look in probe(account, set_up.warehouse):
        if look.error is not None:
            yield _bad(look.error)
        elif look.left_out:
            yield Finding(True, f"{account}: {look.endpoint} is left out: {look.left_out}, and no sync needs it")
        else:
            rows = "" if look.total is None else f", {look.total:,} at the source"
            yield Finding(True, f"{account}: {look.endpoint} can be read{rows}")


def _bad(error: LeadPipelineError) -> Finding:
    return Finding(False, error.message, error.cure)
