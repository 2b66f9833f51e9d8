"""The slow way: records that are not as declared, one by one. Each value is cast without loss, or noted as a fault.

What nobody declared is kept beside the columns. Where a record differs from its declaration is noted as drift.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import msgspec
import polars as pl

from lead_pipeline.validate import records
from lead_pipeline.validate.cast import NoCast, cast_of
from lead_pipeline.validate.drift import DriftKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lead_pipeline.spec.table import Column

Noted = Counter[tuple[DriftKind, str, str]]
Faults = defaultdict[int, list[str]]
SHOWN = 80  # characters of a name or value that a drift repeats


class OneByOne:
    """Takes records of one table, each with the number of its row."""

    def __init__(self, columns: Sequence[Column], faults: Faults, noted: Noted) -> None:
        self._columns = [(column.name, column.wire or "", *cast_of(column.dtype)) for column in columns]
        self._wires = {column.wire for column in columns}
        self._schema = {column.name: column.dtype for column in columns}
        self._values: dict[str, list[Any]] = {column.name: [] for column in columns}
        self._faults = faults
        self._noted = noted
        self.rows: list[int] = []
        self.extra: dict[int, str] = {}

    def take(self, row: int, text: str) -> None:
        """One more record, as received."""
        record, fault = records.read(text)
        if fault is not None:
            self._faults[row].append(fault)
        self.rows.append(row)
        for name, wire, exact, usual in self._columns:
            value = record.get(wire)
            if value is None:
                if fault is None and wire not in record:
                    self._noted[DriftKind.MISSING_FIELD, name, ""] += 1
            else:
                if fault is None and type(value) not in usual:
                    self._noted[DriftKind.TYPE_MOVED, name, type(value).__name__] += 1
                try:
                    value = exact(value)
                except NoCast as no_cast:
                    self._faults[row].append(f"{name}: {no_cast}")
                    value = None
            self._values[name].append(value)
        if fault is None and not self._wires.issuperset(record):
            self._keep_extra(row, {name: value for name, value in record.items() if name not in self._wires})

    def _keep_extra(self, row: int, unknown: dict[str, Any]) -> None:
        self.extra[row] = msgspec.json.encode(unknown, order="sorted").decode()
        for name, value in unknown.items():
            self._noted[DriftKind.NEW_FIELD, name[:SHOWN], type(value).__name__] += 1

    def frame(self) -> pl.DataFrame:
        """Their columns."""
        return pl.DataFrame(self._values, schema=self._schema)
