"""The rules of a table, each as an expression of polars: all of them are looked at in one pass over the columns.

pandera says the same, and takes as long for a few thousand rows as reading them does. A table with a rule that is not
known here has none of its rules here: they are left to pandera.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pandera.polars as pa

_KNOWN: Mapping[str, Callable[[pl.Expr, Mapping[str, Any]], pl.Expr]] = {
    "greater_than": lambda value, said: value > said["min_value"],
    "greater_than_or_equal_to": lambda value, said: value >= said["min_value"],
    "less_than": lambda value, said: value < said["max_value"],
    "less_than_or_equal_to": lambda value, said: value <= said["max_value"],
    "isin": lambda value, said: value.is_in(list(said["allowed_values"])),
    "in_range": lambda value, said: value.is_between(said["min_value"], said["max_value"], _CLOSED[_ends(said)]),
}
_CLOSED: Mapping[tuple[bool, bool], Any] = {
    (True, True): "both", (True, False): "left", (False, True): "right", (False, False): "none",
}  # fmt: skip


class RowRules:
    """Of one table, as far as they are known: `is_known` says whether all of them are."""

    def __init__(self, schema: pa.DataFrameSchema) -> None:
        self._broken: list[tuple[str, str, pl.Expr]] = []
        self.is_known = not (schema.checks or schema.unique)
        for name, column in schema.columns.items():
            value = pl.col(name)
            if not column.nullable:
                self._broken.append((name, "not_nullable", value.is_null()))
            for check in column.checks:
                keeps = _KNOWN.get(check.name or "")
                if keeps is None or column.unique or check.element_wise or not check.ignore_na:
                    self.is_known = False
                    return
                # An empty value breaks no other rule than that of being there.
                broken = ~keeps(value, check.statistics or {}).fill_null(value=True)
                self._broken.append((name, str(check.error), broken))

    def broken(self, frame: pl.DataFrame) -> Iterator[tuple[int, str, str]]:
        """Row, column and rule, for each rule that a row breaks."""
        masks = frame.select(mask.alias(str(number)) for number, (_, _, mask) in enumerate(self._broken))
        for (column, rule, _), mask in zip(self._broken, masks.iter_columns(), strict=True):
            for row in mask.arg_true() if mask.any() else ():
                yield row, column, rule


def _ends(said: Mapping[str, Any]) -> tuple[bool, bool]:
    return bool(said.get("include_min", True)), bool(said.get("include_max", True))
