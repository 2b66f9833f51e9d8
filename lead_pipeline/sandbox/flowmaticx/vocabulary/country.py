"""The shape of a country: what a file of countries must say of each.

No country's own words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lead_pipeline.sandbox.flowmaticx.vocabulary.words import pairs, postcodes, words

if TYPE_CHECKING:
    from lead_pipeline.sandbox.flowmaticx.vocabulary.words import Named


@dataclass(frozen=True, slots=True)
class City:
    """A city."""

    name: str
    slug: str
    postcodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """A country, its words read."""

    code: str
    language: str
    label: str
    """How a search names it, as `UK`."""
    phones: tuple[tuple[str, int], ...]
    """Beginnings in E.164, and how many digits follow."""
    cities: tuple[City, ...]
    streets: tuple[str, ...]
    address: str
    firsts: tuple[Named, ...]
    lasts: tuple[Named, ...]
    brands: tuple[Named, ...]
    patterns: tuple[str, ...]
    """Ways to name a firm, of brand, trade, last and city."""
    full_name: str
    hello: str


def country(  # noqa: PLR0913 - a country has that many sides
    code: str,
    language: str,
    label: str,
    *,
    phones: str,
    cities: str,
    streets: str,
    firsts: str,
    lasts: str,
    brands: str,
    patterns: tuple[str, ...],
    address: str = "{street} {number}",
    full_name: str = "{first} {last}",
    hello: str = "Hi {first},",
) -> Country:
    """Read a country: `phones` as `+44161:7`, `cities` as `Leeds:LS#_#@@` or `Αθήνα=athina:1####`."""
    read_cities = []
    for item in cities.split():
        named, _, pattern = item.partition(":")
        ((name, slug),) = pairs(named)
        read_cities.append(City(name, slug, postcodes(pattern.replace("_", " "))))
    read_phones = tuple((begin, int(digits)) for begin, digits in (item.split(":") for item in phones.split()))
    return Country(
        code,
        language,
        label,
        read_phones,
        tuple(read_cities),
        words(streets),
        address,
        pairs(firsts),
        pairs(lasts),
        pairs(brands),
        patterns,
        full_name,
        hello,
    )
