"""dlt, as its documentation has it: rest_api_source, merged by primary key into DuckDB. Run with the peers' Python.

`run_dlt.py BASE_URL KEY FOLDER`; what is in DuckDB at the end is copied to FOLDER/landed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import dlt  # type: ignore[import-not-found]
from dlt.sources.rest_api import rest_api_source  # type: ignore[import-not-found]

LISTS: dict[str, dict[str, Any]] = {"jobs": {}, "leads": {"billable_only": "false"}}


def source(base_url: str, key: str) -> Any:  # noqa: ANN401 - dlt's own types are not known here
    """Both lists."""
    return rest_api_source(
        {
            "client": {
                "base_url": f"{base_url}/",
                "auth": {"type": "bearer", "token": key},
                "paginator": {"type": "offset", "limit": 100, "total_path": "data.total"},
            },
            "resource_defaults": {"primary_key": "id", "write_disposition": "merge"},
            "resources": [
                {"name": name, "endpoint": {"path": name, "params": params, "data_selector": f"data.{name}"}}
                for name, params in LISTS.items()
            ],
        }
    )


def copy_out(pipeline: Any, folder: Path) -> None:  # noqa: ANN401 - as above
    """Write down what each table has; no table, no file."""
    folder.mkdir()
    with pipeline.sql_client() as client:
        for name in set(LISTS) & set(pipeline.default_schema.tables):
            with client.execute_query(f"select * from {name}") as cursor:  # noqa: S608 - our own names
                names = [column[0] for column in cursor.description]
                lines = [json.dumps(dict(zip(names, row, strict=True)), default=str) for row in cursor.fetchall()]
            (folder / f"{name}.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def main() -> None:
    """Run the pipeline."""
    base_url, key, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    pipeline = dlt.pipeline(
        pipeline_name="flowmaticx",
        pipelines_dir=str(folder / "pipelines"),
        destination=dlt.destinations.duckdb(str(folder / "warehouse.duckdb")),
        dataset_name="flowmaticx",
    )
    pipeline.run(source(base_url, key))
    copy_out(pipeline, folder / "landed")


if __name__ == "__main__":
    main()
