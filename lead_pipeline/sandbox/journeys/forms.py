"""What a person fills into a form: which fields, and how they are written. Each time it is written anew.

Who fills it in is in people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.sandbox.journeys.spelling import type_company, type_email, type_phone, type_website

if TYPE_CHECKING:
    from random import Random

    from lead_pipeline.sandbox.journeys.people import Person

NEEDS_COMPANY = frozenset({"same_phone", "namesake_elsewhere", "shared_mailbox", "shared_phone"})
"""Whose likeness, or unlikeness, only shows with the name of the firm and its city."""
GIVES_COMPANY, GIVES_WEBSITE, GIVES_ADDRESS, GIVES_PHONE = 0.7, 0.4, 0.6, 0.8


def fill_in(person: Person, dice: Random) -> dict[str, str]:
    """Fill a form in; a field that is left empty is not sent."""
    filled = {"first_name": person.first_name, "last_name": person.last_name}
    if person.email is not None:
        filled["email"] = type_email(person.email, dice)
    if person.phone is not None and (
        person.email is None or person.likeness in NEEDS_COMPANY or dice.random() < GIVES_PHONE
    ):
        filled["phone"] = type_phone(person.phone, person.country, dice)
    if person.likeness in NEEDS_COMPANY or dice.random() < GIVES_COMPANY:
        filled["company"] = type_company(person.company, dice)
    if person.likeness == "same_domain" or dice.random() < GIVES_WEBSITE:
        filled["website"] = type_website(person.domain, dice)
    if person.likeness in NEEDS_COMPANY or dice.random() < GIVES_ADDRESS:
        filled["city"] = person.city if dice.randrange(3) else person.city.upper()
        filled["postal_code"] = person.postal_code
        filled["country"] = person.country
    return filled
