"""Leads that are rendered before anyone asks: the server shares its cores with who is measured, and is to take little.

They lie in a file that the kernel may drop from memory. How a lead looks is in rows.
"""

from __future__ import annotations

import mmap
import tempfile
from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.server.rows import Rows

AT_ONCE = 10_000


class Shelf:
    """All leads of an account, by id from 1 on."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - open for as long as the server runs
        self._ends = array("q", [0])
        self._texts: mmap.mmap | bytes = b""

    def fill(self, leads: int) -> None:
        """Render the leads that are missing up to this id."""
        for first in range(len(self._ends), leads + 1, AT_ONCE):
            texts = self._rows.leads(range(first, min(first + AT_ONCE, leads + 1)))
            self._file.write(b"".join(texts))
            for text in texts:
                self._ends.append(self._ends[-1] + len(text))
        self._file.flush()
        if leads:
            self._texts = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)

    def leads(self, ids: Sequence[int]) -> bytes:
        """These leads, as the inside of a JSON array."""
        texts, ends = self._texts, self._ends
        return b",".join([texts[ends[lead - 1] : ends[lead]] for lead in ids])
