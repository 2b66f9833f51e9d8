"""Query values as the API takes them: numbers in their range, enums, booleans in four spellings.

What is wrong becomes a VALIDATION_ERROR. What a filter does is in shelves.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lead_pipeline.sandbox.messages import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LARGEST_LIMIT = 100
DEFAULT_LIMIT = 50
LARGEST_NUMBER = 2**63 - 1
NUMBER = re.compile(r"-?[0-9]{1,19}")
BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def invalid(message: str) -> Refused:
    """Refuse what does not fit."""
    return Refused(400, "VALIDATION_ERROR", message)


def number(query: Mapping[str, str], name: str, default: int | None, lowest: int, highest: int) -> int | None:
    """Read a whole number."""
    text = query.get(name)
    if text is None:
        return default
    value = int(text) if NUMBER.fullmatch(text) else None
    if value is None or not lowest <= value <= highest:
        raise invalid(f"{name}: expected a whole number from {lowest} to {highest}")
    return value


def page_of(query: Mapping[str, str]) -> tuple[int, int]:
    """Read limit and offset."""
    limit = number(query, "limit", DEFAULT_LIMIT, 1, LARGEST_LIMIT)
    offset = number(query, "offset", 0, 0, LARGEST_NUMBER)
    return (DEFAULT_LIMIT if limit is None else limit), offset or 0


def choice(query: Mapping[str, str], name: str, choices: Sequence[str]) -> str | None:
    """Read one of some words; upper and lower case are not the same."""
    text = query.get(name)
    if text is not None and text not in choices:
        raise invalid(f"{name}: expected one of {', '.join(choices)}")
    return text


def boolean(query: Mapping[str, str], name: str, *, default: bool) -> bool:
    """Read a boolean."""
    text = query.get(name)
    if text is None:
        return default
    if text not in BOOLEANS:
        raise invalid(f"{name}: expected true or false")
    return BOOLEANS[text]
