"""The Singer SDK's tap of bench/faults, piped into target-duckdb, which merges by key. Run with the peers' Python.

`run_singer.py BASE_URL KEY FOLDER`. Leads are read as one list.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb

TAP = Path(__file__).parents[1] / "faults" / "run_singer.py"
TARGET = Path(sys.executable).with_name("target-duckdb")


def main() -> None:
    """Pipe the one into the other, and say how many leads there are."""
    base_url, key, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    warehouse = folder / "warehouse.duckdb"
    configs = {
        "tap": {"base_url": base_url, "api_key": key},
        "target": {"path": str(warehouse), "default_target_schema": "flowmaticx"},
    }
    for name, config in configs.items():
        (folder / f"{name}.json").write_text(json.dumps(config), encoding="utf-8")
    reading, writing = os.pipe()
    words = [sys.executable, str(TAP), "tap", "--config", str(folder / "tap.json")]
    tap = subprocess.Popen(words, stdout=writing)  # noqa: S603 - a file of this repository
    os.close(writing)
    words = [str(TARGET), "--config", str(folder / "target.json")]
    target = subprocess.Popen(words, stdin=reading, stdout=subprocess.DEVNULL)  # noqa: S603 - of the pinned package
    os.close(reading)
    codes = [target.wait(), tap.wait()]
    if not any(codes):
        with duckdb.connect(str(warehouse)) as connection:
            found = connection.execute("select count(distinct id) from flowmaticx.leads").fetchall()[0][0]
        (folder / "counts.json").write_text(json.dumps({"leads": found, "with_job": 0}), encoding="utf-8")
    sys.exit(next((code for code in codes if code), 0))


if __name__ == "__main__":
    main()
