"""`lead-pipeline sandbox`: the APIs on this machine, to try things on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from lead_pipeline.cli.printing import say
from lead_pipeline.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping


def sandbox(  # noqa: PLR0913, PLR0917 - a parameter for each option
    port: int = typer.Option(8700, min=0, max=65535, help="Port on 127.0.0.1; 0 takes a free one."),
    leads: int = typer.Option(2000, min=0, help="How many leads there are at the start."),
    jobs: int | None = typer.Option(None, min=0, help="How many jobs; about one for 90 leads if not said."),
    live_jobs: int = typer.Option(3, min=0, help="How many of them are still queued or running."),
    history_days: int = typer.Option(90, min=1, help="Over how many days before the start the jobs were made."),
    seed: int = typer.Option(7, help="Other seeds make other data; the same seed the same."),
    born: str | None = typer.Option(
        None, metavar="TIME", help="When it began, UTC, as 2026-05-01: the same world as then, further on."
    ),
    jobs_per_day: int = typer.Option(0, min=0, help="New jobs that come in by themselves from the start on."),
    size: int = typer.Option(300, min=0, help="How many rows the longest list of each other API has at the start."),
    requests_per_minute: int | None = typer.Option(
        None, min=0, help="Rate limit of each key, 0 is none; what each API documents if not said."
    ),
) -> None:
    """Serve the APIs on this machine until Ctrl-C, with made-up data; nothing leaves the machine."""
    from lead_pipeline.sandbox import PortInUse, SandboxOptions, serve

    def ready(url: str, variables: Mapping[str, str]) -> None:
        say(f"The sandbox answers at {url}; Ctrl-C ends it. In another terminal, all of these or some:")
        names = iter(variables)
        for name, other in zip(names, names, strict=True):
            say(f"  export {name}={variables[name]} {other}={variables[other]}")
        say("  export LEAD_PIPELINE_HOME=data/sandbox     # apart from your own data")
        say("  lead-pipeline sync")
        say(f"Faults, clock, journal and truth: {url}/_sandbox/ (see docs/sandbox.md)")

    try:
        options = SandboxOptions(
            seed=seed,
            leads=leads,
            jobs=jobs,
            history_days=history_days,
            live_jobs=live_jobs,
            size=size,
            requests_per_minute=requests_per_minute,
            born=None if born is None else moment(born),
            jobs_per_day=jobs_per_day,
        )
        serve(options, port, ready)
    except PortInUse as error:
        raise SettingsError(f"{error.strerror}.", cure="Choose another with --port.") from error
    except ValueError as error:
        raise SettingsError(f"Such a sandbox cannot be made: {error}.") from error


def moment(text: str) -> datetime:
    """Read a day or a moment; one that names no time zone is in UTC."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(
            f"--born {text} is no moment.", cure="Write it as 2026-05-01 or as 2026-05-01T08:30:00Z."
        ) from error
    return read if read.tzinfo else read.replace(tzinfo=UTC)
