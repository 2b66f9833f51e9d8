"""Records as received → one typed frame: those that are as declared by the quick way, the others one by one.

Both ways give the same rows, and the frame has them in the order in which they came. Which rules a typed row must keep
is not decided here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from lead_pipeline.validate import records
from lead_pipeline.validate.as_declared import QuickWay
from lead_pipeline.validate.cast import NoCast, cast_of, usual_instants
from lead_pipeline.validate.drift import Drift, DriftKind
from lead_pipeline.validate.one_by_one import SHOWN, OneByOne

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lead_pipeline.spec.table import Column, Table


@dataclass(frozen=True)
class Chunk:
    """A JSON array of records, and the values that the walk fills in for all of them."""

    rows: bytes
    filled: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Typed:
    """All records in order: `frame` has a row for each, `faults` the reasons of those that cannot land as they are."""

    frame: pl.DataFrame
    faults: dict[int, list[str]]
    drift: list[Drift]
    chunks: Sequence[Chunk]

    def records(self, rows: Sequence[int]) -> list[str]:
        """The records of these rows, as received."""
        starts = self.frame["_chunk"].to_list() if rows else []
        firsts: dict[int, int] = {}
        for row, chunk in enumerate(starts):
            firsts.setdefault(chunk, row)
        texts = {chunk: records.cut(self.chunks[chunk].rows) for chunk in {starts[row] for row in rows}}
        return [texts[starts[row]][row - firsts[starts[row]]] for row in rows]


class Framer:
    """Makes frames of one table."""

    def __init__(self, table: Table) -> None:
        self._columns = table.wire_columns
        self._repeated = [column for column in table.columns if column.repeats]
        self._quick = QuickWay(table.wire_columns)
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
        work = _Work(self._columns, self._quick, odd)
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


class _Work:
    """One frame in the making. A row's number is its place in it, whichever way its record went."""

    def __init__(self, columns: Sequence[Column], quick: QuickWay, odd: OneByOne) -> None:
        self._columns = columns
        self._quick = quick
        self._whole: pl.DataFrame | None = None
        self._usual: list[bytes] = []
        self._usual_rows: list[int] = []
        self._rows = 0
        self._odd = odd
        self._noted = odd.noted
        self.faults = odd.faults

    def take(self, chunks: Sequence[Chunk]) -> list[int]:
        """All pages of records, and how many each holds: mostly all of them are as declared."""
        if whole := self._quick.whole([chunk.rows for chunk in chunks]):
            self._whole, counts = whole
            self._rows = self._whole.height
            self._usual_rows = list(range(self._rows))
            return counts
        return [self._take(chunk) for chunk in chunks]

    def _take(self, chunk: Chunk) -> int:
        before = self._rows
        if not self._is_usual(chunk.rows):
            self._take_apart(records.cut(chunk.rows), chunk.filled)
        return self._rows - before

    def _take_apart(self, found: list[str], filled: Mapping[str, Any]) -> None:
        """Find the odd ones by halves: mostly a few, whose neighbours take the quick way together."""
        middle = len(found) // 2
        for half in filter(None, (found[:middle], found[middle:])):
            if self._is_usual(f"[{','.join(half)}]".encode()):
                continue
            if len(half) > 1:
                self._take_apart(half, filled)
            else:
                self._odd.take(self._rows, half[0], filled)
                self._rows += 1

    def _is_usual(self, rows: bytes) -> bool:
        """Whether these records may take the quick way; they wait for more of their kind, and it costs little more."""
        look = self._quick.look(rows)
        if look is None:
            return False
        self._usual.append(rows)
        self._usual_rows += range(self._rows, self._rows + look.records)
        self._rows += look.records
        for name, count in look.missing.items():
            self._noted[DriftKind.MISSING_FIELD, name, ""] += count
        return True

    def told_itself(self, name: str) -> Mapping[int, Any]:
        """What records said of a column that the walk had nothing for, by row."""
        return self._odd.told[name]

    def finish(self) -> tuple[pl.DataFrame, pl.Series]:
        """The columns of all records, and what nobody declared."""
        frame = self._quick.read(self._usual) if self._whole is None else self._whole
        instants = [column for column in self._columns if column.dtype == pl.Datetime]
        frame = frame.with_columns(self._instants(frame[column.name], column) for column in instants)
        extra = pl.repeat(None, self._rows, dtype=pl.String, eager=True).alias("_extra")
        if self._odd.rows:
            order = pl.Series(self._usual_rows + self._odd.rows).arg_sort()
            frame = pl.concat([frame, self._odd.frame()])[order]
        if self._odd.extra:
            extra = extra.scatter(list(self._odd.extra), list(self._odd.extra.values()))
        frame = frame.with_columns(pl.col(column.name).str.to_uppercase() for column in self._columns if column.upper)
        self._note_new_values(frame)
        return frame, extra

    def _instants(self, texts: pl.Series, column: Column) -> pl.Series:
        instants, (exact, _) = usual_instants(texts), cast_of(column)
        others = (instants.is_null() & texts.is_not_null()).arg_true()
        told = []
        for place in others:
            try:
                told.append(exact(texts[place]))
            except NoCast as fault:
                self.faults[self._usual_rows[place]].append(f"{column.name}: {fault}")
                told.append(None)
        return instants.scatter(others, pl.Series(told, dtype=column.dtype)) if told else instants

    def _note_new_values(self, frame: pl.DataFrame) -> None:
        """Note the values of open sets that are not documented."""
        for column in self._columns:
            if column.known:
                for value, count in frame[column.name].drop_nulls().value_counts().iter_rows():
                    if value not in column.known:
                        self._noted[DriftKind.NEW_VALUE, column.name, str(value)[:SHOWN]] += count

    def drift(self) -> list[Drift]:
        """What was noted, each once."""
        return [Drift(kind, name, detail, count) for (kind, name, detail), count in self._noted.items()]


def _repeated(name: str, values: list[Any], counts: list[int], dtype: pl.DataType) -> pl.Series:
    per_chunk = pl.DataFrame({name: pl.Series(values, dtype=dtype), "n": pl.Series(counts, dtype=pl.Int64)})
    return per_chunk.select(pl.col(name).repeat_by("n").explode(empty_as_null=False))[name]
