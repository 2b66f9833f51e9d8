"""Leads that are rendered before anyone asks: the server shares its cores with who is measured, and is to take little.

They lie in a file that the kernel may drop from memory, newest first and with commas between, as pages show them: most
pages are one piece of it. How a lead looks is in rows.
"""

from __future__ import annotations

import mmap
from array import array
from bisect import bisect
from itertools import accumulate
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.server.rows import Rows

AT_ONCE = 10_000


class Shelf:
    """All leads of an account, by id from 1 on, in a file that is empty at first."""

    def __init__(self, rows: Rows, file: IO[bytes]) -> None:
        self._rows, self._file = rows, file
        self._begins, self._ends = array("q", [0]), array("q", [0])
        self._blocks: list[int] = []  # the ids with which those begin that lie side by side
        self._texts: mmap.mmap | bytes = b""

    def fill(self, leads: int) -> None:
        """Render the leads that are missing up to this id."""
        for first in range(len(self._ends), leads + 1, AT_ONCE):
            texts = self._rows.leads(range(min(first + AT_ONCE, leads + 1) - 1, first - 1, -1))
            begins = list(accumulate((len(text) + 1 for text in texts), initial=self._file.tell()))
            self._file.write(b"".join(text + b"," for text in texts))
            self._begins.extend(begins[-2::-1])
            self._ends.extend(end - 1 for end in begins[:0:-1])
            self._blocks.append(first)
        self._file.flush()
        if leads:
            self._texts = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)

    def leads(self, ids: Sequence[int]) -> bytes:
        """These leads, newest first, as the inside of a JSON array."""
        texts, begins, ends = self._texts, self._begins, self._ends
        if ids and self._are_side_by_side(ids[0], ids[-1], len(ids)):
            return texts[begins[ids[0]] : ends[ids[-1]]]
        return b",".join([texts[begins[lead] : ends[lead]] for lead in ids])

    def _are_side_by_side(self, newest: int, oldest: int, number: int) -> bool:
        return newest - oldest == number - 1 and bisect(self._blocks, newest) == bisect(self._blocks, oldest)
