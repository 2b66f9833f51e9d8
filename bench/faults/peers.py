"""The peers' own environment: .venv-peers, made by the locked uv from peers.txt, and how each of them is run in it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.faults.account import KEY

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).parent
PINS = HERE / "peers.txt"
VENV = HERE.parents[1] / ".venv-peers"
PYTHON = VENV / "bin" / "python"
INSTALLED = VENV / "installed.txt"
UV = str(Path(sys.executable).with_name("uv"))


def versions() -> dict[str, str]:
    """What peers.txt pins."""
    pins = re.findall(r"^([\w-]+)(?:\[\w+\])?==(\S+)$", PINS.read_text("utf-8"), flags=re.MULTILINE)
    names = {"airbyte-cdk": "airbyte", "dlt": "dlt", "singer-sdk": "singer"}
    return {names[name]: version for name, version in pins}


def install() -> None:
    """Make the environment, unless it is there with these very pins."""
    if INSTALLED.exists() and INSTALLED.read_text("utf-8") == PINS.read_text("utf-8"):
        return
    sys.stdout.write(f"Installing {', '.join(versions())} into {VENV.name}\n")
    sys.stdout.flush()
    for words in (
        ["venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)],
        ["pip", "install", "--quiet", "--python", str(PYTHON), "--requirement", str(PINS)],
    ):
        subprocess.run([UV, *words], check=True)  # noqa: S603 - the locked uv
    INSTALLED.write_text(PINS.read_text("utf-8"), encoding="utf-8")


def command(tool: str, base_url: str, folder: Path) -> tuple[list[str], Mapping[str, str]]:
    """What to run, in which environment: an empty one, in which nothing is told to anybody."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHONWARNINGS": "ignore",
        "DLT_DATA_DIR": str(folder / "dlt"),
        "RUNTIME__DLTHUB_TELEMETRY": "false",
        "DO_NOT_TRACK": "1",
    }
    return [str(PYTHON), str(HERE / f"run_{tool}.py"), base_url, KEY, str(folder)], environment


def landed(folder: Path, table: str) -> list[dict[str, Any]]:
    """The rows that its runner copied out."""
    path = folder / "landed" / f"{table}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
