"""One fault as a test asks for it: what, on which requests, how often.

It refuses nonsense when made. Counting how often it has hit is the board's affair.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from lead_pipeline.sandbox.faults.kinds import KINDS
from lead_pipeline.sandbox.system import as_query

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTHING: Mapping[str, object] = MappingProxyType({})
METHODS = ("GET", "POST")


@dataclass(frozen=True)
class Fault:
    """A fault of a known kind, with parameters that fit it."""

    kind: str
    route: str = "*"
    """As `flowmaticx/leads`, or `*` for every route."""
    times: int | None = 1
    """How many matching requests it hits; None is for ever."""
    after: int = 0
    """How many matching requests go free first."""
    where: Mapping[str, object] = field(default_factory=dict)
    """Query values a request must have; a default the endpoint documents counts as given."""
    method: str | None = None
    params: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no fault is called {self.kind!r}; known are: {', '.join(sorted(KINDS))}")
        if self.times is not None and self.times < 1:
            raise ValueError(f"times={self.times}: the least is 1; None is for ever")
        if self.after < 0:
            raise ValueError(f"after={self.after}: the least is 0")
        if self.method is not None and self.method not in METHODS:
            raise ValueError(f"method={self.method!r}: known are {', '.join(METHODS)}")
        checked = KINDS[self.kind].parameters.check(self.params)
        object.__setattr__(self, "params", MappingProxyType(checked))
        object.__setattr__(self, "where", MappingProxyType({k: as_query(v) for k, v in self.where.items()}))

    def as_json(self) -> dict[str, object]:
        """Give it as a JSON object, which can be posted back."""
        return {
            "kind": self.kind,
            "route": self.route,
            "times": self.times,
            "after": self.after,
            "where": dict(self.where),
            "method": self.method,
            "params": dict(self.params),
        }


def fault(  # noqa: PLR0913 - the same words as Fault
    kind: str,
    route: str = "*",
    *,
    times: int | None = 1,
    after: int = 0,
    where: Mapping[str, object] = NOTHING,
    method: str | None = None,
    **params: object,
) -> Fault:
    """Make a fault with its parameters as plain keywords."""
    return Fault(kind, route, times, after, where, method, params)
