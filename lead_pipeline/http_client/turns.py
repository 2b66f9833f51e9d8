"""What is asked of a budget: a turn for each request, and what answers tell of it is kept. Only the words.

Keeping to one is throttle; where there is none, no_limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

# How many wait for a turn, or for an answer, at once. Chosen by measurement (`python -m bench in_flight`): at
# 100-800 ms an answer, eight use up a burst of the budget in seconds, and more only queue for it.
DEFAULT_IN_FLIGHT = 8


class Throttle(Protocol):
    """What the client asks before each request, and tells after a 429."""

    async def turn(self) -> float:
        """Wait for a place in the budget; the seconds waited."""

    def block(self, seconds: float) -> None:
        """Nobody sends with this key for so long."""

    def pause(self, seconds: float) -> None:
        """Nobody sends with this key for so long, if that can be what is left of one of its windows."""

    def learn(self, seconds: float, limit: int | None, left: int | None, reset: float | None) -> None:
        """What an answer tells of the window of so many seconds: `reset` is when it starts anew, since 1970."""

    def left(self) -> int | None:
        """How many requests the budget has left right now; None without a budget."""

    def left_for_long(self) -> int | None:
        """The same of the longest window alone: what waiting a moment does not bring back."""

    def limit_for_long(self) -> int:
        """How many requests the longest window lets through; 0 without a budget."""

    def again_for_long(self, spare: int) -> datetime | None:
        """When the longest window has more left than that; None if it has now, or without a budget."""

    def close(self) -> None:
        """Let go of what is held open."""
