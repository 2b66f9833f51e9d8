"""How people write what they are asked for: phone numbers, e-mail addresses, websites, names of firms.

Each function writes one thing in one of the ways it is written in forms. Who is meant, is in people.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

CALLING_CODES = {
    "AE": "971", "BG": "359", "BR": "55", "CN": "86", "CZ": "420", "DE": "49", "DK": "45", "EG": "20", "ES": "34",
    "FR": "33", "GB": "44", "GR": "30", "IL": "972", "IN": "91", "IT": "39", "JP": "81", "KR": "82", "MX": "52",
    "NG": "234", "PL": "48", "SE": "46", "TR": "90", "UA": "380", "US": "1", "VN": "84",
}  # fmt: skip
WITHOUT_ZERO = frozenset({"BR", "CZ", "DK", "ES", "GR", "IT", "MX", "PL", "US"})
"""Where nothing is put before a number that is called from within the country."""
LEGAL_FORM = re.compile(r"[ ,]+(AB|ApS|GmbH( & Co\. KG)?|Inc\.?|LLC|Ltd|SARL|S\.?L\.?|Sp\. z o\.o\.|S\.?r\.?l\.?)$")


def parts_of(phone: str, country: str) -> tuple[str, str]:
    """Cut a number in E.164 into its country's code and the rest."""
    code = CALLING_CODES[country]
    return code, phone.removeprefix(f"+{code}")


def national(phone: str, country: str) -> str:
    """Write a number as it is called from within its country."""
    _, rest = parts_of(phone, country)
    return rest if country in WITHOUT_ZERO else f"0{rest}"


def grouped(digits: str, by: str) -> str:
    """Break digits up, as people do: three, three, and what is left."""
    return by.join(part for part in (digits[:3], digits[3:6], digits[6:]) if part)


def type_phone(phone: str, country: str, dice: Random) -> str:
    """Write a phone number in one of eight ways; four of them do not say the country."""
    code, rest = parts_of(phone, country)
    at_home = national(phone, country)
    ways = (
        phone,
        f"{code}{rest}",
        f"00{code} {grouped(rest, ' ')}",
        f"+{code} (0){rest}" if country not in WITHOUT_ZERO else f"+{code} {grouped(rest, '-')}",
        at_home,
        grouped(at_home, " "),
        grouped(at_home, "-"),
        f"({at_home[:3]}) {at_home[3:]} ",
    )
    return dice.choice(ways)


def type_email(email: str, dice: Random) -> str:
    """Write an e-mail address: half as it is, else with capitals or blanks that do not belong there."""
    box, _, host = email.partition("@")
    ways = (email.upper(), f"{box.title()}@{host}", f" {email}", f"{email} ", f"{box}@{host.upper()} ")
    return email if dice.random() < 0.5 else dice.choice(ways)  # noqa: PLR2004 - half


def type_website(domain: str, dice: Random) -> str:
    """Write a website: bare, or with what browsers and people put around it."""
    ways = (domain, f"www.{domain}", f"https://www.{domain}/", f"http://{domain}", f"WWW.{domain.upper()}")
    return dice.choice((*ways, f"https://{domain}/contact?ref=form"))


def type_company(name: str, dice: Random) -> str:
    """Write the name of a firm: as it is, loud, without its legal form, or with blanks too many."""
    return dice.choice(
        (name, name, name.upper(), name.lower(), LEGAL_FORM.sub("", name), f" {name.replace(' ', '  ')}")
    )
