"""Running dbt as a child process, on one warehouse: what it said, and how it ended.

It holds the warehouse alone, as it does behind Dagster; what it makes on the way goes to a folder of the test.
"""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lead_pipeline.marts.project import DBT, PARSED, PROJECT, manifest

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Ended:
    """A run of dbt that has ended."""

    code: int
    said: str
    target: Path

    def artifact(self, name: str) -> dict[str, Any]:
        """One of the files that dbt leaves, such as manifest.json."""
        read: dict[str, Any] = json.loads((self.target / name).read_text(encoding="utf-8"))
        return read

    def results(self) -> dict[str, str]:
        """How each node ended, by its name."""
        return {
            node["unique_id"].split(".")[2]: node["status"] for node in self.artifact("run_results.json")["results"]
        }


def dbt(command: str, warehouse: Path, folder: Path, *words: str, memory: str = "1GB") -> Ended:
    """Run one command, such as `build` or `docs generate`, to its end."""
    manifest()  # parsed by the first that asks
    folder.mkdir(exist_ok=True)
    (warehouse.parent / "state").mkdir(exist_ok=True)  # where dbt spills to
    places = {
        "project-dir": PROJECT,
        "profiles-dir": PROJECT,
        "partial-parse-file-path": PARSED,
        "target-path": folder,
        "log-path": folder,
    }
    done = subprocess.run(
        [
            DBT,
            "--no-use-colors",
            *command.split(),
            *(word for name, place in places.items() for word in (f"--{name}", place)),
            *words,
        ],
        env=os.environ | {"LEAD_PIPELINE_WAREHOUSE": str(warehouse), "LEAD_PIPELINE_DBT_MEMORY": memory},
        check=False,
        capture_output=True,
        text=True,
    )
    return Ended(done.returncode, done.stdout + done.stderr, folder)
