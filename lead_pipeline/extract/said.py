"""The words of an answer, found by their places: a dot in a place goes into an object. What they mean is for others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from lead_pipeline.errors import BodyFault
from lead_pipeline.http_client import lenient_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lead_pipeline.http_client.data import Data

_OUTER = msgspec.json.Decoder(dict[str, msgspec.Raw])
_BEYOND_COUNTING = 2**63  # what no list has, and no ledger holds


class Said:
    """The words of one answer, found by their places; each object on the way is taken apart once."""

    def __init__(self, path: str, data: Data) -> None:
        self._path = path
        self._data = data
        self._objects: dict[str, Mapping[str, msgspec.Raw]] = {} if data.fields is None else {"": data.fields}

    def refuse_no_object(self) -> None:
        """A fault where the data is no object."""
        self._object("")

    def find(self, place: str) -> msgspec.Raw | None:
        """What stands there, as received; the data itself where no place is said."""
        if not place:
            return self._data.raw
        above, _, name = place.rpartition(".")
        if above and not self._is_object(above):
            return None
        return self._object(above).get(name)

    def first_list(self, places: tuple[str, ...]) -> msgspec.Raw | None:
        """The first of these that is a list; else the first that is there at all."""
        there = [raw for raw in map(self.find, places) if raw is not None]
        return next((raw for raw in there if _begins_with(raw, b"[")), there[0] if there else None)

    def has(self, place: str | None) -> bool:
        """Whether anything stands there, be it null."""
        return place is not None and self.find(place) is not None

    def number(self, place: str | None) -> int | None:
        """A count, where it is one."""
        return None if place is None else _number(self.find(place))

    def flag(self, place: str | tuple[str, ...] | None) -> bool | None:
        """True or false, where it is that; of several places the first that is."""
        values = map(self.value, (place,) if isinstance(place, str) else place or ())
        return next((value for value in values if isinstance(value, bool)), None)

    def text(self, place: str) -> str | None:
        """A text that is not empty, or a number as one."""
        value = self.value(place)
        return str(value) if isinstance(value, str | int) and not isinstance(value, bool) and value != "" else None

    def value(self, place: str) -> Any:  # noqa: ANN401 - any JSON value
        """What stands there, decoded; None where nothing does."""
        raw = self.find(place)
        return None if raw is None else lenient_json.decode(bytes(raw))

    def _is_object(self, place: str) -> bool:
        raw = self.find(place)
        return raw is not None and _begins_with(raw, b"{")

    def _object(self, place: str) -> Mapping[str, msgspec.Raw]:
        if place not in self._objects:
            self._objects[place] = self._outer(self.find(place) or self._data.raw)
        return self._objects[place]

    def _outer(self, data: msgspec.Raw) -> dict[str, msgspec.Raw]:
        try:
            return _OUTER.decode(data)
        except msgspec.DecodeError:
            pass
        try:
            return lenient_json.cut_object(bytes(data))
        except (ValueError, RecursionError):
            raise fault(self._path, "no object") from None


def _begins_with(raw: msgspec.Raw, sign: bytes) -> bool:
    first = bytes(memoryview(raw)[:1])  # a page is not copied for it
    return (bytes(raw).lstrip()[:1] if first.isspace() else first) == sign


def fault(path: str, what: str) -> BodyFault:
    """An answer that has what it should not have, or has not what it should."""
    cure = "Try again later; if it stays, the API has changed: please report it."
    return BodyFault(f"{path}: the answer has {what}.", cure=cure)


def _number(raw: msgspec.Raw | None) -> int | None:
    """A count, also where it comes as text; anything else is no hint at all."""
    if raw is None:
        return None
    try:
        number = msgspec.json.decode(raw, type=int, strict=False)
    except msgspec.DecodeError:
        return None
    return number if 0 <= number < _BEYOND_COUNTING else None
