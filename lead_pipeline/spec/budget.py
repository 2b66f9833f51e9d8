"""A budget: how many requests a key may send in how many seconds. Keeping to it is `http_client.throttle`."""

from __future__ import annotations

from dataclasses import dataclass

from lead_pipeline.errors import DeclarationError


@dataclass(frozen=True)
class Budget:
    """At most `requests` in any `seconds`, for one key, over all processes."""

    requests: int
    seconds: float = 60.0

    def __post_init__(self) -> None:
        """A budget of nothing would wait for ever."""
        if self.requests < 1 or self.seconds <= 0:
            message = f"a budget of {self.requests} requests in {self.seconds} s lets nothing through."
            raise DeclarationError(message)
