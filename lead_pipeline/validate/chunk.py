"""What comes to be validated: records as received, and what the walk that brought them knows of all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Chunk:
    """A JSON array of records, and the values that the walk fills in for all of them."""

    rows: bytes
    filled: Mapping[str, Any] = field(default_factory=dict)
