"""Who a lead is, recomputed: its addresses made comparable, and the key of the business.

How one text is made comparable has tests of its own; here is which text of a lead is taken, and what it becomes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lead_pipeline import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

SHARED_HOSTS = {"facebook.com"}  # of those in dbt_project.yml, what the leads here have


def of_lead(lead: Mapping[str, Any], location: str | None) -> dict[str, Any]:
    """The mart's columns that tell who it is."""
    email = normalise.email_normalised(lead["email"])
    domain = normalise.registrable_domain(lead["domain"]) or normalise.registrable_domain(lead["website"])
    country = normalise.country_code(lead["country"]) or normalise.country_of_place(location)
    e164 = normalise.phone_e164(lead["phone"], country)
    digits = normalise.phone_digits(lead["phone"])
    is_own = email is not None and email.partition("@")[2] == domain
    return {
        "email_normalised": email,
        "email_typo_of": None if is_own else normalise.email_typo_of(email),
        "phone_e164": e164,
        "phone_kind": normalise.phone_kind(e164),
        "domain": domain,
        "country_code": country,
        "has_email": email is not None,
        "has_phone": e164 is not None or digits is not None,
        "business_key": _business(lead, domain, e164, f"{country or ''}:{digits}" if digits else None, email),
    }


def _business(
    lead: Mapping[str, Any], domain: str | None, e164: str | None, digits: str | None, email: str | None
) -> str | None:
    name, city = normalise.firm_name(lead["business_name"]), normalise.folded(lead["city"])
    if domain and domain not in SHARED_HOSTS:
        return f"domain:{domain}"
    if e164 or digits:
        return f"phone:{e164 or digits}"
    if email:
        return f"email:{email}"
    return f"name:{name}|{city}" if name and city else None
