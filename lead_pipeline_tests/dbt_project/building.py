"""Running dbt as a child process, on one warehouse: what it said, and how it ended.

It holds the warehouse alone, as it does behind Dagster; what it makes on the way goes to a folder of the test. Only the
first run parses the project: dbt takes what was parsed for its own if it finds the warehouse at the same place.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PROJECT = Path(__file__).parents[2] / "dbt"
PARSED = "partial_parse.msgpack"


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
    places = {"project-dir": PROJECT, "profiles-dir": PROJECT, "target-path": folder, "log-path": folder}
    folder.mkdir(exist_ok=True)
    standing = Path(_place().name)
    link, parsed = standing / warehouse.name, standing / PARSED
    (standing / "state").mkdir(exist_ok=True)  # where dbt spills to
    link.unlink(missing_ok=True)
    link.symlink_to(warehouse)
    if parsed.exists():
        shutil.copy(parsed, folder)
    done = subprocess.run(
        [
            Path(sys.executable).with_name("dbt"),
            "--no-use-colors",
            *command.split(),
            *(word for name, place in places.items() for word in (f"--{name}", place)),
            *words,
        ],
        env=os.environ | {"LEAD_PIPELINE_WAREHOUSE": str(link), "LEAD_PIPELINE_DBT_MEMORY": memory},
        check=False,
        capture_output=True,
        text=True,
    )
    if not parsed.exists():
        with suppress(FileNotFoundError):  # of a project that could not be parsed there is none
            shutil.copy(folder / PARSED, parsed)
    return Ended(done.returncode, done.stdout + done.stderr, folder)


@cache
def _place() -> TemporaryDirectory[str]:
    """Where dbt finds every warehouse; removed when this process ends."""
    return TemporaryDirectory(prefix="dbt-")
