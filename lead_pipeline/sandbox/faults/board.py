"""The board of armed faults: which bite on this request, and how often each has bitten.

What a bite does is in the kinds. The board counts, and takes a spent fault for spent, not for gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lead_pipeline.sandbox.faults.fault import NOTHING, Fault, fault
from lead_pipeline.sandbox.faults.kinds import KINDS, ON_LISTS, Kind, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lead_pipeline.sandbox.messages import Call
    from lead_pipeline.sandbox.system import Endpoint


@dataclass(slots=True)
class Armed:
    """A fault on the board with its counts."""

    number: int
    fault: Fault
    kind: Kind
    matched: int = 0
    hits: int = 0

    def matches(self, endpoint: Endpoint, call: Call) -> bool:
        """Say whether the request is one that the fault is about."""
        fault = self.fault
        if fault.route not in ("*", endpoint.route) or fault.method not in (None, endpoint.method):
            return False
        if (self.kind.stage in ON_LISTS and not endpoint.lists) or (self.kind.stage == "late" and not endpoint.writes):
            return False
        return all(call.query.get(name, endpoint.defaults.get(name)) == value for name, value in fault.where.items())

    def bites(self) -> bool:
        """Count a matching request, and say whether it is hit."""
        self.matched += 1
        if self.matched <= self.fault.after or (self.fault.times is not None and self.hits >= self.fault.times):
            return False
        self.hits += 1
        return True


class FaultBoard:
    """All armed faults, in the order they were armed."""

    def __init__(self) -> None:
        self._armed: list[Armed] = []
        self._number = 0
        self.routes: set[str] = set()
        """Known routes; the systems add theirs."""

    def add(self, fault: Fault) -> int:
        """Arm a fault; give its number on the board."""
        if fault.route != "*" and fault.route not in self.routes:
            raise ValueError(f"no route is called {fault.route!r}; known are: *, {', '.join(sorted(self.routes))}")
        self._number += 1
        self._armed.append(Armed(self._number, fault, KINDS[fault.kind]))
        return self._number

    def arm(  # noqa: PLR0913 - the same words as Fault
        self,
        kind: str,
        route: str = "*",
        *,
        times: int | None = 1,
        after: int = 0,
        where: Mapping[str, object] = NOTHING,
        method: str | None = None,
        **params: object,
    ) -> int:
        """Make a fault and arm it."""
        return self.add(fault(kind, route, times=times, after=after, where=where, method=method, **params))

    def clear(self, number: int | None = None) -> None:
        """Disarm all faults, or one by its number."""
        self._armed = [armed for armed in self._armed if number is not None and armed.number != number]

    def biting(self, stages: Iterable[Stage], endpoint: Endpoint, call: Call) -> list[Armed]:
        """Give the faults of some stages that hit this request, and count them."""
        if not self._armed:
            return []
        wanted = set(stages)
        return [a for a in self._armed if a.kind.stage in wanted and a.matches(endpoint, call) and a.bites()]

    def first_biting(self, stage: Stage, endpoint: Endpoint, call: Call) -> Armed | None:
        """Give the first fault of a stage that hits this request; the ones behind it keep their hits."""
        for armed in self._armed:
            if armed.kind.stage == stage and armed.matches(endpoint, call) and armed.bites():
                return armed
        return None

    def hits(self, number: int) -> int:
        """Say how often a fault has hit."""
        return next(armed.hits for armed in self._armed if armed.number == number)

    def as_json(self) -> list[dict[str, object]]:
        """Give the board as JSON objects."""
        return [{"number": a.number, **a.fault.as_json(), "matched": a.matched, "hits": a.hits} for a in self._armed]
