"""Web addresses and mail hosts cut down to the domain that somebody has registered.

By the public suffix list that comes with tldextract: nothing is fetched, ever. A host under a service that gives each
customer a name of their own, such as shop.business.site, is that customer's.
"""

from __future__ import annotations

import re
from functools import cache

import idna
import tldextract

# Services whose customers' pages the public suffix list does not know as such.
SERVICES = (
    "business.site", "negocio.site", "webnode.com", "jimdofree.com", "jimdosite.com", "godaddysites.com", "ueniweb.com",
    "wordpress.com", "weebly.com", "eatbu.com", "square.site", "site123.me", "strikingly.com", "tumblr.com",
)  # fmt: skip
_EXTRACT = tldextract.TLDExtract(
    cache_dir=None, suffix_list_urls=(), extra_suffixes=SERVICES, include_psl_private_domains=True
)
# What the quick way takes is a part of what the exact way takes, and gives the same.
_PLAIN = re.compile(
    r"(?:https?://)?((?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z][a-z0-9]*)(?:[/?#].*)?", re.IGNORECASE | re.ASCII | re.DOTALL
)
_SCHEME = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?/+", re.IGNORECASE)
_LABEL = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")


def registrable_domain(text: str | None) -> str | None:
    """The domain in small letters, of a website, a host or a mailbox; None where there is none."""
    if text is None:
        return None
    host = host_of(text)
    if host is None:
        return None
    ends = host.split(".")[-2:]
    return exactly_registered(host) if _is_within_suffixes(*ends) else ".".join(ends)


def exactly_registered(host: str) -> str | None:
    """The domain of any host, by tldextract."""
    found = _EXTRACT.extract_str(host)
    if found.top_domain_under_public_suffix:
        return found.top_domain_under_public_suffix
    if found.suffix:  # the host is itself a suffix: co.uk, or a service's own page
        return host if host in SERVICES else None
    # A last label that the list does not know is a suffix, as the list's own algorithm has it.
    return ".".join(host.split(".")[-2:])


def _is_within_suffixes(last_but_one: str, last: str) -> bool:
    """Whether any suffix has these at its end: else none is longer than one label, and the two are the domain."""
    ends = _ends_of_suffixes()
    return f"{last_but_one}.{last}" in ends or f"*.{last}" in ends


@cache
def _ends_of_suffixes() -> frozenset[str]:
    return frozenset(".".join(suffix.split(".")[-2:]) for suffix in _EXTRACT.tlds if "." in suffix)


def host_of(text: str) -> str | None:
    """The host in letters as people write them, if it has the form of one."""
    plain = _PLAIN.fullmatch(text)
    return exact_host(text) if plain is None else plain[1].lower()


def exact_host(text: str) -> str | None:
    """The same of any address."""
    bare = _SCHEME.sub("", _INVISIBLE.sub("", text).strip())
    bare = re.split(r"[/?#\\]", bare, maxsplit=1)[0].rpartition("@")[2]
    bare = re.sub(r":[0-9]*$", "", bare).rstrip(".").lower().replace("。", ".")
    labels = bare.split(".")
    if len(labels) == 1 or not labels[-1][:1].isalpha() or not all(map(_LABEL.fullmatch, labels)):
        return None
    if bare.isascii() and "xn--" not in bare:
        return bare
    try:
        return idna.decode(idna.encode(bare, uts46=True))
    except idna.IDNAError:
        return None
