"""Countries as people write them, and the traps of pycountry: UK, names that only other languages have, look-alikes.

At the end of a place two letters may be a state; there less is taken for sure.
"""

from __future__ import annotations

import pycountry
import pytest

from lead_pipeline.normalise import country_code, country_of_place


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("FR", "FR"), ("fr", "FR"), (" FRA ", "FR"), ("France", "FR"), ("FRANCE", "FR"), ("Frankreich", "FR"),
        ("UK", "GB"), ("U.K.", "GB"), ("England", "GB"), ("EL", "GR"), ("USA", "US"), ("U.S.A.", "US"),
        ("United States of America", "US"), ("Czech Republic", "CZ"), ("Türkiye", "TR"), ("Turkey", "TR"),
        ("South Korea", "KR"), ("The Netherlands", "NL"), ("Österreich", "AT"), ("Oesterreich", None),
        ("日本", "JP"), ("Ελλάδα", "GR"), ("España", "ES"), ("Україна", "UA"), ("CA", "CA"), ("Georgia", "GE"),
        ("Niger", "NE"), ("Nigeria", "NG"), ("Guinea", "GN"), ("Dominica", "DM"), ("Kosovo", "XK"),
        ("EN", None), ("nowhere", None), ("-", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_a_country_is_known_by_code_name_or_alias(told: str | None, code: str | None) -> None:
    assert country_code(told) == code


def test_every_country_is_known_by_all_its_english_names() -> None:
    for country in pycountry.countries:
        for name in (country.alpha_2, country.alpha_3, country.name, getattr(country, "official_name", country.name)):
            assert country_code(name) == country.alpha_2, name


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("Bristol, UK", "GB"), ("Plzeň, Czechia", "CZ"), ("北京, China", "CN"), ("제주, South Korea", "KR"),
        ("Wien, Österreich", "AT"), ("Milano (IT)", "IT"), ("Germany", "DE"), ("Austin, Texas", "US"),
        ("Portland, OR", "US"), ("Springfield, US", "US"), ("Paris, France, ", "FR"),
        # Each of these may be two countries.
        ("San Francisco, CA", None), ("Berlin, DE", None), ("Atlanta, Georgia", None),
        ("Lyon", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_a_place_tells_its_country_at_its_end(place: str | None, code: str | None) -> None:
    assert country_of_place(place) == code
