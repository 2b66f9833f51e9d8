"""Strays: children that only the whole list showed, and whose parent is looked for.

The whole list names no parents. One that came in late stands in the list of its parent all the same, most often one of
the last that were made before it; those few are read, and what no list shows belongs to no parent.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from lead_pipeline.ingest.children import parents_and_walks, walk_children
from lead_pipeline.warehouse.parents import strays_of_run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from lead_pipeline.extract.children import LastWalk, Parent
    from lead_pipeline.ingest.context import Context
    from lead_pipeline.ingest.outcome import EndpointOutcome
    from lead_pipeline.spec.source import Endpoint
    from lead_pipeline.spec.window import OncePerParent

MOST_PARENTS = 100  # read to find the parents of strays; a full reading (`--verify`) finds the others


async def find_parents_of_strays(
    context: Context, endpoint: Endpoint, per: OncePerParent, outcome: EndpointOutcome
) -> None:
    """Read the likeliest parents' lists, some at a time, until each stray has its parent or enough is read."""
    strays = _strays(context, endpoint)
    if not strays:
        return
    with context.warehouse.open(f"planning {endpoint.name}", read_only=True) as connection:
        parents, last = parents_and_walks(connection, context.account.source, endpoint, context.account.name)
    likely = list(dict.fromkeys(_likely(parents, last, strays)))[:MOST_PARENTS]
    context.progress.note(f"{context.account} {endpoint.name}: looking for the parents of {len(strays)} rows.")
    some = context.client.in_flight
    for begin in range(0, len(likely), some):
        await walk_children(context, endpoint, per, outcome, likely[begin : begin + some], last, is_second_look=True)
        if not _strays(context, endpoint):
            return


def _strays(context: Context, endpoint: Endpoint) -> list[datetime]:
    with context.warehouse.open(f"counting {endpoint.name}", read_only=True) as connection:
        account = context.account
        return strays_of_run(connection, account.source, endpoint, account.name, context.run_id)


def _likely(parents: Sequence[Parent], last: Mapping[str, LastWalk], strays: Sequence[datetime]) -> Iterator[Parent]:
    """Those that count more children than their list showed; then, for all strays in turn, the last made before it."""
    there = [parent for parent in parents if not parent.is_deleted]
    for parent in there:
        walked = last.get(str(parent.id))
        if walked is not None and (parent.expected or 0) > walked.rows:
            yield parent
    dated = sorted((parent.dated, str(parent.id), parent) for parent in there if parent.dated is not None)
    dates = [date for date, _, _ in dated]
    firsts = sorted({bisect_right(dates, moment) for moment in strays})
    for back in range(1, min(MOST_PARENTS, len(dated)) + 1):
        for first in firsts:
            if first - back >= 0:
                yield dated[first - back][2]
