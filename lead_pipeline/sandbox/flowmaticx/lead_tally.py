"""Counts of the leads that are there to stay: those of jobs that are final, per job and kind.

Their sums make deep offsets cheap. Jobs that still move are counted one by one in lead_index.
"""

from __future__ import annotations

from array import array
from itertools import accumulate, islice

from lead_pipeline.sandbox.flowmaticx.lead_kinds import KINDS, is_billable


class LeadTally:
    """One row of counts per slot."""

    def __init__(self) -> None:
        self._counts = [array("H") for _ in KINDS]
        self._sums: dict[frozenset[int], list[int]] = {}

    def __len__(self) -> int:
        return len(self._counts[0])

    def append(self, kinds: bytes) -> int:
        """Count a further slot; give its billable leads."""
        counts = [kinds.count(kind) for kind in KINDS]
        for column, count in zip(self._counts, counts, strict=True):
            column.append(count)
        return sum(count for kind, count in enumerate(counts) if is_billable(kind))

    def replace(self, slot: int, kinds: bytes) -> None:
        """Count a slot again."""
        for kind, column in enumerate(self._counts):
            column[slot] = kinds.count(kind)
        self._sums.clear()

    def up_to(self, wanted: frozenset[int]) -> list[int]:
        """Give, for every slot, the leads of some kinds up to and with it."""
        known = self._sums.setdefault(wanted, [])
        if len(known) < len(self):
            # Only what is new is added: days that passed must not be counted again and again.
            columns = [self._counts[kind][len(known) :] for kind in wanted]
            sums = accumulate(map(sum, zip(*columns, strict=True)), initial=known[-1] if known else 0)
            known.extend(islice(sums, 1, None))
        return known
