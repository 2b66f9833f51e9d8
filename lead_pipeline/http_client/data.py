"""A body and the data in it, undecoded: the fields of what is an object, and all of it as received.

A page is a hundred thousand letters, and each look at it costs as much as asking for it: most are looked at once here.
"""

from __future__ import annotations

import struct
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import msgspec
import pyarrow as pa

from lead_pipeline.http_client import lenient_json
from lead_pipeline.http_client.glance import fields_at_a_glance

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lead_pipeline.spec.reply import Envelope

BOM = b"\xef\xbb\xbf"
_FIELDS = msgspec.json.Decoder(dict[str, msgspec.Raw])


class Data:
    """`fields` are None where nobody looked yet, or it is no object; `raw` is all of it.

    `exactly` takes a longer look, where the fields were told at a glance: who finds one whole list in them needs none.
    """

    def __init__(
        self,
        find: Callable[[], msgspec.Raw],
        fields: Mapping[str, msgspec.Raw] | None = None,
        exactly: Callable[[], Data] | None = None,
    ) -> None:
        self._find = find
        self.fields = fields
        self.exactly = exactly

    @cached_property
    def raw(self) -> msgspec.Raw:
        """All of it, looked for where it is asked for."""
        return self._find()

    @classmethod
    def at_a_glance(cls, body: bytes, envelope: Envelope, exactly: Callable[[], Data]) -> Data | None:
        """The data of a body that is a page of a list, as it seems; None of any other."""
        fields = fields_at_a_glance(body, envelope)
        return None if fields is None else cls(lambda: exactly().raw, fields, exactly)

    @classmethod
    def within(cls, body: bytes, envelope: Envelope) -> tuple[Data, dict[str, msgspec.Raw]] | None:
        """The data of a body that is an object with an object in it, and what stands beside it; None of any other."""
        name = envelope.data
        if name is None:
            return None
        try:
            outer = _outer(envelope).decode(body)
        except (msgspec.DecodeError, RecursionError):
            return None
        words = {name: getattr(outer, place) for name, place in _places(envelope).items()}
        data = cls(lambda: _FIELDS.decode(body)[name], outer.data)
        return data, {name: word for name, word in words.items() if word is not None}


def outer_object(body: bytes) -> dict[str, msgspec.Raw] | None:
    """The fields of a body that is an object, undecoded; None of any other."""
    body = body.removeprefix(BOM)
    if not is_text(body):
        return None
    try:
        return _FIELDS.decode(body)
    except RecursionError:
        return None
    except msgspec.DecodeError:
        pass
    try:
        return lenient_json.cut_object(body)
    except (ValueError, RecursionError):
        return None


def is_text(body: bytes) -> bool:
    """A body that is no UTF-8 is a broken body, also where the broken part is not decoded."""
    ends = pa.py_buffer(struct.pack("=qq", 0, len(body)))
    try:  # a sixth of what decoding it takes
        pa.Array.from_buffers(pa.large_string(), 1, [None, ends, pa.py_buffer(body)]).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def is_list(body: bytes) -> bool:
    """Whether the body is a list."""
    try:
        msgspec.json.decode(body.removeprefix(BOM), type=list[msgspec.Raw])
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


@cache
def _places(envelope: Envelope) -> dict[str, str]:
    return {name: f"word{number}" for number, name in enumerate((*envelope.flags, envelope.error))}


@cache
def _outer(envelope: Envelope) -> msgspec.json.Decoder[Any]:
    words: list[tuple[str, Any, Any]] = [
        (place, msgspec.Raw, msgspec.field(default=None, name=name)) for name, place in _places(envelope).items()
    ]
    data = ("data", dict[str, msgspec.Raw], msgspec.field(name=envelope.data))
    return msgspec.json.Decoder(msgspec.defstruct("Outer", [data, *words], gc=False, kw_only=True))
