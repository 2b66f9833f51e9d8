"""What is asked of sqlglot on dagster-dbt's behalf: it has to be what that would ask, and be asked for by that."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from dagster_dbt.core import dbt_cli_event

from lead_pipeline.orchestrate.column_lineage import _read_once

SQL = """
with bought as (select j.id, j.credits, l.email from jobs as j left join leads as l on l.job = j.id),
per_job as (select id, sum(credits) as credits, max(email) as "Mail", count(*) as rows from bought group by id)
select id, credits, "Mail" as mail, rows, credits / rows as each, 1 as one, 'x' || mail as told
from per_job union all select 0, 0, '', 0, 0.0, 0, ''
"""
LINEAGE = vars(dbt_cli_event)["lineage"]
SCHEMA = {
    "jobs": {"id": "bigint", "credits": "bigint"},
    "leads": {"job": "bigint", "email": "varchar"},
}
COLUMNS = ("id", "credits", "mail", "rows", "each", "one", "told")


def leaves(node: Any) -> list[str]:
    return sorted(f"{each.name} {each.expression.sql()}" for each in node.walk() if not each.downstream)


@pytest.mark.parametrize("column", COLUMNS)
def test_each_column_comes_from_where_sqlglot_alone_would_say(column: str) -> None:
    alone = LINEAGE(column, SQL, schema=SCHEMA, dialect="duckdb")
    with _read_once():
        ours = vars(dbt_cli_event)["lineage"]
        assert ours is not LINEAGE
        found = [ours(column=name, sql=SQL, schema=SCHEMA, dialect="duckdb") for name in COLUMNS]
    assert leaves(found[COLUMNS.index(column)]) == leaves(alone)
    assert vars(dbt_cli_event)["lineage"] is LINEAGE


def test_dagster_dbt_still_asks_by_that_name() -> None:
    assert "in lineage(" in inspect.getsource(dbt_cli_event._build_column_lineage_metadata)
