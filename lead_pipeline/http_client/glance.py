"""What both ends of a body tell: the fields of its data, where that is one long list and a few words behind it.

Each look at a whole page takes as long as the asking, and whoever reads the list looks at it all the same. The ends
prove nothing: a text may look like the end of a list. But where what lies between them is one list, they are what they
seem, as before a list and behind it each sign can be read in one way only.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lead_pipeline.spec.reply import Envelope

_FIELDS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_END = 400  # bytes: more than the words behind any list
_BLANK = r"[ \t\r\n]*"
_TEXT = r'[^"\\\x00-\x1f]*'
_NAME = rf'"{_TEXT}"'
_WORD = rf'(?:-?(?:0|[1-9]\d{{0,17}})|true|false|null|"{_TEXT}")'
_BEHIND = re.compile(
    rf"\](?P<words>(?:{_BLANK},{_BLANK}{_NAME}{_BLANK}:{_BLANK}{_WORD})*){_BLANK}\}}{_BLANK}\}}{_BLANK}\Z".encode()
)


def fields_at_a_glance(body: bytes, envelope: Envelope) -> Mapping[str, msgspec.Raw] | None:
    """The fields of the data in a body whose flags are all true; None where it takes a longer look to tell them."""
    before = None if envelope.data is None else _before(envelope.data, envelope.flags).match(body)
    if before is None:
        return None
    begin = before.end()
    behind = _BEHIND.search(body, max(begin, len(body) - _END))
    if behind is None:
        return None
    words = _FIELDS.decode(b"{" + behind["words"].lstrip(b", \t\r\n") + b"}")
    name = before["name"].decode()
    if name in words:
        return None
    return {name: msgspec.Raw(memoryview(body)[begin : behind.start() + 1]), **words}


@cache
def _before(data: str, flags: tuple[str, ...]) -> re.Pattern[bytes]:
    """All that stands before the list: flags that are true, and the names of the data and of the list."""
    flag = "|".join(re.escape(flag) for flag in flags)
    raised = rf'(?:"(?:{flag})"{_BLANK}:{_BLANK}true{_BLANK},{_BLANK})*' if flags else ""
    named = rf'"{re.escape(data)}"{_BLANK}:{_BLANK}\{{{_BLANK}"(?P<name>{_TEXT})"{_BLANK}:{_BLANK}(?=\[)'
    return re.compile(rf"{_BLANK}\{{{_BLANK}{raised}{named}".encode())
