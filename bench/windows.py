"""What a list of times says of a limit of so many in any minute: the most there were, and how much of it was used."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def most_in_any(times: Sequence[float], window: float = 60.0) -> int:
    """The most times in any stretch of that length, its end not included."""
    times = sorted(times)
    most = first = 0
    for place, at in enumerate(times):
        while at - times[first] >= window:
            first += 1
        most = max(most, place - first + 1)
    return most


def share_used(times: Sequence[float], limit: int, window: float = 60.0) -> float | None:
    """How many there were on average in the stretch before each moment, as a share of the limit.

    Over all moments that have a whole stretch of work before them; None if the work was over within one.
    """
    begin, end = min(times, default=0.0) + window, max(times, default=0.0)
    if end <= begin:
        return None
    # A request stands in the stretches that end from its time on until one length later.
    stood = sum(max(0.0, min(at + window, end) - max(at, begin)) for at in times)
    return stood / (end - begin) / limit
