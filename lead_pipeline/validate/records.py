"""The records of a JSON array: cut apart as received, and read one by one.

Also where msgspec refuses the array for one record's sake: half a surrogate pair, or a number no float can hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from lead_pipeline.http_client import lenient_json

if TYPE_CHECKING:
    from collections.abc import Sequence

NOT_AN_OBJECT = "record: not a readable object"
BEYOND_JSON = "record: holds a text or a number that JSON cannot say"

RAWS = msgspec.json.Decoder(list[msgspec.Raw])


def cut(rows: bytes, places: Sequence[int] | None = None) -> list[str]:
    """The text of each record, or of those at these places."""
    found = uncopied(rows)
    return [bytes(each).decode() for each in (found if places is None else [found[place] for place in places])]


def uncopied(rows: bytes) -> list[msgspec.Raw]:
    """Each record, as a part of the array."""
    try:
        return RAWS.decode(rows)
    except msgspec.DecodeError:
        return lenient_json.cut_list(rows)


def read(record: str) -> tuple[dict[str, Any], str | None]:
    """The record's fields, and what is wrong with the record as a whole."""
    fault = None
    try:
        fields = msgspec.json.decode(record)
    except msgspec.DecodeError:
        fault = BEYOND_JSON
        fields = lenient_json.decode(record)
    return (fields, fault) if isinstance(fields, dict) else ({}, NOT_AN_OBJECT)
