"""Which fields the records of pages name, by counting in their bytes: what a parser does not tell."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

_APART = re.compile(rb'"\s+:')  # a name and its colon


def says_each_null(pages: Sequence[bytes], frame: pl.DataFrame) -> bool:
    """Whether as many nulls are written as values are empty: a field that is missing is empty too."""
    texts = pl.Series(pages, dtype=pl.Binary).cast(pl.String).str
    empty = frame.null_count().sum_horizontal().sum()
    # Mostly the first is all. Each alone is looked for by its bytes, and takes a fifth of both together.
    for null in (":null", ": null"):
        # In a text the quote has a backslash.
        empty -= int(texts.count_matches(f'"{null}').sum()) - int(texts.count_matches(rf'\\"{null}').sum())
        if empty == 0:
            return True
    return False


def unsaid(pages: Sequence[bytes], frame: pl.DataFrame) -> Counter[str] | None:
    """How often each field is empty and no null is written: it is missing there. None where that cannot be told."""
    if any(_APART.search(page) for page in pages):
        return None
    written = Counter(
        before[before.rfind(b'"') + 1 :].decode()
        for page in pages
        for null in (b'":null', b'": null')
        for before in page.split(null)[:-1]
        if not before.endswith(b"\\")
    )
    empty = frame.null_count().row(0, named=True)
    missing = Counter({name: count - written[name] for name, count in empty.items()})
    return missing if names_as_many(pages, frame.height * frame.width - missing.total()) else None


def names_as_many(pages: Sequence[bytes], fields: int) -> bool:
    """Whether so many fields are named: one that comes twice is named twice, and the second would go unseen."""
    return sum(page.count(b'":') for page in pages) == fields or sum(map(names_in, pages)) == fields


def names_in(text: bytes) -> int:
    """How many fields are named in it, within objects too."""
    # In a text the quote has a backslash before it, and a text that is a value has no colon behind it.
    return text.count(b'":') - text.count(b'\\":')
