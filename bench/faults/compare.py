"""What was landed against what there is, by id and by the values of some columns.

A row that came or went while the tool was reading may be there or not, and a value that changed may be the old or the
new one: no tool can know better. All other rows must be there, once, with their values, and nothing else.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

Rows: TypeAlias = list[dict[str, Any]]
Lists: TypeAlias = dict[str, Rows]

COLUMNS = {
    "jobs": ("keyword", "location", "status", "foundLeads", "creditsUsed", "createdAt", "finishedAt"),
    "leads": ("businessName", "email", "emailStatus", "city", "rating", "reviewsCount", "isBillable", "createdAt"),
}


@dataclass(frozen=True)
class Difference:
    """How many rows are not as they should be."""

    lost: int
    extra: int
    doubled: int
    wrong: int

    def __str__(self) -> str:
        words = (
            (self.lost, "lost"),
            (self.extra, "that do not exist"),
            (self.doubled, "doubled"),
            (self.wrong, "with wrong values"),
        )
        return ", ".join(f"{number} {word}" for number, word in words if number)


def compare(before: Lists, after: Lists, landed: Lists) -> Difference:
    """Count over both lists."""
    lost = extra = doubled = wrong = 0
    for table, columns in COLUMNS.items():
        old, new = ({row["id"]: values(row, columns) for row in truth[table]} for truth in (before, after))
        ids = Counter(key_of(row) for row in landed[table])
        lost += len((old.keys() & new.keys()) - ids.keys())
        extra += len(ids.keys() - old.keys() - new.keys())
        doubled += sum(number - 1 for number in ids.values())
        held = {key_of(row): values(row, columns) for row in landed[table]}
        known = held.keys() & (old.keys() | new.keys())
        wrong += sum(held[key] not in (old.get(key), new.get(key)) for key in known)
    return Difference(lost, extra, doubled, wrong)


def key_of(row: dict[str, Any]) -> object:
    """The id, whatever type it was landed as."""
    key = row.get("id")
    return int(key) if isinstance(key, str) and key.isdigit() else key


def values(row: dict[str, Any], columns: tuple[str, ...]) -> tuple[object, ...]:
    """The compared values; destinations write camelCase as snake_case."""
    return tuple(normal(row.get(column, row.get(snake(column))), is_time=column.endswith("At")) for column in columns)


def snake(name: str) -> str:
    """The name as most destinations write it."""
    return re.sub(r"([A-Z])", r"_\1", name).lower()


def normal(value: object, *, is_time: bool) -> object:
    """One value, however it was typed: a number written as text is that number; NaN is equal to nothing."""
    if is_time and isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return value
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    if isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value):
        return float(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    return value
