"""Keys for records that tell none: a digest of all that they tell, and of the list they stand in.

Only where a table says that its records may come so. How a key is read belongs to page.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from lead_pipeline.http_client import lenient_json

if TYPE_CHECKING:
    from lead_pipeline.extract.page import Page


def with_made_keys(page: Page, wire: str, path: str) -> Page:
    """The page, its records completed; as it is where any of them tells a key. The order of fields is no difference."""
    records = lenient_json.decode(page.rows)
    if not records or not all(isinstance(record, dict) and wire not in record for record in records):
        return page
    keys = [sha256(msgspec.json.encode([path, record], order="deterministic")).hexdigest()[:32] for record in records]
    rows = [{wire: key, **record} for key, record in zip(keys, records, strict=True)]
    return replace(page, rows=msgspec.json.encode(rows), keys=list(keys))
