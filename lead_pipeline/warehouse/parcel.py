"""Rows on their way into a table: frames that wait packed, a fifth of their size, and are unpacked one at a time."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import polars as pl
import pyarrow as pa
import pyarrow.ipc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Its own pools keep what they once held, and that is as much again as a landing needs.
pa.set_memory_pool(pa.system_memory_pool())


@dataclass(frozen=True)
class Parcel:
    """Frames of the same columns, one after the other. DuckDB reads it, as often as it likes, as it reads any Arrow."""

    empty: pl.DataFrame
    parts: tuple[bytes, ...]
    height: int

    @classmethod
    def of(cls, frame: pl.DataFrame) -> Self:
        """One frame, packed."""
        packed = io.BytesIO()
        # The oldest texts of Arrow: pyarrow cannot sift the newer ones yet, which DuckDB has it do in a join.
        frame.write_ipc_stream(packed, compression="lz4", compat_level=pl.CompatLevel.oldest())
        return cls(frame.clear(), (packed.getvalue(),) if frame.height else (), frame.height)

    @classmethod
    def joined(cls, parcels: Sequence[Self]) -> Self:
        """Several as one. Nothing is packed anew."""
        parts = tuple(part for parcel in parcels for part in parcel.parts)
        return cls(parcels[0].empty, parts, sum(parcel.height for parcel in parcels))

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return self.empty.columns

    def frames(self) -> Iterator[pl.DataFrame]:
        """The frames, unpacked as they are asked for."""
        for part in self.parts:
            yield pl.read_ipc_stream(part)

    def whole(self) -> pl.DataFrame:
        """All rows, unpacked."""
        return pl.concat([self.empty, *self.frames()])

    def matching(self, keys: pl.DataFrame) -> pl.DataFrame:
        """The rows that have one of these keys."""
        return pl.concat([self.empty, *(frame.join(keys, on=keys.columns, how="semi") for frame in self.frames())])

    def select(self, columns: tuple[str, ...]) -> pl.DataFrame:
        """These columns of all rows."""
        return pl.concat([self.empty.select(columns), *(frame.select(columns) for frame in self.frames())])

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Arrow's protocol of a table that is read batch by batch."""
        schema = self.empty.to_arrow(compat_level=pl.CompatLevel.oldest()).schema
        batches = (batch for part in self.parts for batch in pa.ipc.open_stream(part))
        return pa.RecordBatchReader.from_batches(schema, batches).__arrow_c_stream__(requested_schema)
