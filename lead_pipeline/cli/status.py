"""`lead-pipeline status`: what is held, how well it is proven, what someone should look at."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import typer

from lead_pipeline import settings
from lead_pipeline.cli.printing import say, show_json, show_table
from lead_pipeline.http_client.throttle import throttle_for
from lead_pipeline.sources import SOURCES
from lead_pipeline.warehouse import overview

if TYPE_CHECKING:
    from lead_pipeline.settings import Settings

_SHOWN = 20


@dataclass(frozen=True)
class _Standing:
    """Everything that `status` tells."""

    runs: list[overview.RunLine]
    endpoints: list[overview.EndpointLine]
    unproven: list[overview.UnprovenLine]
    drift: list[overview.DriftLine]
    budget_left: dict[str, int | None]


def status(as_json: bool = typer.Option(False, "--json", help="The same as JSON.")) -> None:
    """Show the last sync of each account, rows held, proofs, what is set aside, drift, and the budget left."""
    set_up = settings.load()
    standing = _look(set_up)
    if as_json:
        show_json(asdict(standing))
    else:
        _show(set_up, standing)


def _look(set_up: Settings) -> _Standing:
    with set_up.warehouse.open("status", read_only=True) as connection:
        is_made = any(overview.is_made(connection, source) for source in SOURCES.values())
        runs = overview.last_runs(connection) if is_made else []
        return _Standing(
            runs=runs,
            endpoints=[
                overview.endpoint_line(connection, SOURCES[run.system], endpoint, run.account)
                for run in runs
                for endpoint in SOURCES[run.system].endpoints
            ],
            unproven=overview.unproven(connection) if is_made else [],
            drift=overview.drifts(connection) if is_made else [],
            budget_left=_budgets(set_up),
        )


def _budgets(set_up: Settings) -> dict[str, int | None]:
    left: dict[str, int | None] = {}
    for account in set_up.accounts:
        with closing(throttle_for(account.key, account.budget, set_up.warehouse.state / "throttle.sqlite")) as throttle:
            left[str(account)] = throttle.left()
    return left


def _show(set_up: Settings, standing: _Standing) -> None:
    say(f"Warehouse: {set_up.warehouse.path}")
    for run in standing.runs:
        when = run.ended_at or run.started_at
        say(f"{run.system}/{run.account}: last sync {run.status}, {when:%Y-%m-%d %H:%M:%S} UTC")
        if run.detail:
            say(f"  {run.detail}")
    say()
    headings = ("endpoint", "account", "rows", "deleted", "set aside", "lists proven", "not proven", "oldest proof")
    show_table(headings, [_cells(line) for line in standing.endpoints])
    _show_some("Not proven; the next sync reads these again:", [_unproven_text(line) for line in standing.unproven])
    _show_some("The API drifted from what is declared:", [_drift_text(line) for line in standing.drift])
    for account, left in standing.budget_left.items():
        say(f"\nBudget of {account}: " + ("no limit is kept" if left is None else f"{left} requests left this minute"))
    if any(line.aside for line in standing.endpoints):
        say("\nWhat is set aside, and why: lead-pipeline quarantine list")


def _cells(line: overview.EndpointLine) -> tuple[object, ...]:
    counts = (line.rows, line.deleted, line.aside, line.lists_proven, line.lists_unproven)
    return (f"{line.system}/{line.endpoint}", line.account, *counts, line.oldest_proof)


def _show_some(heading: str, lines: list[str]) -> None:
    if lines:
        say(f"\n{heading}")
        for line in lines[:_SHOWN]:
            say(f"  {line}")
        if len(lines) > _SHOWN:
            say(f"  … and {len(lines) - _SHOWN} more; all of them with --json")


def _unproven_text(line: overview.UnprovenLine) -> str:
    which = f" of {line.parent}" if line.parent else ""
    return f"{line.system}/{line.endpoint}{which} ({line.account}): {line.verdict}: {line.reason}"


def _drift_text(line: overview.DriftLine) -> str:
    detail = f" ({line.detail})" if line.detail else ""
    when = f"first {line.first_seen_at:%Y-%m-%d}, last {line.last_seen_at:%Y-%m-%d}"
    return f"{line.system}/{line.endpoint}.{line.field}: {line.kind}{detail}, {line.records:,} records, {when}"
