"""Whether the API began to differ from what is declared: a field, a type or a value that is new, or a field gone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lead_pipeline.quality.holdings import newest_landing
from lead_pipeline.quality.verdict import Verdict, counted, passed, warned

if TYPE_CHECKING:
    import duckdb

    from lead_pipeline.spec.source import Endpoint, Source

NEW_FOR = timedelta(days=1)
_SHOWN = 3


def no_drift(connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint) -> Verdict:
    """What no account showed until the day before the newest landing is new, and told for that day."""
    newest = newest_landing(connection, source, endpoint)
    found = connection.execute(
        """
        select kind, field, detail, sum(records)::bigint, string_agg(distinct account, ', ' order by account)
        from ops.drift where system = $system and endpoint = $endpoint
        group by kind, field, detail having min(first_seen_at) > $newest::timestamp - $new_for order by 4 desc, 1, 2, 3
        """,
        {"system": source.name, "endpoint": endpoint.name, "newest": newest, "new_for": NEW_FOR},
    ).fetchall()
    if not found:
        return passed("Nothing new drifted within a day of the newest landing.", new_drifts=0, accounts=None)
    lines = [
        f"{field}: {kind}{f' {detail}' if detail else ''} in {counted(records, 'record')} ({who})"
        for kind, field, detail, records, who in found
    ]
    more = f"; and {len(lines) - _SHOWN} more" if len(lines) > _SHOWN else ""
    told = (
        f"The API drifted: {'; '.join(lines[:_SHOWN])}{more}. The rows landed; see all: lead-pipeline status. A newer "
        "version may know the change."
    )
    who = ", ".join(sorted({account for *_, each in found for account in each.split(", ")}))
    return warned(told, new_drifts=len(lines), accounts=who)
