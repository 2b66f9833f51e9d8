"""The records of a JSON array: cut apart as received, and read one by one.

Also where msgspec refuses the array for one record's sake: half a surrogate pair, or a number no float can hold.
"""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

NOT_AN_OBJECT = "record: not a readable object"
BEYOND_JSON = "record: holds a text or a number that JSON cannot say"

_RAWS = msgspec.json.Decoder(list[msgspec.Raw])
# Whole numbers stay texts: Python refuses to make an int of thousands of digits. `cast` reads those that fit.
_LENIENT = json.JSONDecoder(strict=False, parse_int=str)
_BLANKS = re.compile(r"[ \t\r\n]*")


def cut(rows: bytes) -> list[str]:
    """The text of each record."""
    try:
        return [bytes(raw).decode() for raw in _RAWS.decode(rows)]
    except msgspec.DecodeError:
        return _cut_leniently(rows.decode())


def read(record: str) -> tuple[dict[str, Any], str | None]:
    """The record's fields, and what is wrong with the record as a whole."""
    fault = None
    try:
        fields = msgspec.json.decode(record)
    except msgspec.DecodeError:
        fault = BEYOND_JSON
        fields = _LENIENT.decode(record)
    return (fields, fault) if isinstance(fields, dict) else ({}, NOT_AN_OBJECT)


def _cut_leniently(rows: str) -> list[str]:
    records: list[str] = []
    at = _after_blanks(rows, rows.index("[") + 1)
    while rows[at] != "]":
        _, end = _LENIENT.raw_decode(rows, at)
        records.append(rows[at:end])
        at = _after_blanks(rows, end)
        at = _after_blanks(rows, at + (rows[at] == ","))
    return records


def _after_blanks(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at
