"""Query values as the API takes them: numbers in their range, enums, booleans in four spellings.

Types only: which endpoint takes which is in reading, and what a filter does is in shelves.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta

from lead_pipeline.sandbox.messages import Refused

LARGEST_LIMIT = 100
DEFAULT_LIMIT = 50
LARGEST_NUMBER = 2**63 - 1

Limit = Annotated[int, Meta(ge=1, le=LARGEST_LIMIT)]
Offset = Annotated[int, Meta(ge=0, le=LARGEST_NUMBER)]
AnyId = Annotated[int, Meta(ge=-LARGEST_NUMBER, le=LARGEST_NUMBER)]
Flag: TypeAlias = bool | Literal[0, 1]


def invalid(message: str) -> Refused:
    """Refuse what does not fit."""
    return Refused(400, "VALIDATION_ERROR", message)
