"""How the endpoints of one source hang together: who names another, and its columns, finds them declared before.

What an endpoint may say of itself alone is in source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.errors import DeclarationError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from lead_pipeline.spec.source import Endpoint
    from lead_pipeline.spec.window import MovedBy, OncePerParent, RowsOf, UntilKnown


def refuse_loose_ties(source: str, endpoints: Sequence[Endpoint]) -> None:
    """Refuse an endpoint that names what is not there; those that were declared before it are."""
    seen: dict[str, Endpoint] = {}
    for endpoint in endpoints:
        _Ties(f"{source}/{endpoint.name}", endpoint, seen).refuse_loose()
        seen[endpoint.name] = endpoint
    for endpoint in endpoints:  # a row by itself is a child of the list's, and so comes behind it
        if endpoint.until_known is not None:
            _Ties(f"{source}/{endpoint.name}", endpoint, seen).refuse_bad_single(endpoint.until_known)


class _Ties:
    """Those of one endpoint to the ones before it."""

    def __init__(self, name: str, endpoint: Endpoint, seen: Mapping[str, Endpoint]) -> None:
        self._name = name
        self._endpoint = endpoint
        self._seen = seen

    def refuse_loose(self) -> None:
        """All that its ways of reading name."""
        per, since, known = self._endpoint.per, self._endpoint.since, self._endpoint.until_known
        if per is not None:
            self._refuse_bad_parent(per)
        if since is not None:
            self._refuse_missing(self._endpoint, {since.column, since.open_column})
        if known is not None:
            self._refuse_missing(self._endpoint, {known.open_column, known.newest_by})
        for way in (per, since):
            if way is not None and way.moved_by is not None:
                self._refuse_bad_teller(way.moved_by)
        if self._endpoint.by_day is not None and self._endpoint.by_day.days_of is not None:
            self._refuse_bad_days(self._endpoint.by_day.days_of)

    def refuse_bad_single(self, known: UntilKnown) -> None:
        """What shows a row by itself is an endpoint of single rows."""
        if known.alone is None:
            return
        if known.alone not in self._seen or self._seen[known.alone].rows is not None:
            message = f"{self._name}: no endpoint {known.alone!r} shows a row by itself."
            raise DeclarationError(message)
        self._refuse_missing(self._seen[known.alone], known.alone_tells)

    def _refuse_bad_parent(self, per: OncePerParent) -> None:
        if per.parent not in self._seen:
            message = f"{self._name}: its parent {per.parent!r} must be declared before it."
            raise DeclarationError(message)
        self._refuse_missing(self._seen[per.parent], per.parent_columns)
        filled = {column.name for column in self._endpoint.table.columns if column.wire is None}
        if per.fills not in filled and self._endpoint.table.key != (per.fills,):
            message = f"{self._name}: {per.fills!r} must be a column filled by the walk."
            raise DeclarationError(message)

    def _refuse_bad_teller(self, told: MovedBy) -> None:
        if told.endpoint not in self._seen:
            message = f"{self._name}: {told.endpoint!r}, which tells of it, must be declared before it."
            raise DeclarationError(message)
        self._refuse_missing(self._seen[told.endpoint], {told.names})

    def _refuse_bad_days(self, days: RowsOf) -> None:
        rows, per = self._seen.get(days.endpoint), self._endpoint.per
        if rows is None or rows.per is None or per is None or rows.per.parent != per.parent:
            message = f"{self._name}: {days.endpoint!r} must be declared before it, with the same parent."
            raise DeclarationError(message)
        self._refuse_missing(rows, {days.dated_by, rows.per.fills})

    def _refuse_missing(self, named: Endpoint, wanted: AbstractSet[str | None] | AbstractSet[str]) -> None:
        there = {column.name for column in named.table.columns}
        if missing := {name for name in wanted if name is not None} - there:
            message = f"{self._name}: {named.name!r} has no column {sorted(missing)}."
            raise DeclarationError(message)
