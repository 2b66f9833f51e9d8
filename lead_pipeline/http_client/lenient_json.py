"""JSON that msgspec refuses for half a surrogate pair in one of its texts: cut apart all the same, as received.

One record with half a character in it must cost no other record. What is no JSON for another reason stays none.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

import msgspec


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= _MOST_DIGITS else digits


_MOST_DIGITS = 20  # more are more than 64 bits, and Python refuses to make an int of thousands
_DECODER = json.JSONDecoder(strict=False, parse_int=_whole, parse_constant=_refuse)
_BLANKS = re.compile(r"[ \t\r\n]*")


def decode(text: str | bytes) -> Any:  # noqa: ANN401 - any JSON value
    """The value; a whole number of more than 64 bits as a text. A ValueError where it is no JSON."""
    return _DECODER.decode(text.decode() if isinstance(text, bytes) else text)


def cut_object(body: bytes) -> dict[str, msgspec.Raw]:
    """The fields of an object, each value as received. A ValueError where it is none."""
    fields: dict[str, msgspec.Raw] = {}
    for name, value in _entries(body.decode(), "{", "}"):
        fields[json.loads(name)] = value
    return fields


def cut_list(body: bytes) -> list[msgspec.Raw]:
    """The items of a list, as received. A ValueError where it is none."""
    return [value for _, value in _entries(body.decode(), "[", "]")]


def _entries(text: str, opening: str, closing: str) -> list[tuple[str, msgspec.Raw]]:
    entries: list[tuple[str, msgspec.Raw]] = []
    at = _expect(text, 0, opening)
    while text[at : at + 1] != closing:
        name = ""
        if opening == "{":
            _expect(text, at, '"')
            _, end = _DECODER.raw_decode(text, at)
            name, at = text[at:end], _expect(text, end, ":")
        _, end = _DECODER.raw_decode(text, at)
        entries.append((name, msgspec.Raw(text[at:end].encode())))
        at = _skip(text, end)
        if text[at : at + 1] != closing:
            at = _expect(text, at, ",")
            if text[at : at + 1] == closing:
                raise ValueError("a comma with nothing behind it")
    if text[_skip(text, at + 1) :]:
        raise ValueError("something stands behind the JSON")
    return entries


def _expect(text: str, at: int, character: str) -> int:
    """Where what comes after the character begins."""
    at = _skip(text, at)
    if text[at : at + 1] != character:
        raise ValueError(f"no {character} at {at}")
    return _skip(text, at + 1)


def _skip(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at
