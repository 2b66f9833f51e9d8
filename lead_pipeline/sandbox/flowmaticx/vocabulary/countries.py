"""What a country brings: cities, post codes, phone numbers, streets, people, brands, ways to name a firm.

The shape of a country and the list of all. The countries themselves are in their own files, by region.
"""

from __future__ import annotations

from lead_pipeline.sandbox.flowmaticx.vocabulary.country import City, Country
from lead_pipeline.sandbox.flowmaticx.vocabulary.east import EAST
from lead_pipeline.sandbox.flowmaticx.vocabulary.north import NORTH
from lead_pipeline.sandbox.flowmaticx.vocabulary.overseas import OVERSEAS
from lead_pipeline.sandbox.flowmaticx.vocabulary.south import SOUTH

COUNTRIES: tuple[Country, ...] = (*NORTH, *SOUTH, *EAST, *OVERSEAS)

__all__ = ["COUNTRIES", "City", "Country"]
