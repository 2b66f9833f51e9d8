"""dlt with its rest_api source, merged by primary key into DuckDB. Run with the peers' Python.

`run_dlt_rest.py BASE_URL KEY FOLDER default|flat|by_job`. `default` is as its documentation has it. The others are
tuned as somebody who knows dlt would: parquet, large buffers and files, no nested tables, as many threads as help.
`by_job` reads the leads of each job, the way to have a lead's job with it; `flat` reads one list of all.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

TUNED = {
    "EXTRACT__WORKERS": "8",
    "EXTRACT__MAX_PARALLEL_ITEMS": "32",
    "NORMALIZE__WORKERS": "1",  # a second process took longer to start than it saved, on two cores beside the server
    "SOURCES__DATA_WRITER__BUFFER_MAX_ITEMS": "50000",
    "SOURCES__DATA_WRITER__FILE_MAX_ITEMS": "50000",
    "NORMALIZE__DATA_WRITER__BUFFER_MAX_ITEMS": "100000",
    "NORMALIZE__DATA_WRITER__FILE_MAX_BYTES": "500000000",
}


def source(base_url: str, key: str, variant: str) -> Any:  # noqa: ANN401 - dlt's own types are not known here
    """Both lists."""
    from dlt.sources.rest_api import rest_api_source  # type: ignore[import-not-found] # noqa: PLC0415 - settings first

    leads: dict[str, Any] = {
        "name": "leads",
        "endpoint": {"path": "leads", "params": {"billable_only": "false"}, "data_selector": "data.leads"},
    }
    if variant == "by_job":
        leads["endpoint"]["params"]["job_id"] = "{resources.jobs.id}"
        leads |= {"include_from_parent": ["id"], "parallelized": True}
    merge: Any = "merge" if variant == "default" else {"disposition": "merge", "strategy": "upsert"}
    made = rest_api_source(
        {
            "client": {
                "base_url": f"{base_url}/",
                "auth": {"type": "bearer", "token": key},
                "paginator": {"type": "offset", "limit": 100, "total_path": "data.total"},
            },
            "resource_defaults": {"primary_key": "id", "write_disposition": merge},
            "resources": [{"name": "jobs", "endpoint": {"path": "jobs", "data_selector": "data.jobs"}}, leads],
        }
    )
    if variant != "default":
        made.max_table_nesting = 0
    return made


def main() -> None:
    """Run the pipeline, and say how many leads there are."""
    base_url, key, folder, variant = sys.argv[1], sys.argv[2], Path(sys.argv[3]), sys.argv[4]
    if variant != "default":
        os.environ.update(TUNED)
    import dlt  # type: ignore[import-not-found] # noqa: PLC0415 - it reads its settings when it is imported

    pipeline = dlt.pipeline(
        pipeline_name="flowmaticx",
        pipelines_dir=str(folder / "pipelines"),
        destination=dlt.destinations.duckdb(str(folder / "warehouse.duckdb")),
        dataset_name="flowmaticx",
    )
    more = {} if variant == "default" else {"loader_file_format": "parquet"}
    pipeline.run(source(base_url, key, variant), **more)
    job = "_jobs_id" if variant == "by_job" else "null"
    with (
        pipeline.sql_client() as client,
        client.execute_query(f"select count(distinct id), count({job}) from leads") as told,  # noqa: S608 - our names
    ):
        leads, with_job = told.fetchone()
    (folder / "counts.json").write_text(json.dumps({"leads": leads, "with_job": with_job}), encoding="utf-8")


if __name__ == "__main__":
    main()
