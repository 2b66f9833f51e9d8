"""The tables of the published database that tell how well reading goes: what was set aside, what drifted, requests.

Reasons, names and counts alone: the records that were set aside stay in the private warehouse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.warehouse.publish_tables import Column, Shape, make, quoted

if TYPE_CHECKING:
    import duckdb

PUBLISHED_SET_ASIDE = Shape(
    "published_set_aside",
    "One row an account, endpoint and reason: the records that broke this rule and are in no table. A record that "
    "broke several rules counts in each.",
    (
        Column("system", "VARCHAR", "The system that was read."),
        Column("account", "VARCHAR", "Name of the account."),
        Column("endpoint", "VARCHAR", "What was read of it: one kind of list of its API."),
        Column("reason", "VARCHAR", "The rule that was broken, with the field's name."),
        Column("records", "BIGINT", "Records that broke it."),
        Column("first_seen_at", "TIMESTAMP", "When the oldest of them was first read (UTC)."),
        Column("last_seen_at", "TIMESTAMP", "When the newest of them was last read (UTC)."),
    ),
)
PUBLISHED_DRIFT = Shape(
    "published_drift",
    "One row an account, endpoint and drift: what the API does that nobody declared.",
    (
        Column("system", "VARCHAR", "The system that was read."),
        Column("account", "VARCHAR", "Name of the account."),
        Column("endpoint", "VARCHAR", "What was read of it: one kind of list of its API."),
        Column("kind", "VARCHAR", "What is unlike the declaration, such as a new field."),
        Column("field", "VARCHAR", "The field."),
        Column("records", "BIGINT", "Records in which it was seen."),
        Column("first_seen_at", "TIMESTAMP", "When it was first seen (UTC)."),
        Column("last_seen_at", "TIMESTAMP", "When it was last seen (UTC)."),
    ),
)
PUBLISHED_REQUESTS = Shape(
    "published_requests",
    "One row an account and day: what reading cost of the account's budget.",
    (
        Column("system", "VARCHAR", "The system that was read."),
        Column("account", "VARCHAR", "Name of the account."),
        Column("request_date", "DATE", "Day on which the walks ended (UTC)."),
        Column("requests", "BIGINT", "Requests sent, those tried again included."),
        Column("retries", "BIGINT", "Requests that were tried again."),
        Column("rate_limited", "BIGINT", "Answers that said that there were too many requests."),
        Column("waited_seconds", "DOUBLE", "Seconds spent waiting for the budget."),
        Column("busiest_minute_requests", "BIGINT", "Requests of the walks that ended in the minute with the most."),
    ),
)
HEALTH_SHAPES = (PUBLISHED_SET_ASIDE, PUBLISHED_DRIFT, PUBLISHED_REQUESTS)


def write_health(connection: duckdb.DuckDBPyConnection) -> None:
    """Make and fill the three tables."""
    for shape in HEALTH_SHAPES:
        make(connection, shape)
    for system, endpoint in connection.execute("select distinct system, endpoint from ops.positions").fetchall():
        connection.execute(
            f"""
            insert into {PUBLISHED_SET_ASIDE.target}
            select $system, account, $endpoint, reason, count(*), min(first_seen_at), max(last_seen_at)
            from (
                select account, unnest(reasons) as reason, first_seen_at, last_seen_at
                from quarantine.{quoted(f"{system}_{endpoint}")}
            ) group by all
            """,
            {"system": system, "endpoint": endpoint},
        )
    connection.execute(
        f"""
        insert into {PUBLISHED_DRIFT.target}
        select system, account, endpoint, kind, field, sum(records), min(first_seen_at), max(last_seen_at)
        from ops.drift group by all
        """
    )
    connection.execute(
        f"""
        insert into {PUBLISHED_REQUESTS.target}
        with minutes as (
            select system, account, date_trunc('minute', ended_at) as ended_minute, sum(requests) as requests,
                sum(retries) as retries, sum(rate_limited) as rate_limited, sum(waited_seconds) as waited_seconds
            from ops.walks group by all
        )
        select system, account, cast(ended_minute as date), sum(requests), sum(retries), sum(rate_limited),
            sum(waited_seconds), max(requests)
        from minutes group by all
        """
    )
