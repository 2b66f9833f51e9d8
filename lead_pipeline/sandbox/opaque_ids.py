"""Ids that say nothing but their kind, as `wf_3f9a0c51d2e7`.

They do not ascend, are never given twice, and are the same for the same seed. Numbered ids are a system's own affair.
"""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b


class OpaqueIds:
    """Gives them out."""

    def __init__(self, seed: int, system: str) -> None:
        self._root = f"{seed} {system}"
        self._given: Counter[str] = Counter()

    def new(self, kind: str) -> str:
        """Give the next id of a kind."""
        self._given[kind] += 1
        return f"{kind}_{blake2b(f'{self._root} {kind} {self._given[kind]}'.encode(), digest_size=6).hexdigest()}"

    def given(self, kind: str) -> int:
        """Count those given out."""
        return self._given[kind]
