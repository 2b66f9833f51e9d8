"""The quick way: records that are just as declared become columns of a frame, and no value becomes a Python object.

pyarrow reads whole pages, and refuses unknown fields, other types and a field that comes twice; it holds no
lock of Python's. Where it refuses, `look` says of each page whether it may go this way. A table that keeps JSON, or
looks into objects, takes the slow way: its API gives fewer rows a second than that can.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import polars as pl
import pyarrow as pa
import pyarrow.json

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
_ARROW_TYPES: Mapping[pl.DataType, pa.DataType] = {
    pl.Int64(): pa.int64(),
    pl.Float64(): pa.float64(),
    pl.String(): pa.large_string(),
    pl.Boolean(): pa.bool_(),
    pl.Datetime("us"): pa.large_string(),
}
# How a value of another type begins, and how pyarrow names the column where it met one.
_OTHER_BEGIN: Mapping[pl.DataType, str] = {
    pl.Int64(): r"[^-0-9n\s]",
    pl.Float64(): r"[^-0-9n\s]",
    pl.String(): r"[^\"n\s]",
    pl.Boolean(): r"[^tfn\s]",
    pl.Datetime("us"): r"[^\"n\s]",
}
_NAMED = re.compile(r"Column\(/rows/\[\]/(.+)\) changed from")
# Its own pools keep what they once held, and that is as much again as a page needs.
pa.set_memory_pool(pa.system_memory_pool())


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
        self._refusal = ""
        self._is_plain = len(plain) == len(columns)
        self._whole = _decoder(plain, optional=False)
        self._partly = _decoder(plain, optional=True)
        self._none = pl.DataFrame(
            schema={each.name: pl.String() if each.dtype == pl.Datetime else each.dtype for each in columns}
        )
        self._floats = [each.wire or "" for each in plain if each.dtype == pl.Float64]
        record = pa.struct([pa.field(each.wire, _ARROW_TYPES[each.dtype]) for each in plain])
        page = pa.schema([pa.field("rows", pa.list_(record))])
        self._parsing = pa.json.ParseOptions(explicit_schema=page, unexpected_field_behavior="error")

    def whole(self, pages: Sequence[bytes]) -> tuple[pl.DataFrame, list[int]] | None:
        """The columns of these pages, and how many records each has; None if a record is not just as declared."""
        if not (self._is_plain and pages):
            return None
        self._refusal = ""
        try:
            frame, counts = self._parsed(pages)
        except (pa.ArrowInvalid, msgspec.DecodeError) as refusal:
            self._refusal = str(refusal)
            return None
        # Also no infinity, which is no JSON.
        is_exact = frame.select(pl.all_horizontal((pl.col(self._floats).abs() < EXACT_FLOAT).all())).item()
        return (self._named(frame), counts) if is_exact and _says_each_null(pages, frame) else None

    def refused(self) -> str | None:
        """A pattern for what `whole` refused just now; None if it did not say in which column."""
        named = _NAMED.search(self._refusal)
        column = next((each for each in self._columns if named and each.wire == named[1]), None)
        return f'"{re.escape(column.wire or "")}": ?{_OTHER_BEGIN[column.dtype]}' if column else None

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
        """The columns of these pages, each of which was looked at, as they came: an instant is a text still."""
        return self._named(self._parsed(pages)[0]) if pages else self._none.clone()

    def _parsed(self, pages: Sequence[bytes]) -> tuple[pl.DataFrame, list[int]]:
        lines = b"".join([part for rows in pages for part in (b'{"rows":', _on_one_line(rows), b"}\n")])
        reading = pa.json.ReadOptions(use_threads=False, block_size=len(lines) + 1)
        rows = pa.json.read_json(pa.BufferReader(lines), reading, self._parsing)["rows"].combine_chunks()
        return pl.DataFrame(pl.from_arrow(rows.flatten())).unnest(), rows.value_lengths().to_pylist()

    def _named(self, frame: pl.DataFrame) -> pl.DataFrame:
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


def _on_one_line(rows: bytes) -> bytes:
    return msgspec.json.format(rows, indent=-1) if b"\n" in rows else rows


def _says_each_null(pages: Sequence[bytes], frame: pl.DataFrame) -> bool:
    """Whether as many nulls are written as values are empty: a field that is missing is empty too."""
    texts = pl.Series(pages, dtype=pl.Binary).cast(pl.String).str
    empty = frame.null_count().sum_horizontal().sum()
    # Mostly the first is all. Each alone is looked for by its bytes, and takes a fifth of both together.
    for null in (":null", ": null"):
        # In a text the quote has a backslash.
        empty -= int(texts.count_matches(f'"{null}').sum()) - int(texts.count_matches(rf'\\"{null}').sum())
        if empty == 0:
            return True
    return False


def _has_names(rows: bytes, fields: int) -> bool:
    """Whether so many fields are named: one that comes twice is named twice, and the second would go unseen."""
    colons = rows.count(b'":')
    # In a text the quote has a backslash before it, and a text that is a value has no colon behind it.
    return colons == fields or colons - rows.count(b'\\":') == fields
