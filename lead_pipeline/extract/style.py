"""What can be done with the pages of a list, whatever its API calls them. How each is walked is decided in one_pass."""

from __future__ import annotations

from enum import Enum, auto


class Style(Enum):
    """`OVERLAP`: a page may begin anywhere. `WHOLE`: only behind whole pages. `CHAIN`: only behind the page before.

    `ONE`: there is one page, and what it cuts off cannot be had.
    """

    OVERLAP = auto()
    WHOLE = auto()
    CHAIN = auto()
    ONE = auto()
