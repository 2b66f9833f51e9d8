"""What an API's answers look like: where the data is, how an error is told, and what each error code asks of us."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lead_pipeline.errors import DeclarationError


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
    """One documented error code. `{key_variable}`, `{scope}` and `{endpoint}` in the cure are filled in.

    `at` is the one endpoint where the code means this; elsewhere it means what another says.
    """

    code: str
    stop: Stop
    cure: str
    at: str | None = None


@dataclass(frozen=True)
class FieldsInMessage:
    """A message that lists what is wrong field by field: `prefix` first, then `field: reason` again and again."""

    prefix: str
    between: str = "; "
    after_field: str = ": "

    def __post_init__(self) -> None:
        """Nothing between two fields would cut a message into letters."""
        if not (self.prefix and self.between and self.after_field):
            message = "a message with fields in it: say what stands before, between and within them."
            raise DeclarationError(message)


@dataclass(frozen=True)
class Envelope:
    """The keys of an answer's outer object. A flag that is `false` makes a failure of any status.

    `data` None: there is no such key, the outer object (or list) is the data. Within an error, `details` is where it
    lists what is wrong with which field, unless its message does (`fields`). `request_ids` are where an answer may tell
    its own number, in data or error; a dot goes into an object.
    """

    data: str | None = "data"
    flags: tuple[str, ...] = ("ok", "success")
    error: str = "error"
    code: str = "code"
    message: str = "message"
    details: str = "details"
    fields: FieldsInMessage | None = None
    request_ids: tuple[str, ...] = ()
