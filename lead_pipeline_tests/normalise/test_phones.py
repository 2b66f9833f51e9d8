"""Phone numbers as people type them, and the traps of phonenumbers: no region, one that misleads, a digit too few.

Each number here is of a range that is for examples or out of use, or of nobody.
"""

from __future__ import annotations

from itertools import product

import phonenumbers
import pytest

from lead_pipeline.normalise import phone_digits, phone_e164, phone_kind
from lead_pipeline.normalise.phones import number_of


@pytest.mark.parametrize(
    ("typed", "region", "expected"),
    [
        ("+33 4 72-00.00 01", None, "+33472000001"),
        ("+33 4 72-00.00 01", "US", "+33472000001"),
        ("04 72 00 00 01", "FR", "+33472000001"),
        ("04 72 00 00 01", None, None),
        ("04 72 00 00 01", "??", None),
        ("0033472000001", None, "+33472000001"),
        ("0033472000001", "US", "+33472000001"),
        ("011 33 472000001", "US", "+33472000001"),
        ("33472000001", "FR", "+33472000001"),
        ("+44 (0)20 7946 0001", "FR", "+442079460001"),
        ("(030) 123 45-67", "DE", "+49301234567"),
        ("030/1234567", "DE", "+49301234567"),
        ("06 12345678", "IT", "+390612345678"),
        ("+39 02 1234 5678", "DE", "+390212345678"),
        ("+52 1 55 1234 5678", None, "+525512345678"),
        ("1-800-FLOWERS", "US", "+18003569377"),
        ("(+33) 472000001 ext. 12", None, "+33472000001"),
        ("TEL:+33472000001; 2nd: 5", "GB", "+33472000001"),
        ("030 123 45 67 oder 0170 1234567", "DE", "+49301234567"),
        ("٠٤٧٢٠٠٠٠٠١", "FR", "+33472000001"),
        ("＋33 472000001", None, "+33472000001"),
        ("'0472000001", "FR", "+33472000001"),
        ("33472000001.0", "FR", "+33472000001"),
        ("3.3472E+10", "FR", None),
        ("12345", "DE", None),
        ("112", "DE", None),
        ("+1234567890123456", None, None),
        ("0000000000", "DE", None),
        ("+0472000001", None, None),
        ("none", "DE", None),
        ("", "DE", None),
        ("9" * 10_000, "DE", None),
        (None, "DE", None),
    ],
)
def test_a_number_is_what_reaches_its_owner(typed: str | None, region: str | None, expected: str | None) -> None:
    assert phone_e164(typed, region) == expected


def test_what_is_normalised_stays_what_it_is() -> None:
    for number in ("+33472000001", "+390612345678", "+525512345678", "+18003569377"):
        assert phone_e164(number, "DE") == number


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("(030) 123 45-67", "301234567"),
        ("+49 (0)30 1234567", "49301234567"),
        ("tel:030 1234567 ext. 9", "301234567"),
        ("٠٤٧٢٠٠٠٠٠١", "472000001"),
        ("12345", None),
        ("1111111", None),
        (None, None),
    ],
)
def test_digits_are_left_where_no_country_is_known(typed: str | None, digits: str | None) -> None:
    assert phone_digits(typed) == digits


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("+33472000001", "fixed"),
        ("+33612345678", "mobile"),
        ("+12125550123", "fixed or mobile"),
        ("+18003569377", "toll free"),
        ("+499001234567", "premium rate"),
        ("+447700900123", "not given out"),
        ("+80012345678", "toll free"),
        ("+99912345678", "not given out"),
        (None, None),
    ],
)
def test_a_number_of_no_use_can_be_told(number: str | None, kind: str | None) -> None:
    assert phone_kind(number) == kind


def test_a_number_comes_apart_as_it_was_put_together() -> None:
    asked = product(sorted(phonenumbers.SUPPORTED_REGIONS), phonenumbers.PhoneNumberType.values())
    numbers = [number for each in asked if (number := phonenumbers.example_number_for_type(*each)) is not None]
    assert {number.country_code for number in numbers} == {
        phonenumbers.country_code_for_region(each) for each in phonenumbers.SUPPORTED_REGIONS
    }
    written = [phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) for number in numbers]
    assert [each for each, number in zip(written, numbers, strict=True) if number_of(each) != number] == []
