"""A page without its odd records. Which are odd is said by a pattern, and they keep their places."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec
import polars as pl

from lead_pipeline.validate import records

if TYPE_CHECKING:
    from collections.abc import Sequence

_ONE = msgspec.json.Decoder(dict[str, msgspec.Raw])
_BETWEEN = b"},{"


@dataclass
class SiftedPage:
    """`rows` is what is left of the page, `odd` what was taken out, by its place in the whole page."""

    whole: bytes
    rows: bytes = field(init=False)
    odd: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with all of it."""
        self.rows = self.whole

    def take_out(self, pattern: re.Pattern[bytes], at: int) -> int:
        """Take out the record around this byte of `rows`, where such a text is; or all that have one. How many."""
        before = len(self.odd)
        if not self._take_out_around(at):
            self._take_out_all(pattern)
        return len(self.odd) - before

    def _take_out_around(self, at: int) -> bool:
        """Where what stands before the record is a list, and the record is an object, they are what they seem."""
        last, following = self.rows.rfind(_BETWEEN, 0, at), self.rows.find(_BETWEEN, at)
        begin, end = last + 2 if last >= 0 else 1, following + 1 if following >= 0 else len(self.rows) - 1
        record = self.rows[begin:end]
        try:
            place = len(records.RAWS.decode(self.rows[: max(1, begin - 1)] + b"]"))
            _ONE.decode(record)
        except msgspec.DecodeError:
            return False
        for earlier in sorted(self.odd):
            place += earlier <= place
        self.odd[place] = record.decode()
        is_last = following < 0
        self.rows = self.rows[: max(1, begin - 1)] + b"]" if is_last else self.rows[:begin] + self.rows[end + 1 :]
        return True

    def _take_out_all(self, pattern: re.Pattern[bytes]) -> None:
        left = []
        for place, record in enumerate(records.uncopied(self.whole)):
            if place in self.odd or pattern.search(record):
                self.odd[place] = bytes(record).decode()
            else:
                left.append(record)
        self.rows = b"[%b]" % b",".join(left)


def sift(pages: Sequence[SiftedPage], pattern: str) -> int:
    """Take such records out of every page that has any. How many more these are."""
    each, taken, left = re.compile(pattern.encode()), 0, list(pages)
    while left:
        texts = pl.Series([page.rows for page in left], dtype=pl.Binary).cast(pl.String)
        found = zip(left, texts.str.find(pattern), strict=True)
        counts = [(page, page.take_out(each, at)) for page, at in found if at is not None]
        taken += sum(count for _, count in counts)
        left = [page for page, count in counts if count]
    return taken
