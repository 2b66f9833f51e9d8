"""What stands for the way things are normalised now: a new library or a changed line here makes other values."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = ("email-validator", "idna", "phonenumbers", "pycountry", "tldextract")


@cache
def normaliser() -> str:
    """A short text, equal as long as equal texts give equal values."""
    digest = blake2b(" ".join(map(version, _LIBRARIES)).encode(), digest_size=8)
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
