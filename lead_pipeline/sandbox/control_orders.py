"""What the bodies of the control routes may say.

Shapes only. Unknown words are refused, so that a typing error is not a fault that never bites.
"""

# No postponed annotations here: msgspec reads them.

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from lead_pipeline.sandbox.parameters import Parameters

NotNegative = Annotated[int, Meta(ge=0)]


class FaultOrder(msgspec.Struct, forbid_unknown_fields=True):
    """POST /_sandbox/faults."""

    kind: str
    route: str = "*"
    times: int | None = 1
    after: int = 0
    where: dict[str, Any] = {}
    method: str | None = None
    params: dict[str, Any] = {}


class ClockOrder(msgspec.Struct, forbid_unknown_fields=True):
    """POST /_sandbox/clock: one of the two."""

    advance_seconds: float | None = None
    set: datetime | None = None


class KeyOrder(msgspec.Struct, forbid_unknown_fields=True):
    """POST /_sandbox/keys."""

    key: str
    scopes: tuple[str, ...] = ("*",)
    plan: str | None = None
    requests_per_minute: NotNegative | None = None
    revoked: bool = False
    expired: bool = False
    budgets: dict[str, int] = {}


class EditOrder(msgspec.Struct, forbid_unknown_fields=True):
    """POST /_sandbox/edits."""

    edit: str
    system: str = "flowmaticx"
    params: dict[str, Any] = {}


class RateOrder(msgspec.Struct, forbid_unknown_fields=True):
    """POST /_sandbox/rate_limit."""

    requests_per_minute: NotNegative


def arguments(edit: Callable[..., object], params: Mapping[str, object]) -> dict[str, object]:
    """Check the parameters of an edit."""
    return Parameters(f"edit {getattr(edit, '__name__', edit)!r}", edit).check(params)
