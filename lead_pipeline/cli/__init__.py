"""The command line: a file for each command. Here they are put together, and errors become messages and exit codes."""

from __future__ import annotations

import sys

import typer

from lead_pipeline import __version__
from lead_pipeline.cli.demo import demo
from lead_pipeline.cli.doctor import doctor
from lead_pipeline.cli.printing import show_error
from lead_pipeline.cli.publish import publish
from lead_pipeline.cli.quarantine import app as quarantine
from lead_pipeline.cli.query import query
from lead_pipeline.cli.report import report
from lead_pipeline.cli.sandbox import sandbox
from lead_pipeline.cli.sources import sources
from lead_pipeline.cli.status import status
from lead_pipeline.cli.sync import sync
from lead_pipeline.cli.write_docs import write_docs
from lead_pipeline.errors import LeadPipelineError

app = typer.Typer(
    name="lead-pipeline",
    help="Lead-generation accounts in a warehouse that you can trust. `lead-pipeline demo` needs no key.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog="Exit codes: 0 all read and proven, 1 something failed, 2 settings or usage, 3 landed but not proven.",
)
app.command()(sync)
app.command()(publish)
app.command()(status)
app.command()(report)
app.command()(sources)
# A query may begin with a comment, which is no option.
app.command(context_settings={"ignore_unknown_options": True})(query)
app.command()(doctor)
app.command()(demo)
app.command()(sandbox)
app.command(hidden=True)(write_docs)
app.add_typer(quarantine, name="quarantine")


def _show_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"lead-pipeline {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: bool = typer.Option(
        False, "--version", callback=lambda value: _show_version(wanted=value), is_eager=True, help="Show the version."
    ),
) -> None:
    """Hold the options that belong to no command."""


def main() -> None:
    """Run a command; end with its exit code, and with a message where something is wrong."""
    try:
        app()
    except LeadPipelineError as error:
        show_error(error)
        sys.exit(error.exit_code)
