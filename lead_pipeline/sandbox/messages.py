"""A request as the sandbox sees it, an answer before it is sent, and the refusal that becomes an error answer.

Plain data; who reads sockets and who writes them is elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lead_pipeline.sandbox.keys import Key
    from lead_pipeline.sandbox.rate_limit import Standing

JSON = "application/json"
HTML = "text/html; charset=utf-8"


class Fresh(str):
    """A text that is another each time, as a request id: a description cannot say which."""

    __slots__ = ()


def plain(value: object) -> str:
    """Give the text of a fresh one, which msgspec does not take for text."""
    if isinstance(value, Fresh):
        return str(value)
    raise NotImplementedError(f"{type(value).__name__} is no JSON")


encode = msgspec.json.Encoder(enc_hook=plain).encode


@dataclass(slots=True)
class Call:
    """One request."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes = b""
    key: Key | None = None
    places: dict[str, str] = field(default_factory=dict)
    """What stands in the path where the endpoint's has a name in braces."""
    standings: list[Standing] = field(default_factory=list)
    """Where the key stands in its budgets."""


@dataclass(slots=True)
class Answer:
    """One answer, and how it is to be spoiled on its way."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=lambda: {"content-type": JSON})
    declared_length: int | None = None
    """A content-length that is not the body's."""
    cut_at: int | None = None
    """After so many bytes of the body the connection ends."""
    reset: bool = False
    """It ends with a reset, not with an orderly close."""
    drip_seconds: float | None = None
    """It does not end there: the rest comes byte by byte, so far apart."""

    @property
    def is_broken(self) -> bool:
        """Say whether no decent server would send it."""
        return self.declared_length is not None or self.cut_at is not None


def json_answer(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """Make an answer of a value."""
    return Answer(status, encode(value), {"content-type": JSON, **(headers or {})})


class Refused(Exception):
    """The system says no; its error envelope says it to the caller."""

    def __init__(
        self,
        status: int,
        code: str | None,
        message: str,
        headers: Mapping[str, str] | None = None,
        details: object = None,
    ) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.headers = dict(headers or {})
        self.details = details
        """What the system's error envelope says beside code and message, if it has a place for that."""
