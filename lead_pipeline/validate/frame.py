"""Records as received → one typed frame. Records that are just as declared take a fast way, a page at a time.

A record with an unknown or differently typed field takes the slow way: each value is cast without loss or noted as a
fault. Both ways give the same rows. Which rules a typed row must keep is not decided here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import polars as pl

from lead_pipeline.validate import records
from lead_pipeline.validate.cast import EXACT_FLOAT, INT64, NoCast, cast, is_usual
from lead_pipeline.validate.drift import Drift, DriftKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lead_pipeline.spec.table import Column, Table

_WIRE_TYPES: Mapping[pl.DataType, Any] = {
    pl.Int64(): Annotated[int, msgspec.Meta(ge=-INT64, le=INT64 - 1)],
    # Without its ends: a whole number just beyond them has become them before they are compared.
    pl.Float64(): Annotated[float, msgspec.Meta(gt=-EXACT_FLOAT, lt=EXACT_FLOAT)],
    pl.String(): str,
    pl.Boolean(): bool,
    pl.Datetime("us"): str,
}
_SHOWN = 80  # characters of a name or value that a drift repeats


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
        fields: list[tuple[str, Any, Any]] = [
            (c.name, _WIRE_TYPES[c.dtype] | None | msgspec.UnsetType, msgspec.field(default=msgspec.UNSET, name=c.wire))
            for c in self._columns
        ]
        record = msgspec.defstruct("Record", fields, forbid_unknown_fields=True, gc=False)
        self._strict: msgspec.json.Decoder[list[Any]] = msgspec.json.Decoder(list[record])  # type: ignore[valid-type]
        self._table = table

    def frame(self, chunks: Sequence[Chunk]) -> Typed:
        """One frame of all chunks: the table's columns, `_extra`, and `_chunk`, the number of the record's chunk."""
        work = _Work(self._columns)
        counts = []
        for chunk in chunks:
            try:
                counts.append(work.take_usual(self._strict.decode(chunk.rows)))
            except msgspec.DecodeError:
                counts.append(work.take_odd(records.cut(chunk.rows)))
        data = {c.name: work.series(c) for c in self._columns}
        for column in self._table.columns:
            if column.wire is None:
                values = [chunk.filled.get(column.name) for chunk in chunks]
                data[column.name] = _repeated(column.name, values, counts, column.dtype)
        numbers = _repeated("_chunk", list(range(len(chunks))), counts, pl.Int64())
        extra = pl.Series("_extra", [work.extra.get(row) for row in range(work.rows)], dtype=pl.String)
        frame = pl.DataFrame([data[column.name] for column in self._table.columns] + [extra, numbers])
        return Typed(frame, work.faults, work.drift(), chunks)


class _Work:
    """Columns in the making."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._wires = {column.wire for column in columns}
        self._values: dict[str, list[Any]] = {column.name: [] for column in columns}
        self.rows = 0
        self.faults: dict[int, list[str]] = defaultdict(list)
        self.extra: dict[int, str] = {}
        self._noted: Counter[tuple[DriftKind, str, str]] = Counter()

    def take_usual(self, found: list[Any]) -> int:
        """Records that decoded strictly: a field may be missing, and only an instant is still to be cast."""
        for column in self._columns:
            values = list(map(attrgetter(column.name), found))
            if msgspec.UNSET in values:
                self._noted[DriftKind.MISSING_FIELD, column.name, ""] += values.count(msgspec.UNSET)
                values = [None if value is msgspec.UNSET else value for value in values]
            if column.dtype == pl.Datetime:
                values = [self._cast(value, column, row) for row, value in enumerate(values, self.rows)]
            self._values[column.name].extend(values)
        self.rows += len(found)
        return len(found)

    def take_odd(self, found: list[str]) -> int:
        """Records of which at least one is off the norm, one by one."""
        for text in found:
            record, fault = records.read(text)
            if fault is not None:
                self.faults[self.rows].append(fault)
            for column in self._columns:
                self._values[column.name].append(self._cast(record.get(column.wire or ""), column, self.rows))
            if fault is None:
                self._note(record)
            self.rows += 1
        return len(found)

    def _cast(self, value: object, column: Column, row: int) -> Any:  # noqa: ANN401 - the type is the column's
        try:
            return cast(value, column.dtype)
        except NoCast as fault:
            self.faults[row].append(f"{column.name}: {fault}")
            return None

    def _note(self, record: dict[str, Any]) -> None:
        """Note where a record differs from the declaration, and keep what nobody declared."""
        for column in self._columns:
            if column.wire not in record:
                self._noted[DriftKind.MISSING_FIELD, column.name, ""] += 1
            elif not is_usual(value := record[column.wire], column.dtype):
                self._noted[DriftKind.TYPE_MOVED, column.name, type(value).__name__] += 1
        if unknown := {name: value for name, value in record.items() if name not in self._wires}:
            self.extra[self.rows] = msgspec.json.encode(unknown, order="sorted").decode()
            for name, value in unknown.items():
                self._noted[DriftKind.NEW_FIELD, name[:_SHOWN], type(value).__name__] += 1

    def series(self, column: Column) -> pl.Series:
        """The finished column, folded as declared, and undocumented values noted."""
        series = pl.Series(column.name, self._values.pop(column.name), dtype=column.dtype)
        if column.upper:
            series = series.str.to_uppercase()
        if column.known:
            for value, count in series.drop_nulls().value_counts().iter_rows():
                if value not in column.known:
                    self._noted[DriftKind.NEW_VALUE, column.name, str(value)[:_SHOWN]] += count
        return series

    def drift(self) -> list[Drift]:
        """What was noted, each once."""
        return [Drift(kind, name, detail, count) for (kind, name, detail), count in self._noted.items()]


def _repeated(name: str, values: list[Any], counts: list[int], dtype: pl.DataType) -> pl.Series:
    per_chunk = pl.DataFrame({name: pl.Series(values, dtype=dtype), "n": pl.Series(counts, dtype=pl.Int64)})
    return per_chunk.select(pl.col(name).repeat_by("n").explode(empty_as_null=False))[name]
