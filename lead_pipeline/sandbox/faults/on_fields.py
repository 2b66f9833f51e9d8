"""Faults in the fields of rows: missing, renamed, added, replaced; in every row, every nth, or given ids.

An answer that is no list counts as one row.
"""

# No postponed annotations here: the parameters' types are read.

from collections.abc import Iterator
from typing import Annotated, Any

from msgspec import Meta

from lead_pipeline.sandbox.faults.kinds import fault_kind
from lead_pipeline.sandbox.listing import Row

Every = Annotated[int, Meta(ge=1)]
Ids = list[int | str] | None


@fault_kind("fields")
def field_missing(rows: list[Row], first: int, *, field: str, every: Every = 1, ids: Ids = None) -> None:
    """Leave a field out."""
    for row in picked(rows, first, every, ids):
        row.pop(field, None)


@fault_kind("fields")
def field_renamed(  # noqa: PLR0913 - the words of the fault
    rows: list[Row], first: int, *, field: str, to: str, every: Every = 1, ids: Ids = None
) -> None:
    """Give a field another name, in the same place."""
    for row in picked(rows, first, every, ids):
        renamed = {to if name == field else name: value for name, value in row.items()}
        row.clear()
        row.update(renamed)


@fault_kind("fields")
def field_added(  # noqa: PLR0913 - the words of the fault
    rows: list[Row],
    first: int,
    *,
    field: str,
    value: Any = "surprise",  # noqa: ANN401 - any JSON value
    every: Every = 1,
    ids: Ids = None,
) -> None:
    """Add a field nobody documents."""
    for row in picked(rows, first, every, ids):
        row[field] = value


@fault_kind("fields")
def field_value(  # noqa: PLR0913 - the words of the fault
    rows: list[Row],
    first: int,
    *,
    field: str,
    value: Any,  # noqa: ANN401 - any JSON value
    every: Every = 1,
    ids: Ids = None,
) -> None:
    """Put any JSON value in the place of a field that is there."""
    for row in picked(rows, first, every, ids):
        if field in row:
            row[field] = value


def picked(rows: list[Row], first: int, every: int, ids: Ids) -> Iterator[Row]:
    """Give the rows a fault is about; nth rows are counted over the whole list, not anew on each page."""
    for place, row in enumerate(rows, first):
        if place % every == 0 and (ids is None or row.get("id") in ids):
            yield row
