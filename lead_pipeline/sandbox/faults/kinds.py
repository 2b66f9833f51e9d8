"""The register of fault kinds: each is a function, its keyword-only parameters are the fault's parameters.

The functions themselves are in on_status, on_query, on_change, on_page, on_fields and on_body, by where they act.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from lead_pipeline.sandbox.parameters import Parameters

if TYPE_CHECKING:
    from collections.abc import Callable

Stage: TypeAlias = Literal["wait", "refuse", "query", "change", "page", "fields", "late", "body"]
"""In this order: seconds to wait, an answer instead, the question, state, page, rows, an answer after, the bytes."""

ON_LISTS: frozenset[Stage] = frozenset({"change", "page"})

Act = TypeVar("Act", bound="Callable[..., object]")


@dataclass(frozen=True)
class Kind:
    """One kind of fault."""

    name: str
    stage: Stage
    act: Callable[..., object]
    parameters: Parameters


KINDS: dict[str, Kind] = {}


def fault_kind(stage: Stage) -> Callable[[Act], Act]:
    """Register a function as the fault kind of its name."""

    def register(act: Act) -> Act:
        name = act.__name__
        KINDS[name] = Kind(name, stage, act, Parameters(f"fault {name!r}", act))
        return act

    return register
