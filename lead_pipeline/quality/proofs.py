"""Whether the newest walk of every list is proven, and current. What a proof is made of belongs to `extract`."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from lead_pipeline.quality.holdings import accounts
from lead_pipeline.quality.lists import standings
from lead_pipeline.quality.verdict import Verdict, by_account, counted, passed, warned

if TYPE_CHECKING:
    import duckdb

    from lead_pipeline.spec.source import Endpoint, Source

_NUMBERS = re.compile(r"\d+")
_SHOWN = 3


def proven(connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint) -> Verdict:
    """A list that was never read, or whose parent changed since, is not proven either."""
    lists = 0
    short, why = Counter[str](), Counter[str]()
    for account in accounts(connection, source, endpoint):
        for standing in standings(connection, source, endpoint, account):
            lists += 1
            if standing.why_not:
                short[account] += 1
                why[_NUMBERS.sub("…", standing.why_not)] += 1
    facts = {"lists": lists, "not_proven": short.total(), "accounts": by_account(short) or None}
    if not short:
        return passed(f"{counted(lists, 'list')}, all of them proven.", **facts)
    commonest = "; ".join(f"{number:,} {reason}" for reason, number in why.most_common(_SHOWN))
    told = (
        f"{short.total():,} of {counted(lists, 'list')} not proven ({by_account(short)}): {commonest}. The next sync "
        "that has them in its window reads them again; see which: lead-pipeline status"
    )
    return warned(told, **facts)
