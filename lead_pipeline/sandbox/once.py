"""What is made only when it is first asked for.

Most tests start a sandbox for one of its systems, and need not wait for the rows of the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import RLock

T = TypeVar("T")


def once(make: Callable[[], T], lock: RLock) -> Callable[[], T]:
    """Give a function that makes it at the first call, and gives the same at every other, from whatever thread."""
    made: list[T] = []

    def get() -> T:
        with lock:
            if not made:
                made.append(make())
            return made[0]

    return get
