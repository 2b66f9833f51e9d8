"""What long queues leave of a budget to the lists, and what is said of that which waits for a later run.

How much that is, an endpoint declares; how the budget is counted belongs to the throttle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lead_pipeline.ingest.context import Context
    from lead_pipeline.ingest.outcome import EndpointOutcome
    from lead_pipeline.spec.window import OncePerParent


def is_spent(context: Context, per: OncePerParent) -> bool:
    """Whether nothing is left of the budget but what others are to have."""
    left = None if per.spare is None else context.client.throttle.left_for_long()
    return left is not None and left <= _spare(context, per)


def tell_who_waits(context: Context, per: OncePerParent, outcome: EndpointOutcome, waiting: str) -> None:
    """Say that what is told waits for a later run, and from when on that run gets further."""
    again = context.client.throttle.again_for_long(_spare(context, per))
    until = "" if again is None else f" until {again.isoformat(timespec='seconds')}"
    outcome.shortfall.append(f"{waiting} for a later run: the budget is used up{until}")


def _spare(context: Context, per: OncePerParent) -> int:
    """What is left to others: of a key that may less than is declared, as much less."""
    declared = max(context.account.source.budget.windows, key=lambda window: window.seconds).requests
    spare = per.spare or 0
    return min(spare, spare * context.client.throttle.limit_for_long() // declared)
