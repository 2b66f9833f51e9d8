"""A case: a promise, and how the sandbox is made to break in the way it is about.

`LIST` stands for each of the two paged lists in turn. What must hold afterwards is the trial's affair.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lead_pipeline.sandbox import Fault
from lead_pipeline_tests.under_fire.promise import Promise

if TYPE_CHECKING:
    from collections.abc import Mapping

LIST = "{list}"
LISTS = ("flowmaticx/jobs", "flowmaticx/leads")


@dataclass(frozen=True)
class Case(Promise):
    """Faults of the server. `says` must stand in what the sync prints; `environment` is set for it.

    `changes` tells that a fault truly changes the data, so that even what is read without any error may be younger
    than what was landed; `routes` are the lists it is tried on.
    """

    faults: tuple[Fault, ...] = ()
    says: str = ""
    environment: tuple[tuple[str, str], ...] = ()
    changes: bool = False
    routes: tuple[str, ...] = LISTS

    def on(self, route: str) -> list[dict[str, Any]]:
        """The faults as orders for the board, on that list."""
        orders = [fault.as_json() for fault in self.faults]
        return [{**order, "route": route if order["route"] == LIST else order["route"]} for order in orders]


def once(kind: str, after: int = 1, **parameters: Any) -> Fault:
    """On the second request of a list: where it has passed, all is as before."""
    return hit(kind, after=after, times=1, **parameters)


def always(kind: str, **parameters: Any) -> Fault:
    """On every request of a list, until somebody mends the server."""
    return hit(kind, times=None, **parameters)


def hit(
    kind: str,
    *,
    after: int = 0,
    times: int | None = 1,
    route: str = LIST,
    where: Mapping[str, object] | None = None,
    **parameters: Any,
) -> Fault:
    """A fault that hits so many requests of a route."""
    return Fault(kind, route, times, after, where or {}, None, parameters)
