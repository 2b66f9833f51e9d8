"""How people write phone numbers, e-mail addresses, websites and names, and that what is meant can be read again."""

from __future__ import annotations

import re
from random import Random

import pytest

from lead_pipeline.sandbox.flowmaticx.vocabulary.countries import COUNTRIES
from lead_pipeline.sandbox.journeys.spelling import (
    CALLING_CODES,
    type_company,
    type_email,
    type_phone,
    type_website,
)

TRIES = 200


def test_every_country_has_its_calling_code() -> None:
    assert {country.code for country in COUNTRIES} == set(CALLING_CODES)
    for country in COUNTRIES:
        assert all(begin.startswith(f"+{CALLING_CODES[country.code]}") for begin, _ in country.phones)


@pytest.mark.parametrize(
    ("phone", "country", "ways"),
    [
        ("+441615550123", "GB", {"+441615550123", "441615550123", "01615550123", "016-155-50123", "+44 (0)1615550123"}),
        ("+12125550123", "US", {"2125550123", "212-555-0123", "(212) 5550123 ", "001 212 555 0123"}),
        ("+390255501", "IT", {"0255501", "025 550 1", "+39 025-550-1"}),
    ],
)
def test_a_phone_number_is_written_as_people_do(phone: str, country: str, ways: set[str]) -> None:
    dice = Random(1)
    written = {type_phone(phone, country, dice) for _ in range(TRIES)}
    assert ways <= written
    assert len(written) == 8
    last = phone[-7:]
    assert all(re.sub(r"\D", "", one).endswith(last) for one in written)


def test_an_email_address_gets_capitals_and_blanks_but_stays_the_same() -> None:
    dice = Random(1)
    written = {type_email("jo.doe@firm.example", dice) for _ in range(TRIES)}
    assert {one.strip().lower() for one in written} == {"jo.doe@firm.example"}
    assert {"jo.doe@firm.example", "JO.DOE@FIRM.EXAMPLE", " jo.doe@firm.example", "Jo.Doe@firm.example"} <= written


def test_a_website_is_written_with_what_browsers_put_around_it() -> None:
    dice = Random(1)
    written = {type_website("firm.example", dice) for _ in range(TRIES)}
    assert {"firm.example", "www.firm.example", "WWW.FIRM.EXAMPLE", "https://www.firm.example/"} <= written
    assert all("firm.example" in one.lower() for one in written)


def test_a_name_loses_its_legal_form_or_gets_loud() -> None:
    dice = Random(1)
    written = {type_company("Rheinblick Bäckerei GmbH", dice) for _ in range(TRIES)}
    assert {"Rheinblick Bäckerei", "RHEINBLICK BÄCKEREI GMBH", " Rheinblick  Bäckerei  GmbH"} <= written
