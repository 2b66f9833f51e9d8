"""The queries that the README offers run on a warehouse as a sync leaves it, and find something."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lead_pipeline_tests.ingest.rig import Rig

README = Path(__file__).parents[2] / "README.md"


def queries() -> list[str]:
    blocks = re.findall(r"```sql\n(.*?)```", README.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [query for block in blocks for query in block.split(";\n") if query.strip()]


def test_every_query_of_the_readme_finds_something(rig: Rig) -> None:
    rig.sync()
    assert len(queries()) == 3
    assert all(rig.query(query) for query in queries())


def test_the_cost_of_valid_leads_counts_each_job_once(rig: Rig) -> None:
    rig.sync()
    spent = sum(job["credits_used"] for job in rig.truth("jobs").values())
    valid = sum(lead["email_status"] == "VALID" for lead in rig.truth("leads").values())
    rows = rig.query(queries()[0])
    assert sum(row[2] for row in rows) == spent
    assert sum(row[3] or 0 for row in rows) == valid
