"""Countries as two letters, from codes, names in a dozen languages, and what people say instead.

In a field for the country CA is Canada; at the end of a place it may be California, so there two letters count only
where they cannot be both.
"""

from __future__ import annotations

import gettext
import re
from functools import cache

import pycountry

from lead_pipeline.normalise.names import folded

_LANGUAGES = ("de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sv", "da", "el", "tr", "uk", "ru", "ja", "ko", "zh_CN")
_ALSO = {
    "AE": ("UAE", "Emirates"),
    "BA": ("Bosnia",),
    "BO": ("Bolivia",),
    "CD": ("DR Congo", "Congo Kinshasa"),
    "CG": ("Congo Brazzaville",),
    "CI": ("Ivory Coast",),
    "CV": ("Cape Verde",),
    "CZ": ("Czech Republic", "Česko"),
    "DE": ("BRD",),
    "FK": ("Falkland Islands",),
    "GB": ("UK", "Great Britain", "Britain", "England", "Scotland", "Wales", "Northern Ireland"),
    "GR": ("EL", "Hellas", "Ελλάς"),
    "KR": ("Korea", "Republic of Korea", "대한민국"),
    "MK": ("Macedonia",),
    "MM": ("Burma",),
    "NL": ("Holland", "The Netherlands"),
    "PS": ("Palestine",),
    "RU": ("Russia",),
    "SZ": ("Swaziland",),
    "TR": ("Turkey", "Turkiye"),
    "US": ("USA", "America", "United States of America", "EE UU", "Estados Unidos de América"),
    "VA": ("Vatican",),
    "XK": ("Kosovo",),
}
_SEPARATORS = re.compile(r"[,;/|()\n]|\s-\s")


def country_code(text: str | None) -> str | None:
    """The country that a field for it names; None where it names none, or more than one could be meant."""
    return _names().get(_key(text))


def country_of_place(text: str | None) -> str | None:
    """The country at the end of a place, as in "Bristol, UK" or "Austin, Texas"; None where it is not told."""
    last = _key(next((piece for piece in reversed(_SEPARATORS.split(text or "")) if piece.strip()), None))
    country, is_state = _names().get(last), last in _american_states()
    if last in {"uk", "us"} or not (country and is_state):
        return country or ("US" if is_state else None)
    return None


def _key(text: str | None) -> str:
    """What a name is looked up by: U.S.A. is usa."""
    return (folded(text) or "").replace(" ", "")


@cache
def _names() -> dict[str, str]:
    """Every name and code, and its country. What two countries are called in two languages is left out."""
    names: dict[str, str] = {}
    for country in pycountry.countries:
        told = (getattr(country, kind, None) for kind in ("alpha_2", "alpha_3", "name", "official_name", "common_name"))
        names |= {_key(name): country.alpha_2 for name in told if name}
    names |= {_key(name): code for code, told in _ALSO.items() for name in (code, *told)}
    foreign: dict[str, set[str]] = {}
    for language in _LANGUAGES:
        said = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language])
        for country in pycountry.countries:
            for name in (country.name, getattr(country, "common_name", country.name)):
                foreign.setdefault(_key(said.gettext(name)), set()).add(country.alpha_2)
    return {name: next(iter(codes)) for name, codes in foreign.items() if len(codes) == 1} | names


@cache
def _american_states() -> frozenset[str]:
    states = (each for each in pycountry.subdivisions if each.country_code == "US")
    return frozenset(_key(told) for state in states for told in (state.name, state.code.partition("-")[2]))
