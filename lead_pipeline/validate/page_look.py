"""One page at a time: whether its records are as declared, what they lack, and what they hold that nobody declared.

A field that is unknown is learned where it is met first: an API that has a new one has it in every record.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import polars as pl

from lead_pipeline.validate.cast import EXACT_FLOAT, INT64
from lead_pipeline.validate.fields_said import names_as_many, names_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from lead_pipeline.spec.table import Column

_JSON_TYPES: Mapping[pl.DataType, Any] = {
    pl.Int64(): Annotated[int, msgspec.Meta(ge=-INT64, le=INT64 - 1)],
    # Without its ends: a whole number just beyond them has become them before they are compared.
    pl.Float64(): Annotated[float, msgspec.Meta(gt=-EXACT_FLOAT, lt=EXACT_FLOAT)],
    pl.String(): str,
    pl.Boolean(): bool,
    pl.Datetime("us"): str,
}
# Names with a quote, a backslash or a control character in them msgspec takes for no field's.
_UNKNOWN = re.compile(r"contains unknown field `([^\"\\\x00-\x1f]+)` - at")
MOST_UNKNOWN = 20  # fields of one table that are learned; a record with another goes one by one


@dataclass(frozen=True)
class Look:
    """A page that may take the quick way: how many records it has, in how many of them a column is missing.

    `unknown` is what nobody declared, by the record's place.
    """

    records: int
    missing: Counter[str]
    unknown: Mapping[int, dict[str, Any]]


class PageLook:
    """At pages of one table. `repeated` are fields beside the columns that have to be compared: never unknown ones."""

    def __init__(self, columns: Sequence[Column], repeated: AbstractSet[str] = frozenset()) -> None:
        self._columns = columns
        self._repeated = repeated
        self._unknown: dict[str, str] = {}
        self._refusal = ""
        self._can_look = all(map(is_plain, columns))
        if self._can_look:
            self._make_decoders()

    def look(self, rows: bytes) -> Look | None:
        """None if a record has a value of another type, the same field twice, or more unknown fields than a few."""
        if not self._can_look:
            return None
        missing: Counter[str] = Counter()
        found = self._decoded(self._whole, rows)
        if found is None:
            found = self._decoded(self._partly, rows)
            if found is None:
                return self.look(rows) if self._learns() else None
            for name in (column.name for column in self._columns):
                missing[name] = sum(value is msgspec.UNSET for value in map(attrgetter(name), found))
        unknown = self._unknown_in(found)
        fields = len(found) * len(self._columns) - missing.total()
        fields += sum(names_in(msgspec.json.encode(each)) for each in unknown.values())
        return Look(len(found), noted(missing, self._columns), unknown) if names_as_many([rows], fields) else None

    def _decoded(self, decoder: msgspec.json.Decoder[list[Any]], rows: bytes) -> list[Any] | None:
        try:
            return decoder.decode(rows)
        except msgspec.DecodeError as refusal:
            self._refusal = str(refusal)
            return None

    def _learns(self) -> bool:
        """Whether what was refused just now is a field that is unknown no longer."""
        named = _UNKNOWN.search(self._refusal)
        if named is None or named[1] in {*self._unknown, *self._repeated} or len(self._unknown) == MOST_UNKNOWN:
            return False
        self._unknown[named[1]] = f"unknown{len(self._unknown)}"
        self._make_decoders()
        return True

    def _make_decoders(self) -> None:
        self._whole = _decoder(self._columns, self._unknown, optional=False)
        self._partly = _decoder(self._columns, self._unknown, optional=True)

    def _unknown_in(self, found: list[Any]) -> dict[int, dict[str, Any]]:
        places: dict[int, dict[str, Any]] = {}
        for name, place in self._unknown.items():
            for number, value in enumerate(map(attrgetter(place), found)):
                if value is not msgspec.UNSET:
                    places.setdefault(number, {})[name] = value
        return places


def is_plain(column: Column) -> bool:
    """Whether its values are read as they are: no JSON that is kept, nothing within an object, nothing for a null."""
    return column.dtype in _JSON_TYPES and not column.is_json and column.for_null is None and len(column.path) == 1


def noted(missing: Mapping[str, int], columns: Sequence[Column]) -> Counter[str]:
    """Of what is missing, what should be there."""
    return +Counter({column.name: missing[column.name] for column in columns if not column.may_lack})


def _decoder(
    columns: Sequence[Column], unknown: Mapping[str, str], *, optional: bool
) -> msgspec.json.Decoder[list[Any]]:
    default = {"default": msgspec.UNSET} if optional else {}
    fields: list[tuple[str, Any, Any]] = [
        (c.name, _JSON_TYPES[c.dtype] | None | msgspec.UnsetType, msgspec.field(name=c.wire, **default))
        for c in columns
    ]
    fields += [(place, Any, msgspec.field(name=name, default=msgspec.UNSET)) for name, place in unknown.items()]
    record = msgspec.defstruct("Record", fields, forbid_unknown_fields=True, gc=False, kw_only=True)
    return msgspec.json.Decoder(list[record])  # type: ignore[valid-type]
