"""Keep or set aside: typed rows against the table's rules, every broken rule named."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from lead_pipeline.errors import ShapeChanged
from lead_pipeline.spec.table import KEYLESS
from lead_pipeline.validate.chunk import Chunk
from lead_pipeline.validate.frame import Framer
from lead_pipeline.validate.hushing import hushed_text
from lead_pipeline.validate.one_by_one import only_declared
from lead_pipeline.validate.records import NOT_AN_OBJECT
from lead_pipeline.validate.row_rules import RowRules
from lead_pipeline.validate.shape import refuse_changed_shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lead_pipeline.spec.table import Table
    from lead_pipeline.validate.drift import Drift
    from lead_pipeline.validate.frame import Typed


@dataclass(frozen=True)
class Sorted:
    """`good` rows land; `aside` has the text of the key, the record as received and the reasons.

    `seen` holds the key of every row, good or not, and what the walk filled in: what is there at the source. A key
    that cannot be read is empty in it.
    """

    good: pl.DataFrame
    aside: pl.DataFrame
    seen: pl.DataFrame
    drift: list[Drift]


class Sorter:
    """Sorts the records of one table. `name` is how the endpoint is called in errors."""

    def __init__(self, table: Table, name: str) -> None:
        self._table = table
        self._name = name
        self._framer = Framer(table)
        self._rules = RowRules(table.schema)
        self._filled = [column.name for column in table.columns if column.wire is None]

    def sort(self, chunks: Sequence[Chunk]) -> Sorted:
        """Where a key comes twice the later record counts, as it was read later."""
        typed = self._framer.frame(chunks)
        refuse_changed_shape(self._table, typed, self._name)
        reasons = self._broken_rules(typed)
        frame = typed.frame.drop("_chunk").with_row_index("_row")
        keys = frame.select(self._table.key)
        if self._table.key and keys.n_unique() != keys.height:
            is_unreadable = pl.any_horizontal(pl.col(self._table.key).is_null())
            frame = frame.filter(is_unreadable | pl.struct(self._table.key).is_last_distinct())
        is_bad = frame["_row"].is_in(pl.Series(sorted(reasons), dtype=pl.get_index_type()).implode())
        return Sorted(
            good=(frame.filter(~is_bad) if reasons else frame).drop("_row"),
            aside=self._set_aside(typed, frame.filter(is_bad), reasons),
            seen=frame.select(list(dict.fromkeys([*self._table.key, *self._filled]))),
            drift=typed.drift,
        )

    def _broken_rules(self, typed: Typed) -> dict[int, list[str]]:
        reasons = {row: list(faults) for row, faults in typed.faults.items()}
        # A value that could not be cast is empty in the frame: its own fault says more than "not_nullable".
        cast_faults = {(row, fault.split(":")[0]) for row, faults in typed.faults.items() for fault in faults}
        broken = self._rules.broken(typed.frame) if self._rules.is_known else self._told_by_pandera(typed.frame)
        for row, column, check in broken:
            if (row, column) not in cast_faults and NOT_AN_OBJECT not in reasons.get(row, ()):
                reasons.setdefault(row, []).append(f"{column}: {check}")
        return reasons

    def _told_by_pandera(self, frame: pl.DataFrame) -> list[tuple[int, str, str]]:
        import pandera.errors  # noqa: PLC0415 - for the few tables with a rule of their own

        try:
            self._table.schema.validate(frame.select(list(self._table.schema.columns)), lazy=True)
        except pandera.errors.SchemaErrors as broken:
            cases = broken.failure_cases
            whole = cases.filter(pl.col("index").is_null())
            if whole.height:
                message = f"{self._name}: {whole['check'][0]} on the whole reading."
                raise ShapeChanged(message, cure="The API has changed; what is held stays as it is.") from None
            found: list[tuple[int, str, str]] = cases.select("index", "column", "check").rows()
            return found
        return []

    def _set_aside(self, typed: Typed, rows: pl.DataFrame, reasons: dict[int, list[str]]) -> pl.DataFrame:
        numbers = rows["_row"].to_list()
        records = typed.records(numbers)
        if self._table.closed:
            records = [only_declared(record, self._table.columns) for record in records]
        if self._table.hushed:
            records = [hushed_text(record) for record in records]
        told = zip(rows.select("_row", self._table.key_text)["key"], records, strict=True)
        keys = [_digest(record) if key is None else key for key, record in told]
        data = {"key": keys, "record": records, "reasons": [reasons[number] for number in numbers]}
        schema: dict[str, pl.DataType] = {"key": pl.String(), "record": pl.String(), "reasons": pl.List(pl.String)}
        return (
            pl.DataFrame(data, schema=schema)
            .with_columns(rows.select(self._filled))
            .unique("key", keep="last", maintain_order=True)
        )


def _digest(record: str) -> str:
    """What tells a record apart whose key cannot be read."""
    return KEYLESS + hashlib.blake2b(record.encode(), digest_size=12).hexdigest()
