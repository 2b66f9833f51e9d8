"""E-mail addresses as they are compared: checked by email-validator, which here asks no DNS, in small letters.

A typo is noted and never mended: whom the address belongs to is not known.
"""

from __future__ import annotations

import re
from functools import lru_cache

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

# What the quick way takes is a part of what email-validator takes, and gives the same in a twentieth of the time. Two
# hyphens together may begin a label in Punycode.
_PLAIN = re.compile(
    r"[a-z0-9]+(?:[._+-][a-z0-9]+)*@((?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,})", re.IGNORECASE | re.ASCII
)
_PLAIN_LENGTH = 63  # as long as one label may be, so that nothing in it is too long
_NOBODYS = tuple(f".{name}" for name in SPECIAL_USE_DOMAIN_NAMES)
# Mail providers whose names are long enough for one slip to be no other name.
_PROVIDERS = frozenset({
    "btinternet.com", "comcast.net", "gmail.com", "googlemail.com", "hotmail.co.uk", "hotmail.com", "hotmail.de",
    "hotmail.es", "hotmail.fr", "hotmail.it", "icloud.com", "laposte.net", "outlook.com", "outlook.de", "outlook.fr",
    "protonmail.com", "t-online.de", "verizon.net", "wanadoo.fr", "yahoo.co.uk", "yahoo.com", "yahoo.de", "yahoo.es",
    "yahoo.fr", "yahoo.it",
})  # fmt: skip
# One slip from a provider, and yet somebody's own.
_REAL = frozenset({"cloud.com", "email.com", "fmail.com", "mail.com", "rocketmail.com", "tmail.com", "ymail.com"})
# No top-level domains, or ones that providers under .com do not have.
_NEVER = frozenset({"con", "cmo", "ocm", "comm", "vom", "xom", "cpm", "coom", "conm", "comn"})
_NOT_THEIRS = _NEVER | {"cm", "co", "om"}


def email_normalised(text: str | None) -> str | None:
    """The address in small letters, without mailto:, a name in front, or white space; None where it is none."""
    if text is None:
        return None
    plain = _PLAIN.fullmatch(text) if len(text) <= _PLAIN_LENGTH else None
    if plain is not None and not f".{plain[1].lower()}".endswith(_NOBODYS):
        return text.lower()
    return exactly_normalised(text)


def exactly_normalised(text: str) -> str | None:
    """The same for any address, by email-validator."""
    bare = re.sub("[\u200b-\u200f\u2060\ufeff]", "", text).strip()
    bare = re.sub(r"^mailto:([^?]*).*$", r"\1", bare, flags=re.IGNORECASE | re.DOTALL).rstrip(".")
    try:
        checked = validate_email(bare, check_deliverability=False, allow_display_name="<" in bare)
    except EmailNotValidError:
        return None
    return checked.normalized.lower()


def email_typo_of(normalised: str | None) -> str | None:
    """The domain that was probably meant, where the address's own is one slip from a provider's, or ends in .con."""
    return None if normalised is None else _meant(normalised.rpartition("@")[2])


@lru_cache(maxsize=100_000)
def _meant(domain: str) -> str | None:
    if domain in _PROVIDERS or domain in _REAL:
        return None
    name, _, suffix = domain.partition(".")
    for provider in sorted(_PROVIDERS):
        their_name, _, their_suffix = provider.partition(".")
        if suffix == their_suffix and _is_one_slip(name, their_name):
            return provider
        if name == their_name and their_suffix == "com" and suffix in _NOT_THEIRS:
            return provider
    return f"{domain.rpartition('.')[0]}.com" if domain.rpartition(".")[2] in _NEVER else None


def _is_one_slip(one: str, other: str) -> bool:
    """Whether a letter is missing, too many, wrong, or has changed places with the next."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    here, there = one[start:], other[start:]
    if len(here) == len(there):
        return here[1:] == there[1:] or (here[:2] == there[1::-1] and here[2:] == there[2:])
    return here[1:] == there or here == there[1:]
