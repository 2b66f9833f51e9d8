"""Phone numbers in E.164, as far as what was typed and the country it was typed in tell it.

A number of a length that its country knows is taken, though the plan of the country may not have given it out yet:
phone_kind tells those apart. Where no country is known, only the digits are.
"""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType, ValidationResult

SHORTEST, LONGEST = 6, 15
_LONGEST_TEXT = 100
# Mexico gave up the 1 before mobile numbers in 2019; many are still written with it.
_MEXICAN_MOBILE = re.compile(r"^(?:\+|00)521([0-9]{10})$")
# A spreadsheet's way with long numbers: the last digits are gone.
_CUT_BY_SPREADSHEET = re.compile(r"^[0-9][.,]?[0-9]*[eE]\+[0-9]+$")
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
    before_words = re.split(r"[^\W\d_]", re.sub(r"^tel:|\(0\)", "", typed, flags=re.IGNORECASE))[0]
    digits = "".join(str(int(letter)) for letter in before_words if letter.isdecimal()).lstrip("0")
    return digits if SHORTEST <= len(digits) <= LONGEST and len(set(digits)) > 1 else None


def phone_kind(e164: str | None) -> str | None:
    """What a number in E.164 is for, by its country's plan."""
    if e164 is None:
        return None
    return _KINDS.get(phonenumbers.number_type(phonenumbers.parse(e164)), "other")


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
