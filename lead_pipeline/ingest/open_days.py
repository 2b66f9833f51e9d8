"""From which day on something can have changed, told from what the warehouse holds; nothing is asked of the API."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from lead_pipeline.extract.children import is_frozen
from lead_pipeline.ingest.children import parents_and_walks
from lead_pipeline.warehouse.overview import is_made

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from lead_pipeline.http_client.account import Account


def open_since(connection: duckdb.DuckDBPyConnection, account: Account) -> date | None:
    """The day of the oldest parent whose children can have changed, today if there is none; None: anything can have."""
    if not is_made(connection, account.source):
        return None
    days = list(_open_days(connection, account))
    return None if None in days else min((day for day in days if day is not None), default=datetime.now(UTC).date())


def _open_days(connection: duckdb.DuckDBPyConnection, account: Account) -> Iterator[date | None]:
    """The days of parents that are open; None for one without a readable day, or where no parent is held at all."""
    for endpoint in account.source.endpoints:
        if endpoint.per is None or account.source.tie_of(endpoint) is None:
            continue
        parents, walks = parents_and_walks(connection, account.source, endpoint, account.name)
        if not parents:
            yield None
        for parent in parents:
            if not is_frozen(parent, walks.get(str(parent.id))):
                yield None if parent.dated is None else parent.dated.date()
