"""What a system must offer to be put behind the sandbox's front: endpoints, envelopes, keys, truth, edits.

The protocol only. Each system's own folder says how.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from lead_pipeline.sandbox.listing import Listing, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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
    answer: Callable[[Call], Listing | Row]
    """Gives a listing when it lists, else the data of the answer."""
    lists: bool = False
    writes: bool = False
    defaults: Mapping[str, str] = field(default_factory=dict)
    """Query values that hold when none are given, so that faults can name them."""


class System(Protocol):
    """One vendor's API."""

    name: str
    prefix: str

    def endpoints(self) -> Sequence[Endpoint]:
        """List what it answers."""
        ...

    def identify(self, call: Call) -> Key:
        """Find the caller's key, or refuse."""
        ...

    def permit(self, key: Key, endpoint: Endpoint) -> None:
        """Refuse a key whose plan or scopes do not reach."""
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
