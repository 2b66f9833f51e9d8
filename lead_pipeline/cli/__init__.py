"""The command line: a file for each command. Here they are listed, and errors become messages and exit codes.

A command's file is imported when the command is typed: what one needs takes most of a second, and `--help` none of it.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from lead_pipeline import __version__
from lead_pipeline.errors import LeadPipelineError

if TYPE_CHECKING:
    from collections.abc import Callable

# What `--help` tells of each: the beginning of what it tells of itself. What is not told there is for us alone.
COMMANDS = {
    "sync": "Read what can have changed into the warehouse; whatever stops it, the next sync goes on from there.",
    "publish": "Build the marts, and replace what analysts read if every check holds.",
    "status": "Show the last sync of each account, rows held, proofs, what is set aside, drift, and the budget left.",
    "report": "Show the report: one page with credits, quality, leads worth a call, and health.",
    "sources": "List systems, endpoints, how each is kept fresh, and which accounts are set.",
    "query": "Run one SQL query, reading only: on the published copy, or on the warehouse while nothing is published.",
    "doctor": "Look at settings, keys, reachability, scopes, disk and versions; say what to mend.",
    "demo": "Start the sandbox of all systems, sync it twice, an hour apart, publish, say what came.",
    "sandbox": "Serve the APIs on this machine until Ctrl-C, with made-up data; nothing leaves the machine.",
    "write-docs": "",
    "quarantine": "Records that broke a rule: kept as received, with every reason.",
}


class _WhenTyped(TyperGroup):
    """Puts a command in the place of the line that lists it."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:  # noqa: ANN401 - typer's
        """The command that is typed. `ctx.obj` is told when all that it needs is imported."""
        name, listed, rest = super().resolve_command(ctx, args)
        if name is None:
            return name, listed, rest
        command = command_of(name)
        if ctx.obj is not None:
            ctx.obj()
        return name, command, rest


def command_of(name: str) -> Any:  # noqa: ANN401 - typer keeps the type to itself
    """The command itself, imported."""
    word = name.replace("-", "_")
    module = import_module(f"{__name__}.{word}")
    holder = _typer()
    if hasattr(module, "app"):  # it has commands of its own
        holder.add_typer(module.app, name=name)
    else:
        # A query may begin with a comment, which is no option.
        holder.command(name, context_settings={"ignore_unknown_options": name == "query"})(getattr(module, word))
    return typer.main.get_group(holder).commands[name]


def _typer(**told: Any) -> typer.Typer:  # noqa: ANN401 - as Typer takes it
    return typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, **told)


app = _typer(
    name="lead-pipeline",
    cls=_WhenTyped,
    help="Lead-generation accounts in a warehouse that you can trust. `lead-pipeline demo` needs no key.",
    no_args_is_help=True,
    epilog="Exit codes: 0 all read and proven, 1 something failed, 2 settings or usage, 3 landed but not proven.",
)
for _name, _line in COMMANDS.items():
    app.command(_name, help=_line, hidden=not _line)(lambda: None)


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


def main(imported: Callable[[], None] | None = None) -> None:
    """Run a command; end with its exit code, and with a message where something is wrong.

    `imported` is called when all is imported that the command needs, and it begins.
    """
    try:
        app(obj=imported)
    except LeadPipelineError as error:
        from lead_pipeline.cli.printing import show_error

        show_error(error)
        sys.exit(error.exit_code)
