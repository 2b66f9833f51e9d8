"""One page: its rows as received, their keys, and what the answer says of the list. Rows stay undecoded bytes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import msgspec

from lead_pipeline.errors import BodyFault
from lead_pipeline.http_client import lenient_json
from lead_pipeline.spec.paging import OffsetPaging

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from lead_pipeline.spec.source import Endpoint

Key = int | str | tuple[int | str, ...]

_OUTER = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ROWS = msgspec.json.Decoder(list[msgspec.Raw])


_BEYOND_COUNTING = 2**63  # what no list has, and no ledger holds


@dataclass(frozen=True)
class Page:
    """Rows from `offset` on. `total` and `limit` are the answer's own words, None where it has none."""

    offset: int
    rows: bytes
    keys: list[Key]
    total: int | None
    limit: int | None

    def only(self, keys: AbstractSet[Key]) -> Page:
        """The page with the rows of these keys alone."""
        if keys >= set(self.keys):
            return self
        try:
            raws = _ROWS.decode(self.rows)
        except msgspec.DecodeError:
            raws = lenient_json.cut_list(self.rows)
        kept = [(key, raw) for key, raw in zip(self.keys, raws, strict=True) if key in keys]
        rows = b"[" + b",".join(bytes(raw) for _, raw in kept) + b"]"
        return replace(self, rows=rows, keys=[key for key, _ in kept])


class PageReader:
    """Takes pages of one endpoint apart."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        columns = {column.name: column for column in endpoint.table.columns}
        self._wires = [columns[name].wire for name in endpoint.table.key]
        fields = [(f"k{i}", Any, msgspec.field(default=None, name=wire)) for i, wire in enumerate(self._wires) if wire]
        struct = msgspec.defstruct("Key", fields, gc=False, frozen=True)
        self._all_keys: msgspec.json.Decoder[list[Any]] = msgspec.json.Decoder(list[struct])  # type: ignore[valid-type]
        self._one_key: msgspec.json.Decoder[Any] = msgspec.json.Decoder(struct)
        self._key_count = len(fields)

    def read(self, data: msgspec.Raw, offset: int) -> Page:
        """The page in an answer's `data`."""
        outer = self._outer(data)
        if self._endpoint.rows is None:
            return Page(offset, b"[" + bytes(data) + b"]", [0], 1, None)
        rows = outer.get(self._endpoint.rows)
        if rows is None:
            raise self._fault(f"no {self._endpoint.rows!r}")
        keys = self._keys_of(rows)
        paging = self._endpoint.paging
        if not isinstance(paging, OffsetPaging):
            return Page(offset, bytes(rows), keys, len(set(keys)), None)
        said = _number(outer.get(paging.offset))
        if said is not None and said != offset:
            raise self._fault(f"rows from offset {said} where {offset} was asked")
        return Page(offset, bytes(rows), keys, _number(outer.get(paging.total)), _number(outer.get(paging.limit)))

    def _keys_of(self, rows: msgspec.Raw) -> list[Key]:
        """The quick way for a page of good rows; one bad row costs no other its key."""
        try:
            keys = [self._key_in(row) for row in self._all_keys.decode(rows)]
        except msgspec.DecodeError:
            keys = [None]
        if all(type(key) is int for key in keys) or all(map(_usable, keys)):
            return keys
        try:
            raws = _ROWS.decode(rows)
        except msgspec.DecodeError:
            try:
                raws = lenient_json.cut_list(bytes(rows))
            except (ValueError, RecursionError):
                raise self._fault("no list of rows") from None
        return [self._key_of(raw) for raw in raws]

    def _key_of(self, raw: msgspec.Raw) -> Key:
        """A row without a usable key is told apart by its text; setting it aside is for `validate` to do."""
        try:
            key = self._key_in(self._one_key.decode(raw))
        except msgspec.DecodeError:
            key = self._lenient_key(raw)
        if isinstance(key, float) and key.is_integer():
            key = int(key)
        return key if _usable(key) else bytes(raw).decode()

    def _lenient_key(self, raw: msgspec.Raw) -> Any:  # noqa: ANN401 - whatever came as the key
        row = lenient_json.decode(bytes(raw))
        if not isinstance(row, dict):
            return None
        parts = [row.get(wire) for wire in self._wires]
        try:
            "".join(map(str, parts)).encode()
        except UnicodeEncodeError:
            return None  # half a character in the key itself
        return parts[0] if self._key_count == 1 else tuple(parts)

    def _outer(self, data: msgspec.Raw) -> dict[str, msgspec.Raw]:
        try:
            return _OUTER.decode(data)
        except msgspec.DecodeError:
            pass
        try:
            return lenient_json.cut_object(bytes(data))
        except (ValueError, RecursionError):
            raise self._fault("no object") from None

    def _key_in(self, row: Any) -> Any:  # noqa: ANN401 - a struct made for this endpoint, and whatever came in it
        return row.k0 if self._key_count == 1 else msgspec.structs.astuple(row)

    def _fault(self, what: str) -> BodyFault:
        cure = "Try again later; if it stays, the API has changed: please report it."
        return BodyFault(f"{self._endpoint.path}: the answer has {what}.", cure=cure)


def _usable(key: object) -> bool:
    if isinstance(key, tuple):
        return all(_usable(part) for part in key)
    return (isinstance(key, int) and not isinstance(key, bool)) or (isinstance(key, str) and key != "")


def _number(raw: msgspec.Raw | None) -> int | None:
    """A count, also where it comes as text; anything else is no hint at all."""
    if raw is None:
        return None
    try:
        number = msgspec.json.decode(raw, type=int, strict=False)
    except msgspec.DecodeError:
        return None
    return number if 0 <= number < _BEYOND_COUNTING else None
