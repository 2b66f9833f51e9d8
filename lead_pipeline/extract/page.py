"""One page: its rows as received, their keys, and what the answer says of the list. Rows stay undecoded bytes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypedDict

import msgspec

from lead_pipeline.errors import BodyFault
from lead_pipeline.extract.said import Said, fault
from lead_pipeline.http_client import lenient_json
from lead_pipeline.http_client.data import Data
from lead_pipeline.spec.paging import CursorPaging, OffsetPaging, OnePage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from collections.abc import Set as AbstractSet

    from lead_pipeline.extract.style import Style
    from lead_pipeline.spec.paging import PagePaging
    from lead_pipeline.spec.source import Endpoint

Key = int | str | tuple[int | str, ...]

_ROWS = msgspec.json.Decoder(list[msgspec.Raw])


@dataclass(frozen=True)
class Page:
    """Rows from `offset` on, and what the answer says of the list: None where it has no word for it.

    `style` is how the list shows itself to be paged, and `is_whole` that it is not; `beside` is what stands beside the
    rows, by column.
    """

    offset: int
    rows: bytes
    keys: list[Key]
    total: int | None = None
    limit: int | None = None
    more: bool | None = None
    next: str | None = None
    said_page: int | None = None
    has_cursor: bool = False
    style: Style | None = None
    is_whole: bool = False
    beside: Mapping[str, Any] = field(default_factory=dict)

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


class _Told(TypedDict, total=False):
    """What an answer says of the list, by the page's fields."""

    total: int | None
    more: bool | None
    next: str | None
    has_cursor: bool
    limit: int | None
    said_page: int | None


class PageReader:
    """Takes pages of one endpoint apart."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        columns = {column.name: column for column in endpoint.table.columns}
        self._wires = [wire for name in endpoint.table.key if (wire := columns[name].wire)]
        names = [] if any("." in wire for wire in self._wires) else self._wires
        fields = [(f"k{i}", Any, msgspec.field(default=None, name=wire)) for i, wire in enumerate(names)]
        struct = msgspec.defstruct("Key", fields, gc=False, frozen=True)
        self._all_keys: msgspec.json.Decoder[list[Any]] = msgspec.json.Decoder(list[struct])  # type: ignore[valid-type]
        self._one_key: msgspec.json.Decoder[Any] = msgspec.json.Decoder(struct)
        self._key_count = len(self._wires)
        self._is_nested = len(names) != len(self._wires)
        self._key_in: Callable[[Any], Any] = attrgetter("k0") if self._key_count == 1 else msgspec.structs.astuple

    def read(self, data: Data, offset: int) -> Page:
        """The page in an answer's `data`; where what a glance told of it is wrong, in what a longer look finds."""
        try:
            return self._read(data, offset)
        except BodyFault:
            if data.exactly is None:
                raise
        return self._read(data.exactly(), offset)

    def _read(self, data: Data, offset: int) -> Page:
        words = Said(self._endpoint.path, data)
        beside = {name: words.value(place) for name, place in self._endpoint.beside.items()}
        if self._endpoint.rows is None:
            record = words.find(self._endpoint.record)
            if record is None:
                raise self._fault(f"no {self._endpoint.record!r}")
            Said(self._endpoint.path, Data(lambda: record)).refuse_no_object()
            row = b"[" + bytes(record) + b"]"
            keys = self._keys_of(msgspec.Raw(row)) if self._key_count else [0]
            return Page(offset, row, keys, total=1, beside=beside)
        rows = words.first_list(self._endpoint.row_places)
        if rows is None:
            raise self._fault(f"no {' or '.join(map(repr, self._endpoint.row_places))}")
        keys = self._keys_of(rows)
        return Page(offset, bytes(rows), keys, beside=beside, **self._told_of_list(words, offset, keys))

    def _told_of_list(self, words: Said, offset: int, keys: list[Key]) -> _Told:
        paging = self._endpoint.paging
        if isinstance(paging, OnePage):
            return {"total": _all_there_are(words.number(paging.total), len(set(keys)), paging.most)}
        if isinstance(paging, CursorPaging):
            has_cursor = words.has(paging.next) or words.has(paging.more)
            if has_cursor or paging.pages is None:
                return {**_counted(words, paging), "next": words.text(paging.next), "has_cursor": has_cursor}
            paging = paging.pages
        told = _counted(words, paging)
        if isinstance(paging, OffsetPaging):
            said = words.number(paging.said_offset)
            if said is not None and said != offset:
                raise self._fault(f"rows from offset {said} where {offset} was asked")
            if paging.on_request and told["total"] is None and told["more"] is None:
                return {"total": len(set(keys))}  # it came whole, as nothing says that it is a page
        size = paging.said_limit if isinstance(paging, OffsetPaging) else paging.said_size
        told |= {"limit": words.number(size), "said_page": words.number(paging.said_page)}
        pages = words.number(paging.pages) if isinstance(paging, OffsetPaging) else None
        if pages is not None and told["said_page"] is not None:
            told["more"] = told["said_page"] < pages
        return told

    def _keys_of(self, rows: msgspec.Raw) -> list[Key]:
        """The quick way for a page of good rows; one bad row costs no other its key."""
        try:
            keys = [] if self._is_nested else list(map(self._key_in, self._all_keys.decode(rows)))
            is_quick = not self._is_nested and ({*map(type, keys)} <= {int} or all(map(_usable, keys)))
        except msgspec.DecodeError:
            keys, is_quick = [], False
        if is_quick:
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
            key = self._lenient_key(raw) if self._is_nested else self._key_in(self._one_key.decode(raw))
        except msgspec.DecodeError:
            key = self._lenient_key(raw)
        if isinstance(key, float) and key.is_integer():
            key = int(key)
        return key if _usable(key) else bytes(raw).decode()

    def _lenient_key(self, raw: msgspec.Raw) -> Any:  # noqa: ANN401 - whatever came as the key
        row = lenient_json.decode(bytes(raw))
        if not isinstance(row, dict):
            return None
        parts = [_within(row, wire) for wire in self._wires]
        try:
            "".join(map(str, parts)).encode()
        except UnicodeEncodeError:
            return None  # half a character in the key itself
        return parts[0] if self._key_count == 1 else tuple(parts)

    def _fault(self, what: str) -> BodyFault:
        return fault(self._endpoint.path, what)


def _counted(words: Said, paging: CursorPaging | OffsetPaging | PagePaging) -> _Told:
    return {"total": words.number(paging.total), "more": words.flag(paging.more)}


def _all_there_are(total: int | None, shown: int, most: int | None) -> int:
    """The total of a list that comes at once. Untold, as many as fit may not be all: then it is one more at least."""
    if total is not None:
        return total
    return shown if most is None or shown < most else shown + 1


def _within(row: dict[str, Any], place: str) -> Any:  # noqa: ANN401 - whatever stands there
    value: Any = row
    for name in place.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _usable(key: object) -> bool:
    if isinstance(key, tuple):
        return all(_usable(part) for part in key)
    return (isinstance(key, int) and not isinstance(key, bool)) or (isinstance(key, str) and key != "")
