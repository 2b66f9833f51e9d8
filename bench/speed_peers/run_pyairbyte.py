"""PyAirbyte with the manifest of bench/faults, merged into its DuckDB cache. Run with PyAirbyte's own Python.

`run_pyairbyte.py BASE_URL KEY FOLDER`. Leads are read as one list.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import airbyte  # type: ignore[import-not-found]
import yaml

MANIFEST = Path(__file__).parents[1] / "faults" / "airbyte.yaml"


def main() -> None:
    """Read both lists, and say how many leads there are."""
    base_url, key, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    manifest = yaml.safe_load(MANIFEST.read_text("utf-8"))
    config = {"base_url": base_url, "api_key": key}
    source = airbyte.get_source("source-flowmaticx", config=config, source_manifest=manifest)
    source.select_all_streams()
    cache = airbyte.DuckDBCache(db_path=str(folder / "warehouse.duckdb"), cache_dir=folder / "cache")
    read = source.read(cache=cache, write_strategy="merge")
    told = {"leads": len(read.streams["leads"]), "with_job": 0}
    (folder / "counts.json").write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
