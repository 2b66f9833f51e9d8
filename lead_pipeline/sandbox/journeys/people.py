"""Who comes to a form: people of firms that FlowMaticX found, people who only look like it, and people from elsewhere.

Here is who somebody truly is. How they write it is in spelling, and what becomes of them in fates.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING, Literal, cast

from lead_pipeline.sandbox.flowmaticx.lead_text import GENERIC_BOXES
from lead_pipeline.sandbox.flowmaticx.vocabulary.countries import COUNTRIES, City, Country

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lead_pipeline.sandbox.listing import Row

Likeness = Literal[
    "same_email",
    "same_phone",
    "same_domain",
    "namesake_elsewhere",
    "shared_mailbox",
    "shared_phone",
    "mail_provider",
    "unrelated",
]
"""What a person has in common with a lead. Only the first three are of the lead's firm: the others must not match."""
OF_THE_FIRM: frozenset[Likeness] = frozenset({"same_email", "same_phone", "same_domain"})

FROM_FIRMS, LOOKALIKES = 0.60, 0.16
MAIL_PROVIDER = "mailbox.example"
"""Where FlowMaticX's firms without a website have their mail: to share it says nothing."""
COUNTRY_OF = {country.code: country for country in COUNTRIES}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who comes, in the true spelling."""

    number: int
    likeness: Likeness
    like: Row | None
    """The lead of FlowMaticX that they are of, or that they are like."""
    first_name: str
    last_name: str
    email: str | None
    phone: str | None
    company: str
    domain: str
    city: str
    postal_code: str
    country: str

    @property
    def is_of_the_firm(self) -> bool:
        """Say whether a match with the lead is right."""
        return self.likeness in OF_THE_FIRM


def cast_people(seed: int, leads: Sequence[Row], count: int) -> Iterator[Person]:
    """Give so many people; the leads are for those who have one, a lead each."""
    of_leads = iter(leads)
    for number in range(count):
        dice = Random(f"person {seed} {number}")
        drawn = dice.random()
        lead = next(of_leads, None) if drawn < FROM_FIRMS + LOOKALIKES else None
        person = somebody(number, dice, lead)
        if lead is not None:
            fitting = likenesses(lead, of_the_firm=drawn < FROM_FIRMS)
            if fitting:
                person = liken(person, lead, dice.choice(fitting))
        yield person


def somebody(number: int, dice: Random, lead: Row | None) -> Person:
    """Make up a person with a firm, a phone and an address of their own; in the lead's country, if there is one."""
    country = dice.choice(COUNTRIES) if lead is None else COUNTRY_OF[cast("str", lead["country"])]
    city = other_city(country, None if lead is None else lead["city"], dice)
    (first, first_slug), (last, last_slug) = dice.choice(country.firsts), dice.choice(country.lasts)
    brand, brand_slug = dice.choice(country.brands)
    begin, digits = dice.choice(country.phones)
    domain = f"{brand_slug}-{city.slug}-p{number}.example"
    private = f"{first_slug}.{last_slug}{number}@post.example"
    return Person(
        number,
        "unrelated",
        None,
        first,
        last,
        dice.choice((private, private, f"{first_slug}@{domain}")),
        f"{begin}{dice.randrange(10**digits):0{digits}d}",
        f"{brand} Group {city.name}",
        domain,
        city.name,
        dice.choice(city.postcodes),
        country.code,
    )


def other_city(country: Country, city: object, dice: Random) -> City:
    """Choose a city of the country that is not this one, if it has another."""
    return dice.choice([one for one in country.cities if one.name != city] or list(country.cities))


def likenesses(lead: Row, *, of_the_firm: bool) -> list[Likeness]:
    """Tell what one can have in common with a lead, which may lack most of it."""
    box, _, host = (cast("str | None", lead["email"]) or "").partition("@")
    possible: dict[Likeness, bool] = {
        "same_email": bool(host),
        "same_phone": lead["phone"] is not None,
        "same_domain": lead["domain"] is not None,
        "namesake_elsewhere": True,
        "shared_mailbox": host != MAIL_PROVIDER and box in GENERIC_BOXES,
        "shared_phone": lead["phone"] is not None,
        "mail_provider": host == MAIL_PROVIDER,
    }
    return [name for name, is_possible in possible.items() if is_possible and (name in OF_THE_FIRM) == of_the_firm]


def liken(person: Person, lead: Row, likeness: Likeness) -> Person:
    """Give a person what they have in common with a lead, and nothing else of it."""
    person = replace(person, likeness=likeness, like=lead)
    email, phone = cast("str | None", lead["email"]), cast("str | None", lead["phone"])
    if likeness in OF_THE_FIRM:
        person = replace(person, company=cast("str", lead["businessName"]), city=cast("str", lead["city"]))
        person = replace(person, domain=cast("str | None", lead["domain"]) or person.domain)
        person = replace(person, postal_code=cast("str | None", lead["postalCode"]) or person.postal_code)
    if likeness in {"same_email", "shared_mailbox"}:
        return replace(person, email=email)
    if likeness in {"same_phone", "shared_phone"}:
        # Half of those who give the firm's phone give no e-mail at all.
        return replace(person, phone=phone, email=None if person.number % 2 else person.email)
    if likeness == "same_domain":
        return replace(person, email=f"{person.number}.desk@{person.domain}")
    if likeness == "mail_provider":
        return replace(person, email=f"desk{person.number}@{MAIL_PROVIDER}")
    return replace(person, company=cast("str", lead["businessName"]))
