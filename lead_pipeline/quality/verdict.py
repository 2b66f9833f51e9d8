"""A check and its verdict: what is asked, whether it holds, and in one line what to do if it does not.

What the checks ask is in the files beside this one; who runs them, and what a failure stops, is decided above.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import duckdb

from lead_pipeline.errors import DeclarationError

Fact = int | float | str | None
_NAME = re.compile(r"[A-Za-z0-9_]+")


class Severity(StrEnum):
    """How bad it is when a check fails."""

    WARN = "warn"
    ERROR = "error"


@dataclass(frozen=True)
class Verdict:
    """What a check found: one line for people in `told`, numbers for programs in `facts`."""

    passed: bool
    severity: Severity
    told: str
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def stops_publishing(self) -> bool:
        """Whether a blocking check with this verdict stops what is built on it."""
        return not self.passed and self.severity is Severity.ERROR


@dataclass(frozen=True)
class Check:
    """One question about the rows of an endpoint. A blocking one that fails with an error stops the publishing."""

    name: str
    endpoint: str
    description: str
    is_blocking: bool
    judge: Callable[[duckdb.DuckDBPyConnection], Verdict]

    def __post_init__(self) -> None:
        """Who runs the checks takes names of letters, digits and underscores only."""
        if not _NAME.fullmatch(self.name):
            message = f"a check of {self.endpoint} cannot be called {self.name!r}: use letters, digits and underscores."
            raise DeclarationError(message, check=self.name)


def passed(told: str, **facts: Fact) -> Verdict:
    """All is well."""
    return Verdict(passed=True, severity=Severity.WARN, told=told, facts=facts)


def warned(told: str, **facts: Fact) -> Verdict:
    """Someone should look; nothing stops."""
    return Verdict(passed=False, severity=Severity.WARN, told=told, facts=facts)


def failed(told: str, **facts: Fact) -> Verdict:
    """What builds on these rows would be wrong."""
    return Verdict(passed=False, severity=Severity.ERROR, told=told, facts=facts)


def by_account(numbers: Mapping[str, int]) -> str:
    """`north 12, default 3`: the accounts that have any, most first."""
    ordered = sorted(numbers.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{account} {number:,}" for account, number in ordered if number)


def counted(number: int, noun: str) -> str:
    """`1 row`, `2 rows`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
