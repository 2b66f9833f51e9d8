"""A list that was walked: its pages on their way to the lander, and its proof as the ledger keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lead_pipeline.extract.proof import Proof, Verdict
from lead_pipeline.http_client.client import Tally
from lead_pipeline.warehouse.batch import WalkRecord

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from lead_pipeline.extract.page import Page


@dataclass(frozen=True)
class WalkedList:
    """A list that was walked: its pages, what the walk fills in, and what it proves.

    `proof` None is a part of a longer list whose proof is to come; `seen` replaces the keys of the rows then.
    """

    pages: list[Page]
    proof: Proof | None
    filled: Mapping[str, Any] = field(default_factory=dict)
    parent: int | str | None = None
    fingerprint: str | None = None
    may_delete: bool = False
    seen: pl.DataFrame | None = None
    is_position: bool = True

    @property
    def rows(self) -> int:
        """Rows to land."""
        return sum(len(page.keys) for page in self.pages)

    @property
    def bytes(self) -> int:
        """What these rows are on the wire, and about what they take in memory."""
        return sum(len(page.rows) for page in self.pages)

    @property
    def tally(self) -> Tally:
        """What it cost."""
        return Tally() if self.proof is None else self.proof.tally

    @property
    def record(self) -> WalkRecord:
        """What the ledger keeps of it; of a part, nothing but that it was."""
        proof = self.proof or Proof()
        return walk_record(
            proof,
            parent=self.parent,
            fingerprint=self.fingerprint,
            may_delete=self.may_delete and proof.verdict is Verdict.PROVEN,
            is_position=self.is_position,
        )


def walk_record(
    proof: Proof,
    *,
    parent: int | str | None = None,
    fingerprint: str | None = None,
    may_delete: bool = False,
    is_position: bool = True,
) -> WalkRecord:
    """A proof as the ledger keeps it."""
    tally = proof.tally
    return WalkRecord(
        parent=parent, verdict=proof.verdict, reason=proof.reason, pages=proof.pages, passes=proof.passes,
        shifts=proof.shifts, rows_read=proof.rows, distinct_rows=proof.distinct, first_total=proof.first_total,
        last_total=proof.last_total, requests=tally.requests, retries=tally.retries, rate_limited=tally.rate_limited,
        waited_seconds=tally.waited_seconds, bytes=tally.bytes, request_id=tally.request_id, fingerprint=fingerprint,
        may_delete=may_delete, is_position=is_position,
    )  # fmt: skip
