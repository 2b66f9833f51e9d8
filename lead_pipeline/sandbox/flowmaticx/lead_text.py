"""What a lead says: computed from seed, id and job each time it is shown, never stored.

One function per side of a lead. Whether it is there at all is in lead_index; edits are laid over it in world.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, cast

from lead_pipeline.sandbox.clock import stamp
from lead_pipeline.sandbox.flowmaticx.lead_kinds import is_billable, status_of
from lead_pipeline.sandbox.flowmaticx.vocabulary.phrases import BODIES, ICEBREAKERS, INSIGHTS, ROLES, SUBJECTS

if TYPE_CHECKING:
    from lead_pipeline.sandbox.flowmaticx.searches import Search
    from lead_pipeline.sandbox.flowmaticx.shapes import Lead
    from lead_pipeline.sandbox.listing import Row

DIGEST_BYTES = 32
GENERIC_BOXES = ("info", "hello", "contact", "office", "mail", "sales")
EMOJI = ("☕", "🌸", "✨", "🔧", "🍕", "👩🏽‍🍳")
SOCIAL = ("LINKEDIN", "INSTAGRAM", "TIKTOK")
# How many of 256 leads lack or have something.
NO_DECISION_MAKER, NO_PHONE, NO_WEBSITE, NO_ADDRESS, NO_RATING = 92, 30, 18, 20, 36
WITH_EMOJI, DECOMPOSED, OTHER_HOST, NO_CATEGORY = 6, 3, 24, 5


@dataclass(frozen=True, slots=True)
class LeadFacts:
    """What is known of a lead before it is written out."""

    lead_id: int
    kind: int
    created: int
    identity: bytes
    """Equal for the same business."""
    search: Search
    workflow: str
    ai: bool


def identity(seed: int, what: bytes) -> bytes:
    """Draw the bytes a business is made of."""
    return blake2b(what, digest_size=DIGEST_BYTES, key=b"%d" % seed).digest()


def render(lead: LeadFacts) -> Row:
    """Write a lead out as the API shows it."""
    drawn, search = lead.identity, lead.search
    country, city = search.country, search.city
    first, first_slug = country.firsts[drawn[0] % len(country.firsts)]
    last, last_slug = country.lasts[drawn[1] % len(country.lasts)]
    brand, brand_slug = country.brands[drawn[2] % len(country.brands)]
    name = business_name(drawn, search, brand, last)
    # Three bytes more make two firms with one host name rare among a million.
    domain = f"{brand_slug}-{city.slug}-{int.from_bytes(drawn[4:7], 'big')}.example"
    website = None if drawn[7] < NO_WEBSITE else (f"www.{domain}" if drawn[7] >= 256 - OTHER_HOST else domain)
    known_person = drawn[8] >= NO_DECISION_MAKER
    status = status_of(lead.kind)
    email = None
    if status is not None:
        box = f"{first_slug}.{last_slug}" if known_person else GENERIC_BOXES[drawn[9] % len(GENERIC_BOXES)]
        email = f"{box}@{domain}" if website else f"{box}.{brand_slug}{drawn[4]}@mailbox.example"
    rating, reviews = rating_of(drawn, lead.workflow)
    number = 1 + drawn[10] * drawn[11] % 187
    addressed = drawn[12] >= NO_ADDRESS and (lead.workflow not in SOCIAL or drawn[12] % 3)
    street = country.streets[drawn[13] % len(country.streets)]
    row: Lead = {
        "id": lead.lead_id,
        "businessName": name,
        "category": None
        if drawn[14] < NO_CATEGORY
        else search.trade.categories[drawn[14] % len(search.trade.categories)],
        "email": email,
        "emailStatus": status,
        "decisionMakerName": country.full_name.format(first=first, last=last) if known_person else None,
        "decisionMakerRole": ROLES[drawn[15] % len(ROLES)] if known_person else None,
        "phone": phone_of(drawn, search),
        "website": website,
        "domain": domain if website else None,
        "address": country.address.format(street=street, number=number) if addressed else None,
        "city": city.name,
        "postalCode": city.postcodes[drawn[16] % len(city.postcodes)] if addressed else None,
        "country": country.code,
        "rating": rating,
        "reviewsCount": reviews,
        "icebreaker": None,
        "emailSubject": None,
        "emailBody": None,
        "aiInsight": None,
        "keyword": search.keyword,
        "isBillable": is_billable(lead.kind),
        "createdAt": stamp(lead.created),
    }
    if lead.ai:
        said = {
            "name": name,
            "city": city.name,
            "keyword": search.keyword,
            "rating": rating or 4.5,
            "reviews": reviews or 12,
            "hello": country.hello.format(first=first, last=last) if known_person else "Hello,",
        }
        row["icebreaker"] = ICEBREAKERS[drawn[17] % len(ICEBREAKERS)].format_map(said)
        row["emailSubject"] = SUBJECTS[drawn[18] % len(SUBJECTS)].format_map(said)
        row["emailBody"] = BODIES[drawn[19] % len(BODIES)].format_map(said)
        row["aiInsight"] = INSIGHTS[drawn[20] % len(INSIGHTS)].format_map(said)
    return cast("Row", row)


def business_name(drawn: bytes, search: Search, brand: str, last: str) -> str:
    """Name a firm in its country's way."""
    country = search.country
    trade = search.trade.keywords.get(country.language) or search.trade.keywords["en"].title()
    pattern = country.patterns[drawn[3] % len(country.patterns)]
    name = pattern.format(brand=brand, trade=trade, last=last, city=search.city.name)
    if drawn[21] < WITH_EMOJI:
        return f"{name} {EMOJI[drawn[21] % len(EMOJI)]}"
    # As a phone's keyboard may send it: letter and accent apart.
    return unicodedata.normalize("NFD", name) if drawn[21] >= 256 - DECOMPOSED else name


def phone_of(drawn: bytes, search: Search) -> str | None:
    """Draw a phone number of the country."""
    if drawn[22] < NO_PHONE:
        return None
    begin, digits = search.country.phones[drawn[22] % len(search.country.phones)]
    return f"{begin}{int.from_bytes(drawn[23:27], 'big') % 10**digits:0{digits}d}"


def rating_of(drawn: bytes, workflow: str) -> tuple[float | None, int | None]:
    """Draw rating and number of reviews: mostly good, seldom many, rare on social networks."""
    if drawn[27] < NO_RATING or (workflow in SOCIAL and drawn[27] % 4):
        return None, None
    rating = (50 - drawn[28] * drawn[28] // 2100) / 10
    return rating, 1 + (drawn[29] * drawn[29] * drawn[30]) // 9000
