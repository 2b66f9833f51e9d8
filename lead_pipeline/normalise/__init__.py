"""What people type, made comparable: phones, e-mails, domains, countries, names. The one place, and it asks no network.

Texts go in and texts come out, None where there is nothing sensible. Whose texts they are, and how SQL calls this, is
not known here.
"""

from lead_pipeline.normalise.countries import country_code, country_of_place
from lead_pipeline.normalise.domains import registrable_domain
from lead_pipeline.normalise.emails import email_normalised, email_typo_of
from lead_pipeline.normalise.names import firm_name, folded
from lead_pipeline.normalise.phones import phone_digits, phone_e164, phone_kind
from lead_pipeline.normalise.version import normaliser

__all__ = [
    "country_code",
    "country_of_place",
    "email_normalised",
    "email_typo_of",
    "firm_name",
    "folded",
    "normaliser",
    "phone_digits",
    "phone_e164",
    "phone_kind",
    "registrable_domain",
]
