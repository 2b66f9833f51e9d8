"""What an API's answers look like: where the data is, how an error is told, and what each error code asks of us."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Stop(StrEnum):
    """What an error code ends: only this request, the endpoint, the account; or nothing, when waiting helps."""

    WAIT = "wait"
    REQUEST = "request"
    MISSING = "missing"
    SCOPE = "scope"
    PLAN = "plan"
    KEY = "key"


@dataclass(frozen=True)
class Problem:
    """One documented error code. `{key_variable}`, `{scope}` and `{endpoint}` in the cure are filled in."""

    code: str
    stop: Stop
    cure: str


@dataclass(frozen=True)
class Envelope:
    """The keys of an answer's outer object. A flag that is `false` makes a failure of any status."""

    data: str = "data"
    flags: tuple[str, ...] = ("ok", "success")
    error: str = "error"
    code: str = "code"
    message: str = "message"
