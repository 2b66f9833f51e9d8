"""Pages by both ways: those that are as declared together, and out of the others the odd records one by one.

Both give the same rows, in the order in which they came.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from lead_pipeline.validate import records
from lead_pipeline.validate.cast import NoCast, cast_of, usual_instants
from lead_pipeline.validate.drift import Drift, DriftKind
from lead_pipeline.validate.one_by_one import SHOWN
from lead_pipeline.validate.sifted import SiftedPage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lead_pipeline.spec.table import Column
    from lead_pipeline.validate.as_declared import QuickWay
    from lead_pipeline.validate.chunk import Chunk
    from lead_pipeline.validate.one_by_one import OneByOne
    from lead_pipeline.validate.page_look import PageLook


class BothWays:
    """One frame in the making. A row's number is its place in it, whichever way its record went."""

    def __init__(self, columns: Sequence[Column], quick: QuickWay, look: PageLook, odd: OneByOne) -> None:
        self._columns = columns
        self._quick = quick
        self._look = look
        self._whole: pl.DataFrame | None = None
        self._whole_rows: list[int] = []
        self._usual: list[bytes] = []
        self._usual_rows: list[int] = []
        self._rows = 0
        self._odd = odd
        self._noted = odd.noted
        self.faults = odd.faults

    def take(self, chunks: Sequence[Chunk]) -> list[int]:
        """All pages of records, and how many each holds: mostly all of them are as declared, or nearly all."""
        pages = [SiftedPage(chunk.rows) for chunk in chunks]
        whole = self._quick.sifted(pages)
        if whole is None:
            return [self._take(chunk) for chunk in chunks]
        self._whole = whole.frame
        self._note_missing(whole.missing)
        taken = zip(pages, whole.counts, chunks, strict=True)
        return [self._take_sifted(page, usual, chunk.filled) for page, usual, chunk in taken]

    def _take_sifted(self, page: SiftedPage, usual: int, filled: Mapping[str, Any]) -> int:
        first, count = self._rows, usual + len(page.odd)
        rows = range(first, first + count)
        self._whole_rows += [row for row in rows if row - first not in page.odd] if page.odd else rows
        for place, record in page.odd.items():
            self._odd.take(first + place, record, filled)
        self._rows += count
        return count

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
        look = self._look.look(rows)
        if look is None:
            return False
        self._usual.append(rows)
        self._usual_rows += range(self._rows, self._rows + look.records)
        for place, unknown in look.unknown.items():
            self._odd.keep_extra(self._rows + place, unknown)
        self._rows += look.records
        self._note_missing(look.missing)
        return True

    def _note_missing(self, missing: Mapping[str, int]) -> None:
        for name, count in missing.items():
            self._noted[DriftKind.MISSING_FIELD, name, ""] += count

    def told_itself(self, name: str) -> Mapping[int, Any]:
        """What records said of a column that the walk had nothing for, by row."""
        return self._odd.told[name]

    def finish(self) -> tuple[pl.DataFrame, pl.Series]:
        """The columns of all records, and what nobody declared."""
        parts, rows = [] if self._whole is None else [self._whole], self._whole_rows + self._usual_rows
        if self._usual or not parts:
            parts.append(self._quick.read(self._usual))
        frame = pl.concat(parts)
        instants = [column for column in self._columns if column.dtype == pl.Datetime]
        frame = frame.with_columns(self._instants(frame[column.name], column, rows) for column in instants)
        extra = pl.repeat(None, self._rows, dtype=pl.String, eager=True).alias("_extra")
        if self._odd.rows:
            frame = pl.concat([frame, self._odd.frame()])
            rows += self._odd.rows
        if len(parts) > 1 or self._odd.rows:
            frame = frame.rechunk()[pl.Series(rows).arg_sort()]  # out of one chunk it takes a tenth of the time
        if self._odd.extra:
            extra = extra.scatter(list(self._odd.extra), list(self._odd.extra.values()))
        frame = frame.with_columns(pl.col(column.name).str.to_uppercase() for column in self._columns if column.upper)
        self._note_new_values(frame)
        return frame, extra

    def _instants(self, texts: pl.Series, column: Column, rows: Sequence[int]) -> pl.Series:
        instants, (exact, _) = usual_instants(texts), cast_of(column)
        others = (instants.is_null() & texts.is_not_null()).arg_true()
        told = []
        for place in others:
            try:
                told.append(exact(texts[place]))
            except NoCast as fault:
                self.faults[rows[place]].append(f"{column.name}: {fault}")
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
