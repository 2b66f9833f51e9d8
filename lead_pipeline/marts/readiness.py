"""Whether the rows may be published: what was read at all, and which rules that must hold are broken.

A system that could not be read yet stands in the way only of itself: its marts are empty, the others' are right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.errors import PublishRefused
from lead_pipeline.quality.checks import checks_of
from lead_pipeline.quality.holdings import is_synced
from lead_pipeline.warehouse.overview import synced_systems

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    import duckdb

    from lead_pipeline.spec.source import Endpoint, Source

_NOT_YET = "Sync an account first."
_CURE = "What was published before stays. Mend this, or wait until it is mended; then publish again."


def refuse_unready(
    connection: duckdb.DuckDBPyConnection, sources: Sequence[Source], used: AbstractSet[tuple[str, str]]
) -> None:
    """An error if no system was read whole, as far as marts are made of it (`used`), or a rule is broken."""
    tried = tried_sources(connection, sources)
    read = {source.name: [each for each in source.endpoints if is_synced(connection, source, each)] for source in tried}
    unread = {
        source.name: [
            f"{source.name}/{each.name}"
            for each in source.endpoints
            if (source.name, each.name) in used and each not in read[source.name]
        ]
        for source in tried
    }
    if all(unread.values()):
        names = ", ".join(name for names in unread.values() for name in names)
        raise PublishRefused(f"Not published. Nothing of {names} is synced yet.", cure=_NOT_YET)
    if broken := [told for source in tried for told in _broken(connection, source, read[source.name])]:
        raise PublishRefused("Not published. " + " ".join(broken), cure=_CURE)


def tried_sources(connection: duckdb.DuckDBPyConnection, sources: Sequence[Source]) -> list[Source]:
    """Those that any sync has read of, or tried to; an error if there are none."""
    systems = synced_systems(connection)
    if tried := [source for source in sources if source.name in systems]:
        return tried
    raise PublishRefused("Nothing was synced yet, so there is nothing to publish.", cure=_NOT_YET)


def _broken(connection: duckdb.DuckDBPyConnection, source: Source, endpoints: Sequence[Endpoint]) -> list[str]:
    verdicts = [
        (f"{source.name}/{endpoint.name} {check.name}", check.judge(connection))
        for endpoint in endpoints
        for check in checks_of(source, endpoint)
        if check.is_blocking
    ]
    return [f"{name}: {verdict.told}" for name, verdict in verdicts if verdict.stops_publishing]
