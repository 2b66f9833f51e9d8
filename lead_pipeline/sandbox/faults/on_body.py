"""Faults in the bytes of a good answer, and in how they travel.

Each changes the Answer it is given. Sending what no decent server would send is raw_reply's affair.
"""

# No postponed annotations here: the parameters' types are read.

import gzip
import re
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from lead_pipeline.sandbox.faults.kinds import fault_kind
from lead_pipeline.sandbox.faults.on_status import HTML_PAGE
from lead_pipeline.sandbox.messages import HTML, Answer, encode
from lead_pipeline.sandbox.system import System

Share = Annotated[float, Meta(ge=0, lt=1)]
MOST_PADDING_BYTES = 512 * 1024 * 1024


@fault_kind("body")
def cut(answer: Answer, _: System, *, at: Share = 0.5, how: Literal["close", "reset"] = "reset") -> None:
    """End the connection within the body."""
    answer.cut_at = int(len(answer.body) * at)
    answer.reset = how == "reset"


@fault_kind("body")
def hang_up(answer: Answer, _: System) -> None:
    """Send all of it, promise to keep the connection, and close it."""
    answer.cut_at = len(answer.body)


@fault_kind("body")
def drip(answer: Answer, _: System, *, at: Share = 0.5, seconds: Annotated[float, Meta(gt=0, le=30)] = 0.05) -> None:
    """Send the rest of the body byte by byte, so many seconds apart."""
    answer.cut_at = int(len(answer.body) * at)
    answer.drip_seconds = seconds


@fault_kind("body")
def truncated_json(answer: Answer, _: System, *, keep: Share = 0.5) -> None:
    """Send the first part of the body as if it were all, with a content-length that fits."""
    answer.body = answer.body[: int(len(answer.body) * keep)]


@fault_kind("body")
def wrong_length(answer: Answer, _: System, *, delta: int = 10) -> None:
    """Declare a content-length that is not the body's."""
    answer.declared_length = max(0, len(answer.body) + delta)


@fault_kind("body")
def empty_body(answer: Answer, _: System) -> None:
    """Send nothing, with the status it would have had."""
    answer.body = b""


@fault_kind("body")
def html_body(answer: Answer, _: System) -> None:
    """Send a page of HTML with the status it would have had."""
    answer.body = HTML_PAGE
    answer.headers["content-type"] = HTML


@fault_kind("body")
def error_as_200(
    answer: Answer, system: System, *, status: int = 500, code: str | None = None, message: str | None = None
) -> None:
    """Send an error envelope with status 200."""
    answer.status = 200
    answer.body = encode(system.error(status, code, message))


@fault_kind("body")
def wrong_content_type(answer: Answer, _: System, *, value: str = "text/html") -> None:
    """Send good JSON under another name."""
    answer.headers["content-type"] = value


@fault_kind("body")
def bom(answer: Answer, _: System) -> None:
    """Put a byte order mark before the JSON."""
    answer.body = b"\xef\xbb\xbf" + answer.body


@fault_kind("body")
def invalid_utf8(answer: Answer, _: System) -> None:
    """Put two bytes that are no UTF-8 at the start of the first text value."""
    answer.body = answer.body.replace(b':"', b':"\xff\xfe', 1)


@fault_kind("body")
def nul_character(answer: Answer, _: System, *, field: str | None = None) -> None:
    """Put an escaped NUL at the start of the first text value, or of a field wherever it is text."""
    if field is None:
        answer.body = answer.body.replace(b':"', b':"\\u0000', 1)
    else:
        start = encode(field) + b':"'
        answer.body = answer.body.replace(start, start + b"\\u0000")


@fault_kind("body")
def half_character(answer: Answer, _: System, *, before: str) -> None:
    """Put the first half of a surrogate pair, which is no character, before every such text value."""
    text = encode(before)
    answer.body = answer.body.replace(text, b'"\\ud83d' + text[1:])


@fault_kind("body")
def nan(answer: Answer, _: System, *, field: str | None = None) -> None:
    """Write NaN for the first number, or for a field wherever it is a number."""
    name = b"" if field is None else re.escape(encode(field))
    answer.body = re.sub(
        name + rb":-?\d+(\.\d+)?", name.replace(b"\\", b"") + b":NaN", answer.body, count=field is None
    )


@fault_kind("body")
def data_null(answer: Answer, _: System) -> None:
    """Keep the envelope, lose the data: what is called so, or else the list."""
    body = msgspec.json.decode(answer.body)
    lists = [name for name, value in body.items() if isinstance(value, list)]
    answer.body = encode({**body, next(iter(lists if "data" not in body else ()), "data"): None})


@fault_kind("body")
def list_body(answer: Answer, _: System) -> None:
    """Send a bare list in place of the object."""
    body = msgspec.json.decode(answer.body)
    data = body.get("data", body)
    rows = (
        next((value for value in data.values() if isinstance(value, list)), [data]) if isinstance(data, dict) else data
    )
    answer.body = encode(rows or [])


@fault_kind("body")
def corrupt_gzip(answer: Answer, _: System) -> None:
    """Say gzip, and send one that is broken in the middle."""
    packed = bytearray(gzip.compress(answer.body, mtime=0))
    middle = len(packed) // 2
    packed[middle : middle + 8] = bytes(255 - byte for byte in packed[middle : middle + 8])
    answer.body = bytes(packed)
    answer.headers["content-encoding"] = "gzip"


@fault_kind("body")
def padding(answer: Answer, _: System, *, size: Annotated[int, Meta(ge=0, le=MOST_PADDING_BYTES)]) -> None:
    """Blow the body up with so many bytes of white space; it stays good JSON."""
    answer.body += b" " * size
