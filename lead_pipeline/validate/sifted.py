"""A page without its odd records. Which are odd is said by a pattern, and they keep their places."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from lead_pipeline.validate import records

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass
class SiftedPage:
    """`rows` is what is left of the page, `odd` what was taken out, by its place in the whole page."""

    whole: bytes
    rows: bytes = field(init=False)
    odd: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with all of it."""
        self.rows = self.whole

    def take_out(self, pattern: re.Pattern[bytes]) -> int:
        """Take out every record with such a text in it. How many more these are."""
        left, before = [], len(self.odd)
        for place, record in enumerate(records.uncopied(self.whole)):
            if place in self.odd or pattern.search(record):
                self.odd[place] = bytes(record).decode()
            else:
                left.append(record)
        self.rows = b"[%b]" % b",".join(left)
        return len(self.odd) - before


def sift(pages: Sequence[SiftedPage], pattern: str) -> int:
    """Take such records out of every page that has any. How many more these are."""
    texts = pl.Series([page.rows for page in pages], dtype=pl.Binary).cast(pl.String).str
    each = re.compile(pattern.encode())
    return sum(pages[number].take_out(each) for number in texts.contains(pattern).arg_true())
