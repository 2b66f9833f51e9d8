"""How much was set aside: by each rule, and in all. Which reason belongs to which rule is told by `reasons`.

A share is records set aside of all that an account shows: rows held and records set aside. The worst account's share
decides, so that a large account cannot hide a small one. A record that its list no longer shows counts nowhere.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lead_pipeline.quality.holdings import live_rows, still_shown
from lead_pipeline.quality.reasons import Reader
from lead_pipeline.quality.verdict import Verdict, by_account, counted, failed, passed, warned

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from lead_pipeline.quality.verdict import Fact
    from lead_pipeline.spec.source import Endpoint, Source

MANY = 0.05
FEW_RECORDS = 10


def broken(connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint, *, rule: str) -> Verdict:
    """How many records one rule set aside: none passes, some warn, a twentieth of an account is an error."""
    reader = Reader(endpoint.table)
    by_rule, aside = Counter[str](), Counter[str]()
    said = Counter[str]()
    for account, reasons, records in _combinations(connection, source, endpoint):
        aside[account] += records
        mine = [reason for reason in reasons if reader.rule(reason) == rule]
        if mine:
            by_rule[account] += records
            said.update(dict.fromkeys(mine, records))
    share, facts = _shares(by_rule, aside, live_rows(connection, source, endpoint))
    if not by_rule:
        return passed("Nothing is set aside by this rule.", **facts)
    commonest = "; ".join(reason for reason, _ in said.most_common(3))
    told = (
        f"{counted(by_rule.total(), 'record')} set aside ({by_account(by_rule)}; {share:.1%} of an account at most): "
        f"{commonest}. See them: lead-pipeline quarantine show {source.name}/{endpoint.name}"
    )
    return (failed if share >= MANY else warned)(told, **facts)


def all_set_aside(connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint) -> Verdict:
    """Whether so much of an account is set aside that what is built on its rows would mislead.

    Ten records may be many of a small account and still mislead nobody, unless nothing is held beside them.
    """
    aside = Counter[str]()
    for account, _, records in _combinations(connection, source, endpoint):
        aside[account] += records
    held = live_rows(connection, source, endpoint)
    too_many = Counter(
        {
            account: number
            for account, number in aside.items()
            if _share(number, number, held.get(account, 0)) >= MANY
            and (number > FEW_RECORDS or not held.get(account, 0))
        }
    )
    _, facts = _shares(aside, aside, held)
    if not too_many:
        told = f"{counted(aside.total(), 'record')} set aside of {sum(held.values()) + aside.total():,}."
        return passed(told, **facts)
    share, _ = _shares(too_many, aside, held)
    told = (
        f"Too much is set aside: {by_account(too_many)}, {share:.1%} of an account. See why: lead-pipeline quarantine "
        "list. Once the API is mended: lead-pipeline sync --verify; after an update that mends a rule: lead-pipeline "
        f"quarantine replay {source.name}/{endpoint.name}"
    )
    return failed(told, **facts)


def _combinations(
    connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint
) -> list[tuple[str, list[str], int]]:
    """Account, reasons and number of the records that have just these reasons."""
    return connection.execute(
        f"select q.account, q.reasons, count(*) from {still_shown(source, endpoint)} group by q.account, q.reasons"
    ).fetchall()


def _shares(
    some: Mapping[str, int], aside: Mapping[str, int], held: Mapping[str, int]
) -> tuple[float, dict[str, Fact]]:
    """The largest share of an account, and the facts."""
    shares = {account: _share(number, aside.get(account, 0), held.get(account, 0)) for account, number in some.items()}
    largest = max(shares.values(), default=0.0)
    return largest, {
        "set_aside": sum(some.values()),
        "records": sum(held.values()) + sum(aside.values()),
        "largest_share": round(largest, 6),
        "accounts": by_account(some) or None,
    }


def _share(some: int, aside: int, held: int) -> float:
    return some / (aside + held) if some else 0.0
