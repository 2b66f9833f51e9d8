"""Phone numbers in E.164, as far as what was typed and the country it was typed in tell it.

A number of a length that its country knows is taken, though the plan of the country may not have given it out yet:
phone_kind tells those apart. Where no country is known, only the digits are.
"""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import (
    COUNTRY_CODE_TO_REGION_CODE,
    NumberParseException,
    PhoneNumber,
    PhoneNumberType,
    ValidationResult,
)

SHORTEST, LONGEST = 6, 15
_LONGEST_TEXT = 100
# Mexico gave up the 1 before mobile numbers in 2019; many are still written with it.
_MEXICAN_MOBILE = re.compile(r"^(?:\+|00)521([0-9]{10})$")
# A spreadsheet's way with long numbers: the last digits are gone.
_CUT_BY_SPREADSHEET = re.compile(r"^[0-9][.,]?[0-9]*[eE]\+[0-9]+$")
_NOT_DIALLED = re.compile(r"^tel:|\(0\)", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_SECOND_NUMBER = re.compile(r"[;,|\n]|\s(?:or|oder|ou|o|and|und|et)\s")
_KINDS = {
    PhoneNumberType.FIXED_LINE: "fixed",
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "fixed or mobile",
    PhoneNumberType.TOLL_FREE: "toll free",
    PhoneNumberType.PREMIUM_RATE: "premium rate",
    PhoneNumberType.UNKNOWN: "not given out",
}


def phone_e164(text: str | None, region: str | None) -> str | None:
    """The number as + and digits; the region is a country of two letters, for numbers that do not say theirs."""
    typed = _first_number(text)
    if typed is None:
        return None
    for attempt, where in _ways(typed, region):
        try:
            number = phonenumbers.parse(attempt, where)
        except NumberParseException:
            continue
        e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        possible = phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE
        if possible and len(str(number.national_number)) >= SHORTEST and len(set(e164[-SHORTEST:])) > 1:
            return e164
    return None


def phone_digits(text: str | None) -> str | None:
    """What was typed, digits only, without zeros in front: for a number of which no country is known."""
    typed = _first_number(text)
    if typed is None:
        return None
    before_words = _LETTER.split(_NOT_DIALLED.sub("", typed), maxsplit=1)[0]
    digits = "".join(filter(str.isdecimal, before_words))
    if not digits.isascii():
        digits = "".join(str(int(digit)) for digit in digits)
    digits = digits.lstrip("0")
    return digits if SHORTEST <= len(digits) <= LONGEST and len(set(digits)) > 1 else None


def phone_kind(e164: str | None) -> str | None:
    """What a number in E.164 is for, by its country's plan."""
    if e164 is None:
        return None
    return _KINDS.get(phonenumbers.number_type(number_of(e164)), "other")


def number_of(e164: str) -> PhoneNumber:
    """The number apart, as parsing what was typed gave it: to parse it once more would take thrice as long."""
    digits = e164.removeprefix("+")
    # No country's code begins another's; one that is nobody's is as long as the longest.
    code = next((length for length in (1, 2, 3) if int(digits[:length]) in COUNTRY_CODE_TO_REGION_CODE), 3)
    national = digits[code:]
    zeros = len(national) - len(national.lstrip("0"))
    return PhoneNumber(
        country_code=int(digits[:code]),
        national_number=int(national),
        italian_leading_zero=True if zeros else None,
        number_of_leading_zeros=zeros if zeros > 1 else None,
    )


def _first_number(text: str | None) -> str | None:
    """The first of the numbers that somebody typed into one field, without what is around it."""
    if text is None or len(text) > _LONGEST_TEXT:
        return None
    typed = text.strip().removeprefix("'")
    if _CUT_BY_SPREADSHEET.match(typed):
        return None
    first = _SECOND_NUMBER.split(typed.removesuffix(".0"))[0]
    return first if any(letter.isdecimal() for letter in first) else None


def _ways(typed: str, region: str | None) -> list[tuple[str, str | None]]:
    """How it may be meant: as dialled in the region, then, where that is no number, with 00 or nothing for the +."""
    bare = re.sub(r"[\s().\-/]", "", typed)
    ways: list[tuple[str, str | None]] = [(typed, region)] if region or "+" in typed or "＋" in typed else []
    if mexican := _MEXICAN_MOBILE.match(bare):
        ways.append((f"+52{mexican[1]}", None))
    elif bare.startswith("00"):
        ways.append((f"+{bare[2:]}", None))
    elif region and (code := phonenumbers.country_code_for_region(region)) and bare.startswith(str(code)):
        ways.append((f"+{bare}", None))
    return ways
