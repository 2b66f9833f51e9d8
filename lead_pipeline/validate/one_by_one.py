"""The slow way: records that are not as declared, one by one. Each value is cast without loss, or noted as a fault.

What nobody declared is kept beside the columns. Where a record differs from its declaration is noted as drift.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import msgspec
import polars as pl

from lead_pipeline.validate import records
from lead_pipeline.validate.cast import NoCast, canonical, cast_of
from lead_pipeline.validate.drift import DriftKind
from lead_pipeline.validate.hushing import hushed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from lead_pipeline.spec.table import Column

Noted = Counter[tuple[DriftKind, str, str]]
Faults = defaultdict[int, list[str]]
SHOWN = 80  # characters of a name or value that a drift repeats
NO_OBJECT = "not within an object"
NOT_ASKED = "not the one that was asked for"

_LACKS: Any = object()


class OneByOne:
    """Takes records of one table, each with the number of its row.

    `told` holds what records themselves say of the columns that repeat the walk's, where the walk had nothing.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        repeated: Sequence[Column],
        *,
        keeps_extra: bool,
        hushes: bool = False,
        left_out: AbstractSet[str] = frozenset(),
    ) -> None:
        self._columns = [(column, *cast_of(column)) for column in columns]
        self._repeated = [(column.name, column.repeats or "", cast_of(column)[0]) for column in repeated]
        self._tree = _tree([*(column.path for column in columns), *((c.repeats or "",) for c in repeated)])
        self._schema = {column.name: column.dtype for column in columns}
        self._values: dict[str, list[Any]] = {column.name: [] for column in columns}
        self._keeps_extra = keeps_extra
        self._left_out = left_out
        self._hushes = hushes
        self.faults: Faults = defaultdict(list)
        self.noted: Noted = Counter()
        self.told: defaultdict[str, dict[int, Any]] = defaultdict(dict)
        self.rows: list[int] = []
        self.extra: dict[int, str] = {}

    def take(self, row: int, text: str, filled: Mapping[str, Any]) -> None:
        """One more record, as received, and what the walk fills in for it."""
        record, fault = records.read(text)
        record = hushed(record) if self._hushes else record
        if fault is not None:
            self.faults[row].append(fault)
        self.rows.append(row)
        for column, exact, usual in self._columns:
            try:
                value = _at(record, column.path)
                if fault is None:
                    self._note(column, value, usual)
                if value is None or value is _LACKS:
                    value = column.for_null if value is None else None
                else:
                    value = exact(value)
            except NoCast as no_cast:
                self.faults[row].append(f"{column.name}: {no_cast}")
                value = None
            self._values[column.name].append(value)
        for name, wire, exact in self._repeated:
            if record.get(wire) is not None:
                self._compare(row, name, exact, record[wire], filled.get(name))
        if fault is None:
            self.keep_extra(row, record)

    def _note(self, column: Column, value: object, usual: tuple[type, ...]) -> None:
        if value is _LACKS:
            if not column.may_lack:
                self.noted[DriftKind.MISSING_FIELD, column.name, ""] += 1
        elif value is not None and type(value) not in usual:
            self.noted[DriftKind.TYPE_MOVED, column.name, type(value).__name__] += 1

    def _compare(self, row: int, name: str, exact: Any, said: object, asked: object) -> None:  # noqa: ANN401 - a cast
        """A record that belongs to another parent than the one asked for must not be tied to it."""
        try:
            own = exact(said)
        except NoCast as no_cast:
            self.faults[row].append(f"{name}: {no_cast}")
            return
        if asked is None:
            self.told[name][row] = own
        elif own != asked:
            self.faults[row].append(f"{name}: {NOT_ASKED}")

    def keep_extra(self, row: int, record: dict[str, Any]) -> None:
        """Note what nobody declared of such a record, and keep it."""
        unknown = _undeclared(record, self._tree)
        unknown = hushed(unknown) if self._hushes else unknown
        for name, value in _leaves(unknown, self._tree):
            if name not in self._left_out:
                self.noted[DriftKind.NEW_FIELD, name[:SHOWN], type(value).__name__] += 1
        if unknown and self._keeps_extra:
            self.extra[row] = msgspec.json.encode(unknown, order="sorted").decode()

    def frame(self) -> pl.DataFrame:
        """Their columns."""
        return pl.DataFrame(self._values, schema=self._schema)


def _at(record: dict[str, Any], path: tuple[str, ...]) -> Any:  # noqa: ANN401 - whatever is there
    """What stands at the end of the path; in an object that is null, all is null."""
    value: Any = record
    for name in path:
        if value is None:
            return None
        if not isinstance(value, dict):
            raise NoCast(NO_OBJECT)
        value = value.get(name, _LACKS)
        if value is _LACKS:
            return _LACKS
    return value


def _tree(paths: Sequence[tuple[str, ...]]) -> dict[str, Any]:
    """The declared names, those within an object below its own; a name that is declared whole has nothing below."""
    tree: dict[str, Any] = {}
    for path in paths:
        here = tree
        for name in path:
            here = here.setdefault(name, {})
    return tree


def _undeclared(record: dict[str, Any], tree: dict[str, Any]) -> dict[str, Any]:
    """What is left of a record when all that is declared is taken away."""
    left = {name: value for name, value in record.items() if name not in tree}
    for name, below in tree.items():
        if below and isinstance(record.get(name), dict) and (within := _undeclared(record[name], below)):
            left[name] = within
    return left


def _leaves(unknown: dict[str, Any], tree: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in unknown.items():
        if name in tree:
            yield from ((f"{name}.{within}", what) for within, what in _leaves(value, tree[name]))
        else:
            yield name, value


def only_declared(record: str, columns: Sequence[Column]) -> str:
    """The record without all that nobody declared, for tables that are closed."""
    fields, _ = records.read(record)
    kept: dict[str, Any] = {}
    for path in ((*column.path,) if column.wire else (column.repeats or "",) for column in columns):
        try:
            value = _at(fields, path)
        except NoCast:
            continue
        if value is not _LACKS:
            here = kept
            for name in path[:-1]:
                here = here.setdefault(name, {})
            here[path[-1]] = value
    try:
        return canonical(kept)
    except NoCast:
        return "{}"
