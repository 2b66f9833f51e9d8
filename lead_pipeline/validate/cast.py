"""One value, cast to its column's type without loss, or not at all. The slow and exact way, for values off the norm.

Instants come as texts, so all of them need a cast: for the usual ones there is a quick way, for a column at a time.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import msgspec
import polars as pl
import pyarrow as pa
import pyarrow.compute

if TYPE_CHECKING:
    from collections.abc import Callable

    from lead_pipeline.spec.table import Column

INT64 = 2**63
EXACT_FLOAT = 2**53  # from here on, not every whole number has a float of its own

_WHOLE = re.compile(r"[+-]?[0-9]{1,19}")
_FRACTION = re.compile(r"[+-]?[0-9]+(\.[0-9]+([eE][+-]?[0-9]+)?|[eE][+-]?[0-9]+)")
# A day with dashes: Python's own parser also takes milliseconds since 1970, written as a text, for the year 1711.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].+)?")

# What the quick way takes is a part of what the exact way takes, and gives the same. No second 60, which it would take.
_USUAL_INSTANT = r"^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?Z$"


class NoCast(Exception):
    """The value cannot be had in that type without losing something; says what it should have been."""


def _whole(value: object) -> int:
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT_FLOAT:
        value = int(value)
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and -INT64 <= value < INT64:
        return value
    raise NoCast("not a whole number of 64 bits")


def _number(value: object) -> float:
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        value = int(value)
    if isinstance(value, str) and _FRACTION.fullmatch(value):
        value = float(value)
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= EXACT_FLOAT:
        return float(value)
    raise NoCast("not a number that a float holds exactly")


def _truth(value: object) -> bool:
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    if isinstance(value, bool):
        return value
    raise NoCast("neither true nor false")


def _text(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise NoCast("a text with half a character in it") from None
        return value
    raise NoCast("not a text")


def _instant(value: object) -> datetime:
    """An ISO date and time; without a zone it is UTC, as the APIs document theirs. What is finer than µs is cut off."""
    text = value.strip().upper() if isinstance(value, str) else ""
    if _MOMENT.fullmatch(text):
        try:
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)
        except (ValueError, OverflowError):
            pass
    raise NoCast("not an ISO date and time")


def _day(value: object) -> date:
    text = value.strip() if isinstance(value, str) else ""
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise NoCast("not an ISO date")


def canonical(value: object) -> str:
    """JSON in one way of writing it: names in order, no spaces, so that equal values are equal texts."""
    try:
        return msgspec.json.encode(value, order="sorted").decode()
    except (TypeError, UnicodeEncodeError, RecursionError):
        raise NoCast("not sayable in JSON") from None


def usual_instants(texts: pl.Series) -> pl.Series:
    """The instants of those texts that are written as most APIs do; empty for any other."""
    usual = texts.set(~texts.str.contains(_USUAL_INSTANT), None)
    try:
        instants = pa.compute.cast(usual.to_arrow(), pa.timestamp("us", "UTC"))
    except pa.ArrowInvalid:  # a day that no month has; polars takes ten times as long, and leaves that one empty
        return usual.str.to_datetime("%Y-%m-%dT%H:%M:%S%.fZ", time_unit="us", strict=False)
    return pl.Series(texts.name, instants).dt.replace_time_zone(None)


_CASTS: dict[pl.DataType, tuple[Callable[[object], Any], tuple[type, ...]]] = {
    pl.Int64(): (_whole, (int,)),
    pl.Float64(): (_number, (float, int)),
    pl.Boolean(): (_truth, (bool,)),
    pl.String(): (_text, (str,)),
    pl.Datetime("us"): (_instant, (str,)),
    pl.Date(): (_day, (str,)),
}
_ANY_JSON = (canonical, (dict, list, str, int, float, bool))


def cast_of(column: Column) -> tuple[Callable[[object], Any], tuple[type, ...]]:
    """What casts a value to that column's type, or raises NoCast; and the JSON types it is declared to have."""
    if column.is_json:
        return _ANY_JSON
    exact, usual = _CASTS[column.dtype]
    return exact, (*usual, int) if column.or_number else usual
