"""dlt with resources written by hand: threads that fetch, orjson, Arrow tables with a schema, merged into DuckDB.

Run with the peers' Python: `run_dlt_hand.py BASE_URL KEY FOLDER flat|by_job`. It is the fastest that we found to write
with dlt: no row is looked at by dlt's own Python, and no proof is kept that a list was read to its end.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ |= {"NORMALIZE__PARQUET_NORMALIZER__ADD_DLT_LOAD_ID": "false", "EXTRACT__WORKERS": "1"}

import dlt  # type: ignore[import-not-found]
import orjson  # type: ignore[import-not-found,unused-ignore]
import pyarrow as pa
import requests

if TYPE_CHECKING:
    from collections.abc import Iterator

THREADS, PAGE, ROWS_A_TABLE = 8, 100, 20_000
# A name and a kind: i for whole numbers, f for others, b for yes or no, s for text.
COLUMNS = {
    "jobs": "id:i workflowType:s keyword:s location:s requestedLeads:i foundLeads:i processedLeads:i creditsUsed:i "
    "status:s progress:i createdAt:s startedAt:s finishedAt:s",
    "leads": "id:i job_id:i businessName:s category:s email:s emailStatus:s decisionMakerName:s decisionMakerRole:s "
    "phone:s website:s domain:s address:s city:s postalCode:s country:s rating:f reviewsCount:i icebreaker:s "
    "emailSubject:s emailBody:s aiInsight:s keyword:s isBillable:b createdAt:s",
}
KINDS = {"i": pa.int64(), "f": pa.float64(), "b": pa.bool_(), "s": pa.string()}
SCHEMAS = {name: pa.schema([(word[:-2], KINDS[word[-1]]) for word in words.split()]) for name, words in COLUMNS.items()}
_OWN = threading.local()


class Api:
    """Pages of the lists; a session a thread."""

    def __init__(self, base_url: str, key: str) -> None:
        self._base_url, self._key = base_url, key

    def page(self, name: str, offset: int, **params: Any) -> tuple[list[dict[str, Any]], int]:  # noqa: ANN401
        """The rows, and how many there are in all."""
        if not hasattr(_OWN, "session"):
            _OWN.session = requests.Session()
            _OWN.session.headers["Authorization"] = f"Bearer {self._key}"
        asked = {"limit": PAGE, "offset": offset, **params}
        answer = _OWN.session.get(f"{self._base_url}/{name}", params=asked, timeout=60)
        answer.raise_for_status()
        data = orjson.loads(answer.content)["data"]
        return data[name], data["total"]

    def whole(self, name: str, **params: Any) -> list[dict[str, Any]]:  # noqa: ANN401
        """All rows of a list, one page after the other."""
        rows, total = self.page(name, 0, **params)
        while len(rows) < total:
            rows += self.page(name, len(rows), **params)[0]
        return rows

    def of_job(self, job: int) -> list[dict[str, Any]]:
        """The leads of one job, with its number."""
        rows = self.whole("leads", billable_only="false", job_id=job)
        for row in rows:
            row["job_id"] = job
        return rows


def leads(api: Api, variant: str, jobs: list[dict[str, Any]]) -> Iterator[pa.Table]:
    """Arrow tables of many leads each, fetched by several threads."""
    with ThreadPoolExecutor(THREADS) as pool:
        if variant == "by_job":
            lists = pool.map(api.of_job, [job["id"] for job in jobs if job["foundLeads"]])
        else:
            _, total = api.page("leads", 0, billable_only="false")
            lists = pool.map(lambda at: api.page("leads", at, billable_only="false")[0], range(0, total, PAGE))
        held: list[dict[str, Any]] = []
        for rows in lists:
            held += rows
            if len(held) >= ROWS_A_TABLE:
                yield pa.Table.from_pylist(held, SCHEMAS["leads"])
                held = []
        if held:
            yield pa.Table.from_pylist(held, SCHEMAS["leads"])


def main() -> None:
    """Run the pipeline, and say how many leads there are."""
    api, folder, variant = Api(sys.argv[1], sys.argv[2]), Path(sys.argv[3]), sys.argv[4]
    pipeline = dlt.pipeline(
        pipeline_name="flowmaticx",
        pipelines_dir=str(folder / "pipelines"),
        destination=dlt.destinations.duckdb(str(folder / "warehouse.duckdb")),
        dataset_name="flowmaticx",
    )
    jobs = api.whole("jobs")
    merge = {"primary_key": "id", "write_disposition": {"disposition": "merge", "strategy": "upsert"}}
    if os.environ.get("MERGE"):
        merge["write_disposition"] = {"disposition": "merge", "strategy": os.environ["MERGE"]}
    pipeline.run(
        [
            dlt.resource([pa.Table.from_pylist(jobs, SCHEMAS["jobs"])], name="jobs", **merge),
            dlt.resource(leads(api, variant, jobs), name="leads", **merge),
        ]
    )
    with (
        pipeline.sql_client() as client,
        client.execute_query("select count(distinct id), count(job_id) from leads") as told,
    ):
        found, with_job = told.fetchone()
    (folder / "counts.json").write_text(json.dumps({"leads": found, "with_job": with_job}), encoding="utf-8")


if __name__ == "__main__":
    main()
