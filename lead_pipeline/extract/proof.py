"""A proof: what a walk saw, and whether that shows that it saw everything."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from lead_pipeline.http_client.client import Tally


class Verdict(StrEnum):
    """What a walk is worth."""

    PROVEN = "proven"
    UNPROVEN = "unproven"
    FAILED = "failed"


@dataclass
class Proof:
    """The record of one walk. `reason` says in words why it counts as proven, or what is missing."""

    verdict: Verdict = Verdict.UNPROVEN
    reason: str = "not read to the end"
    pages: int = 0
    passes: int = 0
    shifts: int = 0
    rows: int = 0
    distinct: int = 0
    first_total: int | None = None
    last_total: int | None = None
    tally: Tally = field(default_factory=Tally)

    def saw_total(self, total: int | None) -> None:
        """Keep the first and the newest total; a page without one changes neither."""
        if total is not None:
            self.first_total = total if self.first_total is None else self.first_total
            self.last_total = total

    def conclude(self, verdict: Verdict, reason: str) -> None:
        """The last word."""
        self.verdict, self.reason = verdict, reason
