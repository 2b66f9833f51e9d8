"""What a system must offer to be put behind the sandbox's front: endpoints, envelopes, keys, truth, edits.

The protocol only. Each system's own folder says how.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from lead_pipeline.sandbox.listing import Listing, Row
from lead_pipeline.sandbox.parameters import Declared, Parameters

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import msgspec

    from lead_pipeline.sandbox.keys import Key
    from lead_pipeline.sandbox.messages import Call, Refused


@dataclass(frozen=True)
class Endpoint:
    """One method on one path."""

    method: str
    path: str
    """Below the system's prefix, as `/jobs`."""
    route: str
    """What faults and the journal call it, as `flowmaticx/jobs`."""
    scope: str
    answer: Callable[..., Listing | Row]
    """Takes the call, and the values of the query as keyword-only parameters; gives a listing when it lists, else the
    data of the answer. Its name, opening line and signature go into the system's document."""
    gives: Any
    """The type of a row when it lists, else of the data."""
    takes: type[msgspec.Struct] | None = None
    """The body, when it reads one."""
    headers: tuple[Declared, ...] = ()
    """The headers it reads, beside the key."""
    refuses: Mapping[int, Sequence[str]] = field(default_factory=dict)
    """The codes it may refuse with, by status."""
    lists: str | None = None
    """What its list is called in the data, when it lists."""
    writes: bool = False

    @cached_property
    def query(self) -> Parameters:
        """What its query may say."""
        return Parameters(f"{self.method} {self.path}", self.answer)

    @cached_property
    def defaults(self) -> Mapping[str, str]:
        """Query values that hold when none are given, so that faults can name them."""
        return {one.name: as_query(one.default) for one in self.query.declared if one.has_default}


def as_query(value: object) -> str:
    """Write a value as it stands in a query."""
    return str(value).lower() if isinstance(value, bool) else str(value)


class System(Protocol):
    """One vendor's API."""

    name: str
    title: str
    version: str
    prefix: str
    security: Mapping[str, str]
    """Where a key stands in a request, as OpenAPI's security scheme."""

    def endpoints(self) -> Sequence[Endpoint]:
        """List what it answers."""
        ...

    def identify(self, call: Call) -> Key:
        """Find the caller's key, or refuse."""
        ...

    def permit(self, key: Key, endpoint: Endpoint) -> None:
        """Refuse a key whose plan or scopes do not reach."""
        ...

    def invalid(self, message: str) -> Refused:
        """Make the refusal of a query that does not fit."""
        ...

    def rate_limited(self, seconds: int) -> Refused:
        """Make the refusal of one request too many."""
        ...

    def envelope(self, data: object) -> Row:
        """Wrap what went well."""
        ...

    def error(self, status: int, code: str | None, message: str | None) -> Row:
        """Wrap what went wrong; without a code the system's usual one for the status."""
        ...

    def truth(self) -> Row:
        """Give everything as it is now."""
        ...

    def edits(self) -> Mapping[str, Callable[..., object]]:
        """List the edits a test may ask for, by name."""
        ...
