"""A budget: how many requests a key may send in how many seconds. Keeping to it is `http_client.throttle`."""

from __future__ import annotations

from dataclasses import dataclass

from lead_pipeline.errors import DeclarationError


@dataclass(frozen=True)
class Budget:
    """At most `requests` in any `seconds`, for one key, over all processes; and no more than `also` allows.

    `limit`, `left` and `reset` are the headers in which an answer tells of this window: what a key may, what it has
    left and when, in seconds since 1970, it has all of it again. What they say goes before what is declared. `plans` is
    what a limit that is told here tells of another window, of which no header does: limit, seconds there, requests.
    """

    requests: int
    seconds: float = 60.0
    also: tuple[Budget, ...] = ()
    limit: str | None = None
    left: str | None = None
    reset: str | None = None
    plans: tuple[tuple[int, float, int], ...] = ()

    def __post_init__(self) -> None:
        """A budget of nothing would wait for ever."""
        if self.requests < 1 or self.seconds <= 0:
            message = f"a budget of {self.requests} requests in {self.seconds} s lets nothing through."
            raise DeclarationError(message)
        lengths = [window.seconds for window in self.windows]
        if len(set(lengths)) != len(lengths):
            message = f"two budgets for the same window: {sorted(lengths)} seconds."
            raise DeclarationError(message)

    @property
    def windows(self) -> tuple[Budget, ...]:
        """All windows that hold together, this one first."""
        return (self, *(window for other in self.also for window in other.windows))
