"""What a job searches for: keyword and location, and the country and trade they stand for.

A search made twice is the same search, so its jobs can find the same businesses. The words are in vocabulary.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import zip_longest

from lead_pipeline.sandbox.flowmaticx.vocabulary.countries import COUNTRIES, City, Country
from lead_pipeline.sandbox.flowmaticx.vocabulary.trades import TRADES, Trade

CITIES = {city.name.casefold(): (country, city) for country in COUNTRIES for city in country.cities}
TRADES_BY_KEYWORD = {word.casefold(): trade for trade in TRADES for word in trade.keywords.values()}


@dataclass(frozen=True, slots=True)
class Search:
    """A keyword and a location with what they mean."""

    keyword: str
    location: str
    country: Country
    city: City
    trade: Trade
    key: bytes
    """Equal for equal searches."""


@lru_cache(maxsize=4096)
def search_for(keyword: str, location: str) -> Search:
    """Understand a keyword and a location; unknown ones mean something too, always the same."""
    key = hashlib.blake2b(f"{keyword.casefold()}|{location.casefold()}".encode(), digest_size=12).digest()
    name = location.split(",", maxsplit=1)[0].strip()
    known = CITIES.get(name.casefold())
    if known is None:
        country = COUNTRIES[key[0] % len(COUNTRIES)]
        known = country, City(name, "city", country.cities[0].postcodes)
    word = keyword.lstrip("#").casefold()
    trade = TRADES_BY_KEYWORD.get(word) or Trade({"en": keyword}, (keyword.strip("#").title(),))
    return Search(keyword, location, *known, trade, key)


@cache
def drawn_searches(seed: int) -> tuple[tuple[str, str], ...]:
    """Give every search the vocabulary allows, keyword and location: shuffled, the countries in turn."""
    rng = random.Random(f"searches {seed}")
    columns = []
    for country in rng.sample(COUNTRIES, len(COUNTRIES)):
        pairs = [
            (trade.keywords.get(country.language, trade.keywords["en"]), f"{city.name}, {country.label}")
            for trade in TRADES
            for city in country.cities
        ]
        columns.append(rng.sample(pairs, len(pairs)))
    # Few jobs, and still many scripts.
    return tuple(pair for row in zip_longest(*columns) for pair in row if pair is not None)
