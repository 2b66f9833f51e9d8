"""Who a lead is, recomputed: address, domain and phone made comparable, and the key of the business.

Written from the columns' descriptions with Python's own parsers, not from the SQL.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

SHARED_HOSTS = {"facebook.com"}  # of those in dbt_project.yml, what the leads here have
LABEL = re.compile(r"[^\s.:@/,;()<>\"]+")
SHORTEST, LONGEST = 6, 15


def email_of(lead: Mapping[str, Any]) -> str | None:
    """The address in small letters, if it is one."""
    text = (lead["email"] or "").strip().lower().removeprefix("mailto:").rstrip(".")
    box, at, host = text.partition("@")
    labels = host.split(".")
    good = at and box and "@" not in host and len(labels) > 1 and all(labels) and not re.search(r"[\s<>(),;:\"]", text)
    return text if good else None


def domain_of(lead: Mapping[str, Any]) -> str | None:
    """The host of the domain, or else of the website."""
    return _host(lead["domain"]) or _host(lead["website"])


def _host(text: str | None) -> str | None:
    address = (text or "").strip().lower()
    parsed = urlsplit(address if "//" in address else f"//{address}")
    host = (parsed.hostname or "").rstrip(".").removeprefix("www.")
    labels = host.split(".")
    good = len(labels) > 1 and all(LABEL.fullmatch(label) for label in labels) and not labels[-1][0].isdigit()
    return host if good else None


def phone_of(lead: Mapping[str, Any]) -> str | None:
    """The number as + and digits, or as digits only."""
    text = (lead["phone"] or "").lower().replace("(0)", "")
    text = re.split(r"[^\W\d_]|[;,]", text)[0]
    digits = "".join(letter for letter in text if letter in "0123456789")
    says_country = text.strip(" (").startswith("+") or digits.startswith("00")
    if not text.strip(" (").startswith("+"):
        digits = digits.removeprefix("00")
    if not SHORTEST <= len(digits) <= LONGEST or len(set(digits)) == 1 or (says_country and digits[0] == "0"):
        return None
    return f"+{digits}" if says_country else digits


def folded(text: str | None) -> str:
    """Small letters and digits without accents, single spaces between."""
    apart = unicodedata.normalize("NFD", text or "")
    kept = (letter for letter in apart if not unicodedata.category(letter).startswith("M"))
    letters = "".join(kept).lower()
    words = "".join(letter if unicodedata.category(letter)[0] in "LN" else " " for letter in letters)
    return " ".join(words.split())


def business_of(lead: Mapping[str, Any]) -> str | None:
    """The key by which leads of the same business are known."""
    domain, phone, email = domain_of(lead), phone_of(lead), email_of(lead)
    name, city = folded(lead["business_name"]), folded(lead["city"])
    if domain and domain not in SHARED_HOSTS:
        return f"domain:{domain}"
    if phone:
        return f"phone:{phone}" if phone[0] == "+" else f"phone:{(lead['country'] or '').upper()}:{phone}"
    if email:
        return f"email:{email}"
    return f"name:{name}|{city}" if name and city else None
