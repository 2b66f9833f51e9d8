"""A table with a column of every type and every word, and how the tests sort records of it.

What is expected of the sorting stands in the tests themselves.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandera.polars as pa

from lead_pipeline.spec.table import Instant, Keep, Table, camel_case, column
from lead_pipeline.validate.chunk import Chunk
from lead_pipeline.validate.rules import Sorter

if TYPE_CHECKING:
    from lead_pipeline.validate.rules import Sorted


class Things(pa.DataFrameModel):
    """One row a thing."""

    id: int = column("Number of the thing.", ge=1)
    shelf_id: int = column("Where it lies.", null=True, by_walk=True)
    name: str = column("What it is called.", null=True)
    size: int = column("How big it is.", null=True, ge=-(2**63))
    rating: float = column("What people think of it.", null=True)
    is_open: bool = column("Whether it is open.", null=True)
    made_at: Instant = column("When it was made.", null=True)
    state: str = column("A closed set.", null=True, upper=True, isin=["NEW", "OLD"])
    colour: str = column("An open set.", null=True, upper=True, known=("RED", "BLUE"))
    owner: str = column("Whose it is.")


class Readings(pa.DataFrameModel):
    """One row a reading: a history, without a key."""

    level: int = column("What was read.", ge=0)


THINGS = Table(Things, key=("id",), wire_name=camel_case)
READINGS = Table(Readings, keep=Keep.HISTORY)
SORTER = Sorter(THINGS, "shop/ann things")
USUAL: dict[str, Any] = {
    "id": 1, "name": "box", "size": 3, "rating": 4.5, "isOpen": True, "madeAt": "2026-02-03T08:00:00Z",
    "state": "NEW", "colour": "RED", "owner": "Ann",
}  # fmt: skip


def thing(**fields: object) -> dict[str, Any]:
    """A thing as the API tells it; the fields by their wire names."""
    return {**USUAL, **fields}


def without(field: str, **fields: object) -> dict[str, Any]:
    """A thing that lacks a field."""
    return {name: value for name, value in thing(**fields).items() if name != field}


def sort(*records: object) -> Sorted:
    """Sort records that came on one page, from shelf 7."""
    return sort_text(json.dumps(list(records)))


def sort_text(rows: str) -> Sorted:
    """Sort one page as it is written."""
    return SORTER.sort([Chunk(rows.encode(), {"shelf_id": 7})])


def landed(column_name: str, value: object) -> object:
    """What one value of a column becomes, in a row that lands."""
    (row,) = sort(thing(**{camel_case(column_name): value})).good.to_dicts()
    return row[column_name]


def reasons(*records: object) -> list[list[str]]:
    """Why each record was set aside."""
    return sort(*records).aside["reasons"].to_list()
