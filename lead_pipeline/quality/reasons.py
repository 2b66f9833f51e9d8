"""The rules a table is declared with, and which of them a reason kept in quarantine speaks of: exactly one.

How a rule is checked belongs to `validate`; this only reads back what it wrote down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lead_pipeline.validate.cast import NoCast, cast_of
from lead_pipeline.validate.one_by_one import NO_OBJECT, NOT_ASKED
from lead_pipeline.validate.records import BEYOND_JSON, NOT_AN_OBJECT

if TYPE_CHECKING:
    from lead_pipeline.spec.table import Column, Table

RECORDS_READABLE = "records_readable"
VALUES_READABLE = "values_readable"
REQUIRED_VALUES = "required_values"
FORMER_RULES = "former_rules"

# pandera's names of the rules that `column(...)` calls by a shorter word.
_SHORT = {
    "equal_to": "eq", "not_equal_to": "ne", "greater_than": "gt", "greater_than_or_equal_to": "ge",
    "less_than": "lt", "less_than_or_equal_to": "le",
}  # fmt: skip
_NEVER_CAST: tuple[object, ...] = (object(), "\ud800")  # no type takes the one, and no text the other


@dataclass(frozen=True)
class Rule:
    """One pandera rule: the check's name, and the reason it leaves in quarantine."""

    name: str
    reason: str


def declared_rules(table: Table) -> list[Rule]:
    """Every rule of every column, then those of whole rows, in the order of their declaration."""
    rules = []
    for name, declared in table.schema.columns.items():
        if declared.unique:
            rules.append(Rule(f"{name}_unique", f"{name}: field_uniqueness"))
        rules.extend(
            Rule(f"{name}_{_SHORT.get(check.name, check.name)}", f"{name}: {check.error or check.name}")
            for check in declared.checks
        )
    rules.extend(
        Rule(f"rows_{check.name}", f"{table.schema.name}: {check.error or check.name}") for check in table.schema.checks
    )
    return rules


class Reader:
    """Reads the reasons that records of one table were set aside for."""

    def __init__(self, table: Table) -> None:
        self._named = {rule.reason: rule.name for rule in declared_rules(table)}
        for column in table.columns:
            self._named |= {f"{column.name}: {text}": VALUES_READABLE for text in _faults(column)}
            if not column.nullable:
                self._named[f"{column.name}: not_nullable"] = REQUIRED_VALUES
        self._named |= dict.fromkeys((NOT_AN_OBJECT, BEYOND_JSON), RECORDS_READABLE)

    def rule(self, reason: str) -> str:
        """The one check that counts this reason. What no rule of today says was said by a rule of before."""
        return self._named.get(reason, FORMER_RULES)


def _faults(column: Column) -> set[str]:
    """What casting says of values that this column cannot take, asked of the cast itself."""
    told = {NO_OBJECT} if len(column.path) > 1 else {NOT_ASKED} if column.repeats else set()
    exact, _ = cast_of(column)
    for value in _NEVER_CAST:
        try:
            exact(value)
        except NoCast as fault:
            told.add(str(fault))
    return told
