"""What an API does that nobody declared: a field first seen, one gone, a type or a value that is new.

Details name types and enum values, never what a field of a person says.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DriftKind(StrEnum):
    """The ways an API drifts from its declaration."""

    NEW_FIELD = "new field"
    MISSING_FIELD = "missing field"
    TYPE_MOVED = "type moved"
    NEW_VALUE = "new value"


@dataclass(frozen=True)
class Drift:
    """One drift of one field, and how many records of this reading showed it."""

    kind: DriftKind
    field: str
    detail: str
    records: int
