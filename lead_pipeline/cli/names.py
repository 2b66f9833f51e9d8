"""Names that a user types, turned into what they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.errors import SettingsError
from lead_pipeline.sources import SOURCES

if TYPE_CHECKING:
    from lead_pipeline.spec.source import Endpoint, Source


def endpoint_of(name: str) -> tuple[Source, Endpoint]:
    """The source and endpoint that a user calls `system/endpoint`."""
    known = {f"{source.name}/{each.name}": (source, each) for source in SOURCES.values() for each in source.endpoints}
    if name not in known:
        raise SettingsError(f"There is no endpoint {name!r}.", cure=f"Known are: {', '.join(known)}.")
    return known[name]
