"""The queries that the README offers run on what is published, and find what they say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    from lead_pipeline.warehouse.database import Warehouse
    from lead_pipeline_tests.ingest.rig import Rig

README = Path(__file__).parents[2] / "README.md"


def queries() -> list[str]:
    blocks = re.findall(r"```sql\n(.*?)```", README.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [query for block in blocks for query in block.split(";\n") if query.strip()]


def answer(warehouse: Warehouse, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(warehouse.published_path), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_every_query_of_the_readme_finds_something(warehouse: Warehouse) -> None:
    assert len(queries()) == 3
    assert all(answer(warehouse, query) for query in queries())


def test_the_cost_of_valid_leads_counts_each_job_once(rig: Rig, warehouse: Warehouse) -> None:
    spent = sum(job["credits_used"] for job in rig.truth("jobs").values())
    valid = sum(lead["email_status"] == "VALID" for lead in rig.truth("leads").values())
    rows = answer(warehouse, queries()[0])
    assert sum(row[2] for row in rows) == spent
    assert sum(row[3] for row in rows) == valid


def test_nobody_is_called_twice_for_one_business(rig: Rig, warehouse: Warehouse) -> None:
    wanted = answer(warehouse, queries()[2].replace("limit 20", ""))
    good = {lead["domain"] for lead in rig.truth("leads").values() if lead["email_status"] == "VALID" and lead["phone"]}
    assert 0 < len(wanted) <= len(good)
