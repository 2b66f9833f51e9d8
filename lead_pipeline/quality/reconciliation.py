"""Whether the jobs' credits add up to what the balance says was used.

The mart does the comparing, and has explained what open jobs may still hold; this judges each account's newest period.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.quality.verdict import Verdict, counted, passed, warned

if TYPE_CHECKING:
    import duckdb

LARGEST_SHARE = 0.02
FEW_CREDITS = 10
_SCHEMA, _TABLE = "marts", "credit_reconciliation"


def reconciled(connection: duckdb.DuckDBPyConnection) -> Verdict:
    """More than 2 % of the credits used, and more than 10 credits, that no job accounts for.

    Where open jobs hold credits and no job tells yet what a lead costs, nothing can be compared.
    """
    if not _is_built(connection):
        return passed("Nothing to compare yet: the mart is not built.", periods=0)
    found: list[tuple[str, int, int | None]] = connection.execute(
        f"select account, balance_used_credits, unexplained_credits from {_SCHEMA}.{_TABLE} where is_latest order by 1"
    ).fetchall()
    if not found:
        return passed("Nothing to compare yet: the balance was never read.", periods=0)
    known = [(account, used, left) for account, used, left in found if left is not None]
    if not known:
        return passed("Nothing to compare yet: what open jobs may cost is not known.", periods=0)
    odd = [(account, used, left) for account, used, left in known if _is_odd(used, left)]
    facts = {
        "periods": len(known),
        "balance_used_credits": sum(used for _, used, _ in known),
        "unexplained_credits": sum(left for *_, left in known),
        "accounts": ", ".join(account for account, *_ in odd) or None,
    }
    if not odd:
        return passed("The jobs account for what the balance says was used.", **facts)
    lines = "; ".join(
        f"{account}: {counted(abs(left), 'credit')} {'more' if left > 0 else 'fewer'} than its jobs, of {used:,} used"
        for account, used, left in odd
    )
    told = (
        f"The balance and the jobs disagree. {lines}. Were jobs deleted, or credits booked by hand? If jobs may be "
        "missing here: lead-pipeline sync --verify"
    )
    return warned(told, **facts)


def _is_built(connection: duckdb.DuckDBPyConnection) -> bool:
    found = connection.execute(
        "select 1 from duckdb_tables() where database_name = current_database() and schema_name = ? and table_name = ?",
        [_SCHEMA, _TABLE],
    ).fetchone()
    return found is not None


def _is_odd(used: int, left: int) -> bool:
    return abs(left) > FEW_CREDITS and abs(left) > LARGEST_SHARE * used
