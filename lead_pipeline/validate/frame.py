"""Records as received → one typed frame, with what the walk fills in.

Which way a record goes, and which rules a typed row must keep, is not decided here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from lead_pipeline.validate import records
from lead_pipeline.validate.as_declared import QuickWay
from lead_pipeline.validate.both_ways import BothWays
from lead_pipeline.validate.one_by_one import OneByOne
from lead_pipeline.validate.page_look import PageLook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lead_pipeline.spec.table import Table
    from lead_pipeline.validate.chunk import Chunk
    from lead_pipeline.validate.drift import Drift


@dataclass
class Typed:
    """All records in order: `frame` has a row for each, `faults` the reasons of those that cannot land as they are."""

    frame: pl.DataFrame
    faults: dict[int, list[str]]
    drift: list[Drift]
    chunks: Sequence[Chunk]

    def records(self, rows: Sequence[int]) -> list[str]:
        """The records of these rows, in their order and as received."""
        if not rows:
            return []
        numbers, places = self.frame["_chunk"], pl.Series(rows)
        theirs = numbers.gather(places)
        wanted: defaultdict[int, list[int]] = defaultdict(list)
        for chunk, place in zip(theirs, places - numbers.search_sorted(theirs, "left"), strict=True):
            wanted[chunk].append(place)
        return [text for chunk, within in wanted.items() for text in records.cut(self.chunks[chunk].rows, within)]


class Framer:
    """Makes frames of one table."""

    def __init__(self, table: Table) -> None:
        self._columns = table.wire_columns
        self._repeated = [column for column in table.columns if column.repeats]
        self._quick = QuickWay(table.wire_columns)
        self._look = PageLook(table.wire_columns, {column.repeats or "" for column in self._repeated})
        self._table = table

    def frame(self, chunks: Sequence[Chunk]) -> Typed:
        """One frame of all chunks: the table's columns, `_extra`, and `_chunk`, the number of the record's chunk."""
        table = self._table
        odd = OneByOne(
            self._columns,
            self._repeated,
            keeps_extra=not table.closed,
            hushes=table.hushed,
            left_out=table.left_out,
        )
        work = BothWays(self._columns, self._quick, self._look, odd)
        counts = work.take(chunks)
        found, extra = work.finish()
        data = {c.name: found[c.name] for c in self._columns}
        for column in self._table.columns:
            if column.wire is None:
                values = [chunk.filled.get(column.name) for chunk in chunks]
                filled = _repeated(column.name, values, counts, column.dtype)
                own = work.told_itself(column.name)
                data[column.name] = filled.scatter(list(own), list(own.values())) if own else filled
        numbers = _repeated("_chunk", list(range(len(chunks))), counts, pl.Int64())
        frame = pl.DataFrame([data[column.name] for column in self._table.columns] + [extra, numbers])
        return Typed(frame, work.faults, work.drift(), chunks)


def _repeated(name: str, values: list[Any], counts: list[int], dtype: pl.DataType) -> pl.Series:
    per_chunk = pl.DataFrame({name: pl.Series(values, dtype=dtype), "n": pl.Series(counts, dtype=pl.Int64)})
    return per_chunk.select(pl.col(name).repeat_by("n").explode(empty_as_null=False))[name]
