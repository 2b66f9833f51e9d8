"""Where the dbt project is, what dbt must be told, and its manifest, parsed anew only when the project has changed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from lead_pipeline.errors import MartsFailed
from lead_pipeline.marts.dbt_child import WAREHOUSE_VARIABLE
from lead_pipeline.normalise import normaliser
from lead_pipeline.warehouse.database import Warehouse
from lead_pipeline.warehouse.locks import held

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PROJECT = Path(__file__).parents[2] / "dbt"
DBT = Path(sys.executable).with_name("lead-pipeline-dbt")  # dbt_child: it ends when its parent does
MARTS_SCHEMA = "marts"
_MEMORY_VARIABLE = "LEAD_PIPELINE_DBT_MEMORY"  # as dbt/profiles.yml asks for it
_TARGET = PROJECT / "target"
PARSED = _TARGET / "partial_parse.msgpack"  # what `manifest` leaves for dbt, which parses nothing again
BUILD = ("build", "--exclude-resource-type", "unit_test")  # those test the SQL, not the rows: our tests run them
_MADE = {"target", "logs"}
_PARSE_SECONDS = 300


def environment(warehouse: Warehouse) -> dict[str, str]:
    """The variables by which dbt finds the warehouse, and knows how much memory it may take."""
    return {WAREHOUSE_VARIABLE: str(warehouse.path), _MEMORY_VARIABLE: warehouse.marts_memory}


def manifest(target: Path = _TARGET) -> Path:
    """The manifest of the project as it is now. Parsing takes seconds, so an unchanged project is not parsed again."""
    if not (PROJECT / "dbt_project.yml").exists():
        raise MartsFailed(f"{PROJECT} holds no dbt project.", cure="Run from a checkout: the marts are in its dbt/.")
    parsed, stamp = target / "manifest.json", target / "manifest.digest"
    with held(target / "parse.lock", "parsing the dbt project", timeout=_PARSE_SECONDS):
        digest = project_digest()
        if not parsed.exists() or not stamp.exists() or stamp.read_bytes() != digest.encode():
            run_dbt(["parse"], environment(Warehouse(target)), target)
            stamp.write_text(digest)
    return parsed


def begin_as_parsed(target: Path) -> None:
    """Let a first build begin with what `manifest` has parsed, as dagster-dbt lets it; later ones keep their own."""
    own = target / PARSED.name
    if PARSED.exists() and not own.exists():
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy(PARSED, own)


def mart_names(parsed: Path) -> frozenset[str]:
    """The models that are published, as the manifest knows them."""
    nodes = json.loads(parsed.read_text(encoding="utf-8"))["nodes"].values()
    return frozenset(
        node["name"] for node in nodes if node["resource_type"] == "model" and node["schema"] == MARTS_SCHEMA
    )


def tables_used(parsed: Path) -> frozenset[tuple[str, str]]:
    """The raw tables, as system and endpoint, that anything published is made of."""
    told = json.loads(parsed.read_text(encoding="utf-8"))
    queue = [
        name
        for name, node in told["nodes"].items()
        if node["resource_type"] == "model" and node["schema"] == MARTS_SCHEMA
    ]
    reached: set[str] = set()
    while queue:
        name = queue.pop()
        if name not in reached:
            reached.add(name)
            queue += told["parent_map"].get(name, [])
    return frozenset((each["source_name"], each["name"]) for name, each in told["sources"].items() if name in reached)


def run_dbt(words: Sequence[str], variables: Mapping[str, str], target: Path) -> None:
    """Run one dbt command as a child process; what it says is told only when it fails."""
    command = [str(DBT), "--no-use-colors", *words, "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
    places = ["--target-path", str(target), "--log-path", str(target)]
    done = subprocess.run(  # noqa: S603 - our own words
        [*command, *places], env={**os.environ, **variables}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        told = "\n".join(line for line in done.stdout.splitlines() if line.strip()) or done.stderr
        message = f"dbt {words[0]} failed:\n{told.strip()[-4000:]}"
        raise MartsFailed(message, cure="What was published before stays. Mend what it names, then build again.")


def project_digest() -> str:
    """What stands for the project's files, for the dbt that reads them, and for the functions that its SQL calls."""
    digest = hashlib.blake2b(f"{version('dbt-core')} {version('dbt-duckdb')} {normaliser()}".encode())
    for path in _sources():
        digest.update(str(path.relative_to(PROJECT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for path in sorted(PROJECT.rglob("*")):
        if path.is_file() and path.relative_to(PROJECT).parts[0] not in _MADE:
            yield path
