"""What is for sale: projects and their units.

Some projects have no units, and one has more than any page would hold: units come all at once.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from lead_pipeline.sandbox.flowestate.catalogue import dated

if TYPE_CHECKING:
    from lead_pipeline.sandbox.listing import Row

PLACES = (
    ("Punta Cana", "La Altagracia", "DO", "USD"),
    ("Málaga", "Andalucía", "ES", "EUR"),
    ("Playa del Carmen", "Quintana Roo", "MX", "USD"),
    ("Santo Domingo", "Distrito Nacional", "DO", "DOP"),
    ("Miami", "FL", "US", "USD"),
)
NAMES = ("Torres", "Residencial", "Villas", "Lofts", "Jardines")
WORDS = ("del Mar", "Azul", "Los Pinos", "Mirador", "San Ángel", "Cap Cana", "El Faro")
UNIT_COUNTS = (24, 0, 130, 8, 12, 1, 0, 36, 16, 5, 60, 3)
UNIT_STATUSES = ("available", "available", "available", "reserved", "sold")
UNIT_TYPES = ("apartment", "penthouse", "studio", None)
STATUSES = ("published", "published", "published", "draft", "archived")


def project_rows(seed: int, start: int) -> list[Row]:
    """Write the projects out."""
    return [project_row(seed, start, number) for number in range(len(UNIT_COUNTS))]


def project_row(seed: int, start: int, number: int) -> Row:
    """Write a project out; a draft knows little of itself. What follows from its units is filled in when shown."""
    dice = Random(f"project {seed} {number}")
    city, state, country, currency = PLACES[number % len(PLACES)]
    status = STATUSES[number % len(STATUSES)]
    is_draft, operation = status == "draft", dice.choice(("sale", "sale", "rent"))
    price = None if is_draft else 90_000 + dice.randrange(200) * 1000
    row: Row = {
        "id": f"proj_{number + 1:03d}",
        "name": f"{dice.choice(NAMES)} {WORDS[number % len(WORDS)]}",
        "type": None if is_draft else dice.choice(("residential", "residential", "commercial")),
        "promotora": None if is_draft else dice.choice(("Grupo Velero", "Constructora Alba & Hijos", "Nexo S.R.L.")),
        "city": city,
        "address": None if is_draft else f"Av. {dice.choice(WORDS)} {dice.randrange(1, 400)}",
        "state": state,
        "country": country,
        "description": None if is_draft else f"{UNIT_COUNTS[number]} viviendas en {city}.\n«Entrega en 2027»",
        "operationType": operation,
        "currency": currency,
        "salePrice": price if operation == "sale" else None,
        "rentPrice": price / 200 if price and operation == "rent" else None,
        "minPrice": None,
        "maxPrice": None,
        "bedrooms": None if is_draft else dice.randrange(1, 5),
        "bathrooms": None if is_draft else dice.choice((1, 1.5, 2, 2.5, 3)),
        "parkingSpots": dice.choice((None, 0, 1, 2)),
        "builtArea": dice.choice((0, 84.5, 120, 310.25)),
        "lotArea": dice.choice((0, 0, 400)),
        "status": status,
        "image": None if dice.randrange(2) else f"https://img.costaverde.example/p{number}.jpg",
        "unitCount": 0,
    }
    return dated(row, start, 60 + 20 * number)


def unit_rows(seed: int, start: int) -> list[Row]:
    """Write all units out, project by project."""
    return [unit for number in range(len(UNIT_COUNTS)) for unit in units_of(seed, start, number)]


def units_of(seed: int, start: int, number: int) -> list[Row]:
    """Write the units of a project out; prices are whole, whatever the currency."""
    units: list[Row] = []
    for place in range(UNIT_COUNTS[number]):
        dice = Random(f"unit {seed} {number} {place}")
        area = 38 + dice.randrange(160)
        units.append(
            dated(
                {
                    "id": f"unit_{number + 1:03d}{place + 1:03d}",
                    "projectId": f"proj_{number + 1:03d}",
                    "name": f"{'ABCDEFGH'[place // 20]}-{place % 20 + 101}",
                    "type": dice.choice(UNIT_TYPES),
                    "price": area * (1100 + dice.randrange(2400)),
                    "area": area if dice.randrange(9) else None,
                    "status": dice.choice(UNIT_STATUSES),
                },
                start,
                50 + place // 20,
            )
        )
    return units
