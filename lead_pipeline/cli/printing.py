"""How the command line says things: numbers, tables, errors. Results go to stdout, all else to stderr.

What came from a server may hold codes that steer a terminal; here they are written out instead.
"""

from __future__ import annotations

import io
import json
import re
import sys
from contextlib import redirect_stdout
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import duckdb

    from lead_pipeline.errors import LeadPipelineError

# Where nobody looks at a screen, a table is as wide as it needs to be.
OUT = Console(highlight=False, emoji=False, soft_wrap=True, width=None if sys.stdout.isatty() else 200)
ERR = Console(stderr=True, highlight=False, emoji=False, soft_wrap=True)

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def say(text: str = "") -> None:
    """A line of the result."""
    OUT.print(harmless(text), markup=False)


def tell(text: str) -> None:
    """A line beside the result."""
    ERR.print(harmless(text), markup=False)


def harmless(text: str) -> str:
    """The text with every character that a terminal obeys written as JSON writes it; line breaks and tabs stay."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def show_error(error: LeadPipelineError) -> None:
    """What happened and what to do about it."""
    tell(f"error: {error.message}")
    if error.cure:
        tell(f"  → {error.cure}")


def show_json(value: object) -> None:
    """The result as one JSON value."""
    sys.stdout.write(harmless(json.dumps(value, indent=2, ensure_ascii=False, default=_as_text)) + "\n")


def show_relation(relation: duckdb.DuckDBPyRelation) -> None:
    """What a query found, as DuckDB draws it."""
    with redirect_stdout(io.StringIO()) as drawn:
        relation.show(max_rows=1000)
    sys.stdout.write(harmless(drawn.getvalue()))


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def show_table(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A table without boxes; numbers stand to the right."""
    rows = [list(row) for row in rows]
    table = Table(box=None, pad_edge=False, header_style="dim")
    for place, heading in enumerate(headings):
        is_number = all(isinstance(row[place], int | float) for row in rows)
        table.add_column(heading, justify="right" if is_number and rows else "left", no_wrap=True)
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    OUT.print(table)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    return harmless(str(value)).replace("\n", "\\n").replace("[", "\\[")


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 request`, `2,000 requests`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
