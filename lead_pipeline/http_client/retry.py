"""How often and how long we try again. The loop is stamina's; what passes and how long to wait is decided here."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

import stamina
import stamina.instrumentation

from lead_pipeline.errors import Paused, RateLimited, Transient
from lead_pipeline.spec.budget import Budget

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from lead_pipeline.http_client.turns import Throttle

# stamina would log each retry as a warning beside our progress display; the ledger tells of them instead.
stamina.instrumentation.set_on_retry_hooks([])

Made = TypeVar("Made")

_YEAR = 365 * 86400.0
_ONE_WINDOW = Budget(requests=1)
# Waits after which what is used up is taken for the longest window: untold they grow past the shortest by themselves,
# and those that a reset told have to outlast it together.
FRUITLESS = 3
_CURE = "What came so far is kept; run the same command again after that."


@dataclass(frozen=True)
class RetryPolicy:
    """`tries` of one request in all, growing waits between them, and how long 429s may hold it up, all in all.

    `longest_answer` is how long one answer may take, from asking to its last byte.
    """

    tries: int = 5
    first_wait: float = 1.0
    longest_wait: float = 60.0
    unsaid_retry_after: float = 10.0
    patience: float = 900.0
    longest_answer: float = 120.0
    rate_limited_in_a_row: int = 20

    def backoff(self, faults: int) -> float:
        """Exponential with jitter over the upper half: it spreads the workers and still backs off."""
        ceiling = min(self.longest_wait, self.first_wait * 2.0 ** (faults - 1))
        return random.uniform(ceiling / 2, ceiling)  # noqa: S311 - spreads load, guards nothing


async def tried(
    once: Callable[[], Awaitable[Made]],
    policy: RetryPolicy,
    throttle: Throttle,
    told: Callable[[Transient], None],
    budget: Budget = _ONE_WINDOW,
) -> Made:
    """What `once` brings, in the first attempt that brings anything. `told` hears of each fault that is tried again.

    Nearly all first attempts do, and stamina's loop takes as long as the asking: it begins with a fault.
    """
    try:
        return await once()
    except Transient as fault:
        came: list[Transient] = [fault]
    async for attempt in _attempts(policy, throttle, told, budget):
        with attempt:
            if came:
                raise came.pop()
            return await once()
    raise AssertionError  # pragma: no cover - the last attempt returns or raises


def _attempts(
    policy: RetryPolicy, throttle: Throttle, told: Callable[[Transient], None], budget: Budget
) -> stamina._core._RetryContextIterator:
    faults = 0
    limited: list[float] = []

    def wait_for(error: Exception) -> bool | float:
        nonlocal faults
        if not isinstance(error, Transient):
            return False
        if isinstance(error, RateLimited):
            try:
                limited.append(_limited_wait(policy, error, limited, budget))
            except Paused:
                throttle.pause(error.wait_seconds or 0.0)
                raise
            throttle.block(limited[-1])
            told(error)
            return 0.0  # the throttle holds up everyone, this worker with them
        faults += 1
        if faults >= policy.tries:
            return False
        told(error)
        return policy.backoff(faults)

    return stamina.retry_context(on=wait_for, attempts=None, timeout=None)


def _limited_wait(policy: RetryPolicy, error: RateLimited, before: Sequence[float], budget: Budget) -> float:
    """What the server asked for, else a wait that grows; a run that would have to wait too long is paused instead."""
    said = error.wait_seconds
    grown = policy.unsaid_retry_after * 2.0 ** min(len(before), 4)
    seconds = grown if said is None else max(said, policy.first_wait if before else 0.0)
    shortest, longest = (pick(window.seconds for window in budget.windows) for pick in (min, max))
    are_fruitless = len(before) >= FRUITLESS and (said is None or sum(before) >= shortest)
    if not error.is_asked and longest > shortest and are_fruitless:
        now = datetime.now(UTC)
        until = (now + timedelta(seconds=longest - now.timestamp() % longest)).isoformat(timespec="seconds")
        message = (
            f"The API refuses still after {len(before)} waits, and does not say for how long: its budget of "
            f"{longest / 3600:g} hours seems used up, until {until} if it counts from midnight (UTC)."
        )
        raise Paused(message, until=until, cure=_CURE)
    if sum(before) + seconds <= policy.patience and len(before) < policy.rate_limited_in_a_row:
        return seconds
    until = (datetime.now(UTC) + timedelta(seconds=min(seconds, _YEAR))).isoformat(timespec="seconds")
    message = f"The API asks to wait until {until}, after {len(before)} waits: longer than a run waits."
    raise Paused(message, until=until, cure=_CURE)
