"""Homes with a published copy to report on: hostile texts in every field, nothing at all, a million leads.

Each is a copy of the first, changed as no pipeline would change it: only what the report makes of it is looked at.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import duckdb

from lead_pipeline.warehouse.database import Warehouse

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = '=HYPERLINK("https://evil.example",1)\u202e<img src=x onerror=alert(1)>'
AFTER = "</script><script>document.title='owned'</script>{{7*7}}\u2067&amp;\\ '"
# What the marts tell in words of their own is no text of anybody.
OWN = {"email_status", "status", "waste_reason", "flowestate_stage_kind", "system_name"}
TIMES = 500


def copied(warehouse: Warehouse, home: Path, *statements: str) -> Warehouse:
    """A home with the published copy alone, after these statements."""
    path = home / "published" / "warehouse.duckdb"
    path.parent.mkdir(parents=True)
    (home / "state").mkdir()
    for library in warehouse.state.glob("vega-*.js"):
        shutil.copy(library, home / "state")
    shutil.copy(warehouse.published_path, path)
    path.chmod(0o644)
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    return Warehouse(home)


def asked(warehouse: Warehouse, query: str) -> list[tuple[Any, ...]]:
    """What the published copy answers."""
    with duckdb.connect(str(warehouse.published_path), read_only=True) as connection:
        return connection.execute(query).fetchall()


def tables(warehouse: Warehouse) -> list[str]:
    """The tables of the published copy."""
    return [name for (name,) in asked(warehouse, "select table_name from duckdb_tables() order by 1")]


def hostile(warehouse: Warehouse) -> list[str]:
    """Statements that put markup, a formula and marks of direction around every text."""
    columns = asked(
        warehouse, "select table_name, column_name from duckdb_columns() where data_type = 'VARCHAR' and not internal"
    )
    before, after = BEFORE.replace("'", "''"), AFTER.replace("'", "''")
    return [
        f'update "{table}" set "{column}" = \'{before}\' || "{column}" || \'{after}\''
        for table, column in columns
        if column not in OWN
    ]


def many(times: int) -> list[str]:
    """Statements that make so many of each job and lead, on other days, by other keywords."""
    ids = ("job_id", "lead_id", "first_lead_id")
    moved = ", ".join(f"{name} + copy * 10000000 as {name}" for name in ids)
    jobs = "job_id + copy * 10000000 as job_id, created_date - (copy % 300)::int as created_date"
    return [
        (
            f"create table more as select * exclude (copy) replace ({moved}, job_keyword || copy % 40 as job_keyword) "
            f"from leads, range({times}) as copies(copy)"
        ),
        "drop table leads",
        "alter table more rename to leads",
        (
            f"create table more as select * exclude (copy) replace ({jobs}, keyword || copy % 40 as keyword) "
            f"from credit_usage, range({times}) as copies(copy)"
        ),
        "drop table credit_usage",
        "alter table more rename to credit_usage",
        (
            "create table more as select * exclude (copy) replace (lead_id + copy * 10000000 as lead_id, "
            f"job_id + copy * 10000000 as job_id) from lead_journey, range({times}) as copies(copy)"
        ),
        "drop table lead_journey",
        "alter table more rename to lead_journey",
    ]


def foreseen() -> list[str]:
    """Statements that give the account a month of readings and two of forecast, with a band that widens."""
    return [
        (
            "create table days as select * exclude (day) replace (false as is_latest, "
            "balance_date - day::int as balance_date, "
            "remaining_credits + day * 90 as remaining_credits) from credit_balance, range(1, 30) as days(day)"
        ),
        "insert into credit_balance select * from days",
        "drop table if exists credit_forecast",
        (
            "create table credit_forecast as select account, balance_date + day::int as forecast_date, "
            "remaining_credits - day * 110 as likely_credits, remaining_credits - day * 140 as low_credits, "
            "remaining_credits - day * 70 as high_credits "
            "from credit_balance, range(60) as days(day) where is_latest"
        ),
    ]
