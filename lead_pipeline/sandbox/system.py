"""What a system must offer to be put behind the sandbox's front: endpoints, envelopes, keys, truth, edits.

The protocol only. Each system's own folder says how.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from lead_pipeline.sandbox.listing import BY_OFFSET, Listing, Paging, Row
from lead_pipeline.sandbox.messages import JSON
from lead_pipeline.sandbox.parameters import Declared, Parameters

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import msgspec

    from lead_pipeline.sandbox.keys import Key
    from lead_pipeline.sandbox.messages import Answer, Call, Refused
    from lead_pipeline.sandbox.rate_limit import Standing

PLACE = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class Endpoint:
    """One method on one path."""

    method: str
    path: str
    """Below the system's prefix, as `/jobs`, or as `/jobs/{id}`, which the call then has in its places."""
    route: str
    """What faults and the journal call it, as `flowmaticx/jobs`."""
    scope: str
    answer: Callable[..., Listing | Row | Answer]
    """Takes the call, and the values of the query as keyword-only parameters; gives a listing when it lists, else the
    data of the answer, or, when that is not JSON, an answer as it is. Its name, opening line and signature go into the
    system's document."""
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
    media: str = JSON
    """What kind of answer it gives."""
    paging: Paging = BY_OFFSET
    """How its pages say where in the list they are."""
    writes: bool = False

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The names in its path."""
        return tuple(PLACE.findall(self.path))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(PLACE.sub(r"(?P<\1>[^/]+)", self.path))

    def match(self, method: str, path: str) -> dict[str, str] | None:
        """Give what stands in the places of its path; None when the request is for another endpoint."""
        found = self._pattern.fullmatch(path) if method == self.method else None
        return None if found is None else found.groupdict()

    @cached_property
    def query(self) -> Parameters:
        """What its query may say."""
        return Parameters(f"{self.method} {self.path}", self.answer)

    @cached_property
    def defaults(self) -> Mapping[str, str]:
        """Query values that hold when none are given, so that faults can name them."""
        return {one.written: as_query(one.default) for one in self.query.declared if one.has_default}


def as_query(value: object) -> str:
    """Write a value as it stands in a query."""
    return str(value).lower() if isinstance(value, bool) else str(value)


class System(Protocol):
    """One vendor's API."""

    name: str
    title: str
    version: str
    prefix: str
    aliases: Sequence[str]
    """Other prefixes under which it answers all the same."""
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

    def budgets(self, key: Key) -> Mapping[str, int]:
        """Say how many requests a key has in each window, as `{"minute": 60}`."""
        ...

    def budget_headers(self, standings: Sequence[Standing]) -> Mapping[str, str]:
        """Say in headers where a key stands; they go with every answer that a key was found for."""
        ...

    def rate_limited(self, standing: Standing) -> Refused:
        """Make the refusal of one request too many."""
        ...

    def envelope(self, data: object) -> Row:
        """Wrap what went well and is no list."""
        ...

    def list_envelope(self, name: str, rows: object, words: Row) -> Row:
        """Wrap the rows of a page, and the words that say where it is."""
        ...

    def error(self, status: int, code: str | None, message: str | None, details: object = None) -> Row:
        """Wrap what went wrong; without a code the system's usual one for the status."""
        ...

    def truth(self) -> Row:
        """Give everything as it is now."""
        ...

    def edits(self) -> Mapping[str, Callable[..., object]]:
        """List the edits a test may ask for, by name."""
        ...
