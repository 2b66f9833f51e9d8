"""How each peer is run on a fault, in the environment that all benchmarks share, and what it has landed then."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.faults.account import KEY
from bench.peers.environment import SHARED, variables

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).parent
PACKAGES = {"airbyte": "airbyte-cdk", "dlt": "dlt", "singer": "singer-sdk"}


def versions() -> dict[str, str]:
    """What is pinned, by the name of the tool."""
    pinned = SHARED.versions()
    return {tool: pinned[package] for tool, package in PACKAGES.items()}


def install() -> None:
    """Make the environment, if it is not there."""
    SHARED.install()


def command(tool: str, base_url: str, folder: Path) -> tuple[list[str], Mapping[str, str]]:
    """What to run, in which environment."""
    return [str(SHARED.python), str(HERE / f"run_{tool}.py"), base_url, KEY, str(folder)], variables(folder)


def landed(folder: Path, table: str) -> list[dict[str, Any]]:
    """The rows that its runner copied out."""
    path = folder / "landed" / f"{table}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
