"""Whether much of an account was marked as deleted at once: true now and then, and a catastrophe when it is not.

A day after the marks the alarm ends by itself; a sync with --accept-shrink, or the rows coming back, ends it at once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lead_pipeline.quality.holdings import newest_landing
from lead_pipeline.quality.verdict import Verdict, by_account, counted, failed, passed
from lead_pipeline.warehouse.tables import raw_table

if TYPE_CHECKING:
    import duckdb

    from lead_pipeline.spec.source import Endpoint, Source

ALARM_FOR = timedelta(days=1)
FEW_ROWS = 20
_ACCEPTED = "--accept-shrink"


def shrinkage(connection: duckdb.DuckDBPyConnection, source: Source, endpoint: Endpoint) -> Verdict:
    """More than a third of an account's rows, and more than 20, within a day before the newest landing."""
    newest = newest_landing(connection, source, endpoint)
    found = connection.execute(
        f"""
        with marks as (
            select account, count(*) filter (_deleted_at > $newest::timestamp - $alarm_for) as marked,
                count(*) filter (_deleted_at is null) as live, max(_deleted_at) as marked_at
            from {raw_table(source, endpoint)} group by account
        ), accepted as (
            select account, max(coalesce(ended_at, started_at)) as accepted_at from ops.runs
            where system = $system and contains(command, $accepted) group by account
        )
        select account, marked, marked > $few and marked * 3 > marked + live, coalesce(accepted_at >= marked_at, false)
        from marks left join accepted using (account) where marked > 0
        """,
        {
            "newest": newest, "alarm_for": ALARM_FOR, "system": source.name, "accepted": _ACCEPTED, "few": FEW_ROWS,
        },
    ).fetchall()  # fmt: skip
    marked = sum(number for _, number, *_ in found)
    alarming = {account: number for account, number, is_much, is_accepted in found if is_much and not is_accepted}
    if not alarming:
        accepted = " A person accepted it." if any(is_much for _, _, is_much, _ in found) else ""
        told = f"{counted(marked, 'row')} marked as deleted within a day of the newest landing.{accepted}"
        return passed(told, marked=marked, accounts=None)
    told = (
        f"More than a third of an account was marked as deleted within a day ({by_account(alarming)}). If the rows are "
        f"really gone: lead-pipeline sync {_ACCEPTED}. If not, is it the right key and base URL? Rows that come back "
        "are unmarked. Publishing goes on a day after the marks"
    )
    return failed(told, marked=marked, accounts=by_account(alarming))
