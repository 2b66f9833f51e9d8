"""Whether the rows may be published: what was read at all, and which rules that must hold are broken.

A system that could not be read yet stands in the way only of itself: its marts are empty, the others' are right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.errors import PublishRefused
from lead_pipeline.quality.checks import checks_of
from lead_pipeline.quality.holdings import is_synced
from lead_pipeline.warehouse.overview import was_tried

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    import duckdb

    from lead_pipeline.spec.source import Endpoint, Source

_NEVER = "Sync an account first: `lead-pipeline sync`, or the job sync in Dagster."
_CURE = "What was published before stays. Mend this, or wait until it is mended; then publish again."


def refuse_unready(
    connection: duckdb.DuckDBPyConnection, sources: Sequence[Source], used: AbstractSet[tuple[str, str]]
) -> None:
    """An error if no system was read whole, as far as marts are made of it (`used`), or a rule is broken."""
    refuse_unread(connection, sources, used)
    read = [
        (source, endpoint)
        for source in sources
        if was_tried(connection, source)
        for endpoint in source.endpoints
        if is_synced(connection, source, endpoint)
    ]
    if broken := [told for source, endpoint in read for told in _broken(connection, source, endpoint)]:
        raise PublishRefused("Not published. " + " ".join(broken), cure=_CURE)


def refuse_unread(
    connection: duckdb.DuckDBPyConnection, sources: Sequence[Source], used: AbstractSet[tuple[str, str]]
) -> None:
    """An error if no system was read whole, as far as marts are made of it (`used`). Quick, and needs no marts."""
    tried = [source for source in sources if was_tried(connection, source)]
    if not tried:
        raise PublishRefused("Nothing was synced yet, so there is nothing to publish.", cure=_NEVER)
    unread = {
        source.name: [
            f"{source.name}/{each.name}"
            for each in source.endpoints
            if (source.name, each.name) in used and not is_synced(connection, source, each)
        ]
        for source in tried
    }
    if all(unread.values()):
        names = ", ".join(name for names in unread.values() for name in names)
        raise PublishRefused(f"Nothing of {names} is synced yet, so nothing is published.", cure=_to_read(unread))


def _to_read(unread: Mapping[str, Sequence[str]]) -> str:
    """Both ways to what was never read."""
    told = [
        f"`lead-pipeline sync {name}`, or materialize {', '.join(lists)} in Dagster" for name, lists in unread.items()
    ]
    one_is_enough = " One of these systems is enough." if len(told) > 1 else ""
    return f"Read what is missing: {'; '.join(told)}.{one_is_enough}"


def _broken(connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint) -> list[str]:
    verdicts = [
        (f"{source.name}/{endpoint.name} {check.name}", check.judge(connection))
        for check in checks_of(source, endpoint)
        if check.is_blocking
    ]
    return [f"{name}: {verdict.told}" for name, verdict in verdicts if verdict.stops_publishing]
