"""`lead-pipeline sync`: read what can have changed, and say what came."""

from __future__ import annotations

import sys
import time
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import typer

from lead_pipeline import settings
from lead_pipeline.cli.printing import count, say, show_error, show_json, tell
from lead_pipeline.cli.progress import watching
from lead_pipeline.errors import SettingsError
from lead_pipeline.extract.children import Window
from lead_pipeline.extract.proof import Verdict
from lead_pipeline.ingest.context import SyncOptions
from lead_pipeline.ingest.outcome import EXIT_FAILED, EXIT_USAGE, AccountOutcome, EndpointOutcome, Status
from lead_pipeline.ingest.sync import sync_account
from lead_pipeline.sources import SOURCES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lead_pipeline.errors import LeadPipelineError
    from lead_pipeline.http_client.account import Account
    from lead_pipeline.settings import Settings


_SYSTEMS = typer.Argument(
    None, metavar="[SYSTEM]...", help="Only these systems, such as flowmaticx specway; all that are set if not said."
)


def sync(  # noqa: PLR0913, PLR0917 - a parameter for each option
    systems: list[str] | None = _SYSTEMS,
    system: str | None = typer.Option(None, help="Only this system: the same as to name it."),
    account: str | None = typer.Option(None, help="Only the account of this name."),
    since: str | None = typer.Option(None, metavar="DATE", help="Only jobs created on this day (UTC) or later."),
    until: str | None = typer.Option(None, metavar="DATE", help="Only jobs created on this day (UTC) or earlier."),
    verify: bool = typer.Option(False, help="Read everything anew; walk a second time what proves nothing."),
    accept_shrink: bool = typer.Option(False, help="Believe an API that shows nothing where rows are held."),
    as_json: bool = typer.Option(False, "--json", help="Say what came as JSON."),
) -> None:
    """Read what can have changed into the warehouse; whatever stops it, the next sync goes on from there."""
    window = Window(_day("--since", since), _day("--until", until))
    if window.since and window.until and window.since > window.until:
        raise SettingsError(f"--since {since} is after --until {until}.", cure="Swap them.")
    options = SyncOptions(window=window, verify=verify, accept_shrink=accept_shrink)
    named = tuple(dict.fromkeys([*(systems or []), *([system] if system else [])]))
    sys.exit(run(settings.load(), options, systems=named, account=account, as_json=as_json))


def run(  # noqa: PLR0913 - what to read, for whom, and how it is told
    set_up: Settings,
    options: SyncOptions,
    *,
    systems: Sequence[str] = (),
    account: str | None = None,
    as_json: bool = False,
    is_brief: bool = False,
) -> int:
    """Sync the chosen accounts one after the other; the worst exit code counts. `is_brief`: a line for each."""
    chosen, problems = _chosen(set_up, systems, account)
    for problem in problems:
        show_error(problem)
    outcomes: list[AccountOutcome] = []
    began = time.monotonic()
    for each in chosen:
        with watching() as progress:
            outcome = sync_account(
                each,
                set_up.warehouse,
                options,
                command="sync --accept-shrink" if options.accept_shrink else "sync",
                progress=progress,
                in_flight=set_up.in_flight,
                policy=set_up.policy,
            )
        outcomes.append(outcome)
        if is_brief:
            say(f"  {outcome.system:<12} {_in_all(outcome)}")
        elif not as_json:
            _show(outcome, several=len(chosen) > 1)
        if not as_json:
            _show_errors(outcome)
        if outcome.interrupted:
            tell("Stopped. What was read to its end is kept; run the same command again to go on from there.")
            break
    if as_json:
        show_json([_as_json(outcome) for outcome in outcomes])
    codes = [outcome.exit_code for outcome in outcomes] + [EXIT_USAGE for _ in problems]
    worst = EXIT_FAILED if EXIT_FAILED in codes else EXIT_USAGE if EXIT_USAGE in codes else max(codes)
    if not as_json:
        _show_end(outcomes, set_up, worst, time.monotonic() - began)
    return worst


def _chosen(
    set_up: Settings, systems: Sequence[str], account: str | None
) -> tuple[list[Account], list[LeadPipelineError]]:
    """The accounts to sync, and what stands against others that were asked for; an error if nothing is left."""
    if not systems:
        return list(set_up.chosen(account=account)), list(set_up.problems)
    for system in systems:
        if system not in SOURCES:
            set_up.chosen(system)
    found: list[Account] = []
    problems: list[LeadPipelineError] = [
        problem for problem in set_up.problems if problem.facts.get("system", systems[0]) in systems
    ]
    for system in systems:
        try:
            found += set_up.chosen(system, account)
        except SettingsError as problem:
            if problem not in problems:
                problems.append(problem)
    if not found:
        raise problems[0]
    return found, problems


def _day(option: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day of the UTC calendar
    except ValueError:
        raise SettingsError(f"{option} {text!r} is no date.", cure="Write it like 2026-05-31.") from None


def _show(outcome: AccountOutcome, *, several: bool) -> None:
    if several or outcome.account != "default":
        say(f"{outcome.system}/{outcome.account}")
    wide = max((len(endpoint.endpoint) for endpoint in outcome.endpoints), default=0)
    for endpoint in outcome.endpoints:
        say(f"  {endpoint.endpoint:<{max(9, wide)}} {endpoint.status:<9} {_what_came(endpoint)}")


def _show_errors(outcome: AccountOutcome) -> None:
    """What went wrong, each thing once."""
    shown = [error for endpoint in outcome.endpoints for error in endpoint.errors]
    told: set[str] = set()
    for error in [*shown, *([outcome.error] if outcome.error else [])]:
        if str(error) not in told:
            told.add(str(error))
            show_error(error)


def _in_all(outcome: AccountOutcome) -> str:
    """What came of an account, all its endpoints together."""
    whole = EndpointOutcome(outcome.system)
    for endpoint in outcome.endpoints:
        whole.counts.add(endpoint.counts)
        whole.tally.add(endpoint.tally)
        whole.left_alone += endpoint.left_alone
    proven = sum(endpoint.status is Status.PROVEN for endpoint in outcome.endpoints)
    return f"{proven} of {count(len(outcome.endpoints), 'endpoint')} proven: {_what_came(whole)}"


def _what_came(endpoint: EndpointOutcome) -> str:
    counts, walks = endpoint.counts, endpoint.walks
    not_proven = walks[Verdict.UNPROVEN] + walks[Verdict.FAILED]
    told = (
        (counts.new, f"{counts.new:,} new"),
        (counts.changed, f"{counts.changed:,} changed"),
        (counts.unchanged, f"{counts.unchanged:,} unchanged"),
        (counts.deleted, f"{counts.deleted:,} marked as deleted"),
        (counts.aside, f"{counts.aside:,} set aside (see `lead-pipeline quarantine list`)"),
        (counts.new_drift, f"{count(counts.new_drift, 'new drift')} (see `lead-pipeline status`)"),
        (not_proven, f"{not_proven:,} of {count(sum(walks.values()), 'list')} not proven (see `lead-pipeline status`)"),
        (endpoint.left_alone, f"{count(endpoint.left_alone, 'list')} left alone, proven before"),
    )
    texts = [text for number, text in told if number]
    words = [*texts, *endpoint.shortfall, endpoint.left_out, count(endpoint.tally.requests, "request")]
    return ", ".join(filter(None, words))


def _show_end(outcomes: list[AccountOutcome], set_up: Settings, code: int, seconds: float) -> None:
    requests = sum(endpoint.tally.requests for outcome in outcomes for endpoint in outcome.endpoints)
    ends = {0: "Everything was read and proven", 1: "Something failed; what came is kept", 2: "Settings need mending"}
    ending = ends.get(code, "Landed, but not all of it is proven")
    bad = [f"{each.system}/{each.account}" for each in outcomes if each.exit_code == EXIT_FAILED]
    if bad and len(outcomes) > len(bad):
        ending += f" (failed: {', '.join(bad)}; nothing stopped the others)"
    if aside := sum(endpoint.counts.aside for outcome in outcomes for endpoint in outcome.endpoints):
        ending = f"{ending}; {count(aside, 'record')} set aside"
    say(f"{ending}: {count(requests, 'request')} in {seconds:.1f} s → {set_up.warehouse.path}")


def _as_json(outcome: AccountOutcome) -> dict[str, Any]:
    return {
        "system": outcome.system,
        "account": outcome.account,
        "run_id": outcome.run_id,
        "exit_code": outcome.exit_code,
        "interrupted": outcome.interrupted,
        "budget_left": outcome.budget_left,
        "error": str(outcome.error) if outcome.error else None,
        "endpoints": [
            {
                "endpoint": endpoint.endpoint,
                "status": endpoint.status,
                "rows": vars(endpoint.counts),
                "requests": vars(endpoint.tally),
                "walks": dict(endpoint.walks),
                "lists_left_alone": endpoint.left_alone,
                "paused_until": endpoint.paused_until,
                "errors": [str(error) for error in endpoint.errors],
            }
            for endpoint in outcome.endpoints
        ],
    }
