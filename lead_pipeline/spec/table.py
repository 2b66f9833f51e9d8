"""A table: the columns, rules and key of one resource, said once as a pandera model.

Its DDL, its validation and its documentation all come from here. How a value is cast or a rule is checked belongs to
`validate`, how a table is made to `warehouse`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

import polars as pl

from lead_pipeline.errors import DeclarationError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandera.polars as pa

# An instant, in UTC. Without a zone in the type: a TIMESTAMPTZ is shown, and cut into days, in each reader's own zone.
Instant = Annotated[pl.Datetime, "us", None]
Day = pl.Date  # a day without a time

KEYLESS = "record "  # so the quarantine calls a record whose key cannot be read, with a digest of its text

SQL_TYPES: Mapping[pl.DataType, str] = {
    pl.Int64(): "BIGINT",
    pl.Float64(): "DOUBLE",
    pl.String(): "VARCHAR",
    pl.Boolean(): "BOOLEAN",
    pl.Datetime("us"): "TIMESTAMP",
    pl.Date(): "DATE",
}


class Keep(StrEnum):
    """What a table keeps: the latest state of each key, or every snapshot ever read."""

    LATEST = "latest"
    HISTORY = "history"


@dataclass(frozen=True)
class Column:
    """One declared column. `wire` is the API's own name of it; None where the walk fills it in.

    A dot in `wire` goes into an object: `stage.id`. `repeats` is where a record tells what the walk fills in, too.
    """

    name: str
    wire: str | None
    dtype: pl.DataType
    nullable: bool
    description: str
    personal: bool
    upper: bool
    known: frozenset[str]
    fixed: bool
    is_json: bool = False
    or_number: bool = False
    may_lack: bool = False
    for_null: str | None = None
    repeats: str | None = None

    @property
    def sql_type(self) -> str:
        """The DuckDB type of the column."""
        return "JSON" if self.is_json else SQL_TYPES[self.dtype]

    @property
    def path(self) -> tuple[str, ...]:
        """The names to follow from the record to the value."""
        return tuple((self.wire or "").split("."))


def camel_case(name: str) -> str:
    """`found_leads` → `foundLeads`: the wire names of an API that writes camelCase."""
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)


def same_name(name: str) -> str:
    """The wire names of an API that writes snake_case."""
    return name


def column(  # noqa: PLR0913 - these are the words a column is declared in
    description: str,
    *,
    null: bool = False,
    personal: bool = False,
    upper: bool = False,
    known: tuple[str, ...] = (),
    by_walk: bool = False,
    fixed: bool = False,
    json: bool = False,
    or_number: bool = False,
    wire: str | None = None,
    may_lack: bool = False,
    for_null: str | None = None,
    **rules: Any,  # noqa: ANN401 - pandera's own rule keywords: isin, ge, in_range, …
) -> Any:  # noqa: ANN401 - stands where pandera.Field stands
    """Declare a column: pandera's Field, with the words that pandera has no place for.

    `known` values are the documented ones of a descriptive field: others land and are noted as drift. A closed set is
    a rule (`isin=`): others are set aside. `upper` folds the case of an enum on the way in. `fixed` values never change
    in a row's life: a row with the same key and another such value is another row.

    `json` keeps whatever the API nests there, as JSON. `or_number`: a text that some servers write as a number. `wire`
    is the API's own name where its habit does not give it; a dot goes into an object (`stage.id`). With `by_walk` it
    says where a record repeats what the walk fills in: a record that says something else is set aside. `may_lack`: some
    records are documented without it, so that is no drift. `for_null` stands in a key for a null.
    """
    import pandera.polars as pa  # noqa: PLC0415 - pandera takes most of a second to import; `--help` needs none of it

    words = {"personal": personal, "upper": upper, "known": known, "by_walk": by_walk, "fixed": fixed, "json": json,
             "or_number": or_number, "wire": wire, "may_lack": may_lack, "for_null": for_null}  # fmt: skip
    return pa.Field(nullable=null, description=description, metadata=words, **rules)


@dataclass(frozen=True)
class Table:
    """A resource's table. `key` names the columns that tell two rows apart within one account.

    `closed` is for records that may hold secrets: what is not declared is never written, not even in the quarantine.
    `left_out` names what is known to be there, and is not kept for that reason: it is no drift.
    `makes_keys`: records may come without their key, and are known again by all that they tell.
    `hushed` is for those that keep what somebody may have put a secret into: what is named like one is hidden.
    """

    model: type[pa.DataFrameModel]
    key: tuple[str, ...] = ()
    keep: Keep = Keep.LATEST
    left_out: frozenset[str] = frozenset()
    wire_name: Callable[[str], str] = same_name
    closed: bool = False
    hushed: bool = False
    makes_keys: bool = False

    def __post_init__(self) -> None:
        """Refuse nonsense while the source is imported, not in the middle of a night's run."""
        if self.left_out and not self.closed:
            message = f"{self.model.__name__}: what is left out belongs in a table that is closed."
            raise DeclarationError(message)
        nullable = {column.name: column.nullable for column in self.columns}
        for name in self.key:
            if nullable.get(name, True):
                message = f"{self.model.__name__}: key column {name!r} must be one of its columns, and never empty."
                raise DeclarationError(message, column=name)
        if self.makes_keys and [column.wire for column in self.columns if column.name in self.key] != [self.key_wire]:
            message = f"{self.model.__name__}: a key that is made is one column, a text of the API's own."
            raise DeclarationError(message)
        if self.keep is Keep.LATEST and not self.key:
            message = f"{self.model.__name__}: a table of latest rows needs a key to merge by."
            raise DeclarationError(message)

    @cached_property
    def schema(self) -> pa.DataFrameSchema:
        """The pandera schema: names, types, nullability and every rule."""
        return self.model.to_schema()

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """All declared columns, in the order of their declaration."""
        return tuple(self._column(name) for name in self.schema.columns)

    @cached_property
    def identity(self) -> tuple[str, ...]:
        """The columns by which a row is known again: its key, and what never changes."""
        return (*self.key, *(column.name for column in self.columns if column.fixed))

    @cached_property
    def key_text(self) -> pl.Expr:
        """The key as one text, by which a record that was set aside is known again; empty where a part of it is."""
        parts = [pl.col(name).cast(pl.String) for name in self.key]
        return (pl.concat_str(parts, separator="/") if parts else pl.lit(None, pl.String)).alias("key")

    @property
    def key_wire(self) -> str:
        """What the API calls the key, where it is one text that a record may tell."""
        wires = [column.wire for column in self.columns if column.name in self.key and column.dtype == pl.String()]
        return wires[0] or "" if wires else ""

    @cached_property
    def wire_columns(self) -> tuple[Column, ...]:
        """The columns that come from the API, not from the walk."""
        return tuple(column for column in self.columns if column.wire is not None)

    def _column(self, name: str) -> Column:
        declared = self.schema.columns[name]
        words: dict[str, Any] = declared.metadata or {}
        dtype: pl.DataType = declared.dtype.type
        if dtype not in SQL_TYPES:
            message = f"{self.model.__name__}.{name}: no DuckDB type is set for {dtype}."
            raise DeclarationError(message, column=name)
        if not declared.description:
            message = f"{self.model.__name__}.{name}: a column needs a description."
            raise DeclarationError(message, column=name)
        by_walk, wire, may_lack = bool(words.get("by_walk")), words.get("wire"), bool(words.get("may_lack"))
        if words.get("json") and dtype != pl.String():
            message = f"{self.model.__name__}.{name}: a column of JSON is declared as str."
            raise DeclarationError(message, column=name)
        if may_lack and (by_walk or not declared.nullable):
            message = f"{self.model.__name__}.{name}: what a record may lack comes from the API and may be empty."
            raise DeclarationError(message, column=name)
        return Column(
            name=name,
            wire=None if by_walk else wire or self.wire_name(name),
            dtype=dtype,
            nullable=bool(declared.nullable),
            description=declared.description,
            personal=bool(words.get("personal")),
            upper=bool(words.get("upper")),
            known=frozenset(words.get("known", ())),
            fixed=bool(words.get("fixed")),
            is_json=bool(words.get("json")),
            or_number=bool(words.get("or_number")),
            may_lack=may_lack,
            for_null=words.get("for_null"),
            repeats=wire if by_walk else None,
        )
