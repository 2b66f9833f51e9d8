"""The quick way: records that are just as declared become columns of a frame, and no value becomes a Python object.

Whether a page may take it is for `look` to say. msgspec checks each value's type, and polars then reads the same bytes.
A table that keeps JSON, or looks into objects, takes the slow way: its API gives fewer rows a second than that can.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import polars as pl

from lead_pipeline.validate.cast import EXACT_FLOAT, INT64

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lead_pipeline.spec.table import Column

_JSON_TYPES: Mapping[pl.DataType, Any] = {
    pl.Int64(): Annotated[int, msgspec.Meta(ge=-INT64, le=INT64 - 1)],
    # Without its ends: a whole number just beyond them has become them before they are compared.
    pl.Float64(): Annotated[float, msgspec.Meta(gt=-EXACT_FLOAT, lt=EXACT_FLOAT)],
    pl.String(): str,
    pl.Boolean(): bool,
    pl.Datetime("us"): str,
}
_ROWS = msgspec.json.Decoder(list[msgspec.Raw])


@dataclass(frozen=True)
class Look:
    """A page that may take the quick way: its number of records, and in how many of them a column is missing."""

    records: int
    missing: Counter[str]


class QuickWay:
    """Of the records of one table."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        plain = [each for each in columns if _is_plain(each)]
        self._is_plain = len(plain) == len(columns)
        self._whole = _decoder(plain, optional=False)
        self._partly = _decoder(plain, optional=True)
        self._schema = {c.wire or "": pl.String() if c.dtype == pl.Datetime else c.dtype for c in columns}

    def look(self, rows: bytes) -> Look | None:
        """None if a record has an unknown field, one of another type, or the same field twice."""
        missing: Counter[str] = Counter()
        if not self._is_plain:
            return None
        try:
            found = self._whole.decode(rows)
        except msgspec.DecodeError:
            try:
                found = self._partly.decode(rows)
            except msgspec.DecodeError:
                return None
            for name in (column.name for column in self._columns):
                missing[name] = sum(value is msgspec.UNSET for value in map(attrgetter(name), found))
        fields = len(found) * len(self._columns) - missing.total()
        noted = +Counter({c.name: missing[c.name] for c in self._columns if not c.may_lack})
        return Look(len(found), noted) if _has_names(rows, fields) else None

    def read(self, pages: Sequence[bytes]) -> pl.DataFrame:
        """The columns of these pages, as they came: an instant is a text still."""
        lines = b"\n".join(row for rows in pages for row in _lines(rows))
        frame = pl.read_ndjson(lines, schema=self._schema)
        return frame.rename({column.wire or "": column.name for column in self._columns})


def _is_plain(column: Column) -> bool:
    return column.dtype in _JSON_TYPES and not column.is_json and column.for_null is None and len(column.path) == 1


def _decoder(columns: Sequence[Column], *, optional: bool) -> msgspec.json.Decoder[list[Any]]:
    default = {"default": msgspec.UNSET} if optional else {}
    fields: list[tuple[str, Any, Any]] = [
        (c.name, _JSON_TYPES[c.dtype] | None | msgspec.UnsetType, msgspec.field(name=c.wire, **default))
        for c in columns
    ]
    record = msgspec.defstruct("Record", fields, forbid_unknown_fields=True, gc=False, kw_only=True)
    return msgspec.json.Decoder(list[record])  # type: ignore[valid-type]


def _lines(rows: bytes) -> list[msgspec.Raw]:
    """Each record in a line of its own, also where it came in several."""
    return _ROWS.decode(msgspec.json.format(rows, indent=-1) if b"\n" in rows else rows)


def _has_names(rows: bytes, fields: int) -> bool:
    """Whether so many fields are named: one that comes twice is named twice, and the second would go unseen."""
    colons = rows.count(b'":')
    # In a text the quote has a backslash before it, and a text that is a value has no colon behind it.
    return colons == fields or colons - rows.count(b'\\":') == fields
