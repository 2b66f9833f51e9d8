"""How the word lists are written down, and how they are read.

One string per list, words apart by spaces, `_` for a space within, `native=slug` where the script is not Latin.
"""

from __future__ import annotations

import random
import re
import string
import unicodedata
from typing import TypeAlias

Named: TypeAlias = tuple[str, str]
"""A word, and how it is written in a host name."""

POSTCODES_PER_CITY = 32
SPECIAL = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "æ": "ae", "đ": "d", "Đ": "D"})


def slug(text: str) -> str:
    """Write Latin text as a host name does."""
    plain = unicodedata.normalize("NFKD", text.translate(SPECIAL)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def words(text: str) -> tuple[str, ...]:
    """Read a list of words."""
    return tuple(word.replace("_", " ") for word in text.split())


def pairs(text: str) -> tuple[Named, ...]:
    """Read a list of words with their slugs."""
    read = []
    for item in text.split():
        native, _, written = item.partition("=")
        word = native.replace("_", " ")
        read.append((word, written or slug(word)))
    if not all(written for _, written in read):
        raise ValueError(f"a word lacks its slug in {text!r}")
    return tuple(read)


def postcodes(pattern: str) -> tuple[str, ...]:
    """Make post codes of a pattern: `#` is a digit, `@` a letter."""
    rng = random.Random(pattern)

    def one() -> str:
        chosen = {"#": string.digits, "@": "ABDEFGHJLNPQRSTUWXYZ"}
        return "".join(rng.choice(chosen[sign]) if sign in chosen else sign for sign in pattern)

    return tuple(one() for _ in range(POSTCODES_PER_CITY))
