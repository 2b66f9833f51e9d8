"""Keep or set aside: typed rows against the table's pandera rules, every broken rule named."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import polars as pl

from lead_pipeline.errors import ShapeChanged
from lead_pipeline.spec.table import KEYLESS
from lead_pipeline.validate.frame import Chunk, Framer
from lead_pipeline.validate.hushing import hushed_text
from lead_pipeline.validate.one_by_one import only_declared
from lead_pipeline.validate.records import NOT_AN_OBJECT
from lead_pipeline.validate.shape import refuse_changed_shape
from lead_pipeline.validate.sorting import KEY_SEPARATOR, Sorted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lead_pipeline.spec.table import Table
    from lead_pipeline.validate.frame import Typed


class Sorter:
    """Sorts the records of one table. `name` is how the endpoint is called in errors."""

    def __init__(self, table: Table, name: str) -> None:
        self._table = table
        self._name = name
        self._framer = Framer(table)
        self._filled = [column.name for column in table.columns if column.wire is None]

    def sort(self, chunks: Sequence[Chunk]) -> Sorted:
        """Where a key comes twice the later record counts, as it was read later."""
        typed = self._framer.frame(chunks)
        refuse_changed_shape(self._table, typed, self._name)
        reasons = self._broken_rules(typed)
        frame = typed.frame.drop("_chunk").with_row_index("_row")
        if self._table.key:
            has_key = pl.all_horizontal(pl.col(name).is_not_null() for name in self._table.key)
            latest = frame.filter(has_key).unique(self._table.key, keep="last", maintain_order=True)
            keyless = frame.filter(~has_key)
        else:
            latest, keyless = frame, frame.clear()
        bad = pl.Series(sorted(reasons), dtype=pl.get_index_type())
        aside = pl.concat([latest, keyless]).filter(pl.col("_row").is_in(bad.implode()))
        return Sorted(
            good=latest.filter(~pl.col("_row").is_in(bad.implode())).drop("_row"),
            aside=self._set_aside(typed, aside, reasons),
            seen=pl.concat([latest, keyless]).select(list(dict.fromkeys([*self._table.key, *self._filled]))),
            drift=typed.drift,
        )

    def _broken_rules(self, typed: Typed) -> dict[int, list[str]]:
        import pandera.errors  # noqa: PLC0415 - pandera takes most of a second to import; `status` needs none of it

        reasons = {row: list(faults) for row, faults in typed.faults.items()}
        try:
            self._table.schema.validate(typed.frame.select(list(self._table.schema.columns)), lazy=True)
        except pandera.errors.SchemaErrors as broken:
            cases = broken.failure_cases
            whole = cases.filter(pl.col("index").is_null())
            if whole.height:
                message = f"{self._name}: {whole['check'][0]} on the whole reading."
                raise ShapeChanged(message, cure="The API has changed; what is held stays as it is.") from None
            # A value that could not be cast is empty in the frame: its own fault says more than "not_nullable".
            cast_faults = {(row, fault.split(":")[0]) for row, faults in typed.faults.items() for fault in faults}
            for row, column, check in cases.select("index", "column", "check").iter_rows():
                if (row, column) not in cast_faults and NOT_AN_OBJECT not in reasons.get(row, ()):
                    reasons.setdefault(row, []).append(f"{column}: {check}")
        return reasons

    def _set_aside(self, typed: Typed, rows: pl.DataFrame, reasons: dict[int, list[str]]) -> pl.DataFrame:
        numbers = rows["_row"].to_list()
        records = typed.records(numbers)
        if self._table.closed:
            records = [only_declared(record, self._table.columns) for record in records]
        if self._table.hushed:
            records = [hushed_text(record) for record in records]
        keys = [self._key_text(row, record) for row, record in zip(rows.iter_rows(named=True), records, strict=True)]
        data = {"key": keys, "record": records, "reasons": [reasons[number] for number in numbers]}
        schema: dict[str, pl.DataType] = {"key": pl.String(), "record": pl.String(), "reasons": pl.List(pl.String)}
        return (
            pl.DataFrame(data, schema=schema)
            .with_columns(rows.select(self._filled))
            .unique("key", keep="last", maintain_order=True)
        )

    def _key_text(self, row: dict[str, object], record: str) -> str:
        """What tells the record apart: its key where that is readable, else a digest of its text."""
        parts = [row[name] for name in self._table.key]
        if parts and None not in parts:
            return KEY_SEPARATOR.join(map(str, parts))
        return KEYLESS + hashlib.blake2b(record.encode(), digest_size=12).hexdigest()
