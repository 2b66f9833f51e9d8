"""What one landing is about: whose rows, which rows, which walks, and the count of what was done with them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from lead_pipeline.spec.source import Endpoint, Source


def utc_now() -> datetime:
    """Now, as the warehouse keeps it: UTC without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


@dataclass(frozen=True)
class Place:
    """Whose rows these are, and which run brings them."""

    source: Source
    endpoint: Endpoint
    account: str
    run_id: str


@dataclass(frozen=True, kw_only=True)
class WalkRecord:
    """A walk as the ledger keeps it. `parent` is the parent's id; None for a list that has none."""

    parent: int | str | None
    verdict: str
    reason: str
    pages: int = 0
    passes: int = 0
    shifts: int = 0
    rows_read: int = 0
    distinct_rows: int = 0
    first_total: int | None = None
    last_total: int | None = None
    requests: int = 0
    retries: int = 0
    rate_limited: int = 0
    waited_seconds: float = 0.0
    bytes: int = 0
    request_id: str | None = None
    fingerprint: str | None = None
    may_delete: bool = False
    is_position: bool = True


@dataclass(frozen=True)
class DriftRecord:
    """A drift as the ledger keeps it."""

    kind: str
    field: str
    detail: str
    records: int


@dataclass(frozen=True)
class Rows:
    """Sorted rows, as `validate` leaves them: to land, to set aside, the keys of all that was seen, and what drifted.

    A key in `seen` is empty where it could not be read.
    """

    good: pl.DataFrame
    aside: pl.DataFrame
    seen: pl.DataFrame
    drift: Sequence[DriftRecord] = ()


@dataclass
class Counts:
    """What a landing did."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    aside: int = 0
    new_drift: int = 0

    def add(self, other: Counts) -> None:
        """Count another landing in."""
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))
