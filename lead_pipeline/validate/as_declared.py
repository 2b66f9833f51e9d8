"""The quick way: records that are just as declared become columns of a frame, and no value becomes a Python object.

pyarrow reads whole pages, and refuses unknown fields, other types and a field that comes twice; it holds no lock of
Python's. A table that keeps JSON, or looks into objects, takes the slow way: its API gives fewer rows a second than
that can.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import msgspec
import polars as pl
import pyarrow as pa
import pyarrow.json

from lead_pipeline.validate.cast import EXACT_FLOAT
from lead_pipeline.validate.fields_said import says_each_null, unsaid
from lead_pipeline.validate.page_look import is_plain, noted
from lead_pipeline.validate.sifted import sift

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lead_pipeline.spec.table import Column
    from lead_pipeline.validate.sifted import SiftedPage

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
BLOCK_BYTES = 1 << 21  # of pages that are parsed at once; what that takes beside the columns is let go after each
# Its own pools keep what they once held, and that is as much again as a page needs.
pa.set_memory_pool(pa.system_memory_pool())


@dataclass(frozen=True)
class Whole:
    """Pages that took the quick way together: their columns, how many records each has, how often one is missing."""

    frame: pl.DataFrame
    counts: list[int]
    missing: Counter[str]


class QuickWay:
    """Of the records of one table."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._refusal = ""
        self._odd: list[str] = []
        self._is_plain = all(map(is_plain, columns))
        self._none = pl.DataFrame(
            schema={each.name: pl.String() if each.dtype == pl.Datetime else each.dtype for each in columns}
        )
        self._floats = [each.wire or "" for each in columns if each.dtype == pl.Float64]
        record = pa.struct([pa.field(each.wire, _ARROW_TYPES[each.dtype]) for each in columns if is_plain(each)])
        self._schema = pa.schema([pa.field("rows", pa.list_(record))])

    def sifted(self, pages: Sequence[SiftedPage]) -> Whole | None:
        """What is left of these pages without their odd records; None where it cannot be told which these are.

        What was odd among the last pages is looked for before these are parsed, which would only end at the first.
        """
        self._odd = [pattern for pattern in self._odd if sift(pages, pattern)]
        whole = self.whole([page.rows for page in pages])
        while whole is None and (pattern := self.refused()) and sift(pages, pattern):
            self._odd.append(pattern)
            whole = self.whole([page.rows for page in pages])
        return whole

    def whole(self, pages: Sequence[bytes]) -> Whole | None:
        """All of these pages at once; None if a value is not just as declared, or a record has an unknown field."""
        if not (self._is_plain and pages):
            return None
        self._refusal = ""
        try:
            frame, counts = self._parsed(pages, "error")
        except (pa.ArrowInvalid, msgspec.DecodeError) as refusal:
            self._refusal = str(refusal)
            return None
        # Also no infinity, which is no JSON.
        if not frame.select(pl.all_horizontal((pl.col(self._floats).abs() < EXACT_FLOAT).all())).item():
            return None
        missing = Counter[str]() if says_each_null(pages, frame) else unsaid(pages, frame)
        if missing is None:
            return None
        by_name = {column.name: missing[column.wire or ""] for column in self._columns}
        return Whole(self._named(frame), counts, noted(by_name, self._columns))

    def refused(self) -> str | None:
        """A pattern for what `whole` refused just now; None if it did not say in which column."""
        named = _NAMED.search(self._refusal)
        column = next((each for each in self._columns if named and each.wire == named[1]), None)
        return f'"{re.escape(column.wire or "")}": ?{_OTHER_BEGIN[column.dtype]}' if column else None

    def read(self, pages: Sequence[bytes]) -> pl.DataFrame:
        """The columns of these pages, each of which was looked at, as they came: an instant is a text still."""
        return self._named(self._parsed(pages, "ignore")[0]) if pages else self._none.clone()

    def _parsed(self, pages: Sequence[bytes], unknown: Literal["error", "ignore"]) -> tuple[pl.DataFrame, list[int]]:
        lines = b"".join([part for rows in pages for part in (b'{"rows":', _on_one_line(rows), b"}\n")])
        longest = max(map(len, pages)) + len(b'{"rows":}\n')  # has to fit into a block
        reading = pa.json.ReadOptions(use_threads=False, block_size=max(BLOCK_BYTES, longest))
        parsing = pa.json.ParseOptions(explicit_schema=self._schema, unexpected_field_behavior=unknown)
        rows = pa.json.read_json(pa.BufferReader(lines), reading, parsing)["rows"].combine_chunks()
        if (records := rows.flatten()).null_count:
            raise pa.ArrowInvalid("there is a null in place of a record")
        return pl.DataFrame(pl.from_arrow(records)).unnest(), rows.value_lengths().to_pylist()

    def _named(self, frame: pl.DataFrame) -> pl.DataFrame:
        return frame.rename({column.wire or "": column.name for column in self._columns})


def _on_one_line(rows: bytes) -> bytes:
    return msgspec.json.format(rows, indent=-1) if b"\n" in rows else rows
