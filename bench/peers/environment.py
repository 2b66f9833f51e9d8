"""The peers' own environments: .venv-peers, and one for PyAirbyte in it, made by the locked uv from pins."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).parent
UV = str(Path(sys.executable).with_name("uv"))


@dataclass(frozen=True)
class Environment:
    """A folder with a Python, and the pins that it was made from."""

    folder: Path
    pins: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    def versions(self) -> dict[str, str]:
        """What is pinned, by the name of the package."""
        found = re.findall(r"^([\w-]+)(?:\[[\w,]+\])?==(\S+)$", self.pins.read_text("utf-8"), flags=re.MULTILINE)
        return dict(found)

    def install(self) -> None:
        """Make it, unless it is there with these very pins."""
        installed, pins = self.folder / "installed.txt", self.pins.read_text("utf-8")
        if installed.exists() and installed.read_text("utf-8") == pins:
            return
        sys.stdout.write(f"Installing {', '.join(self.versions())} into {self.folder.relative_to(HERE.parents[1])}\n")
        sys.stdout.flush()
        for words in (
            ["venv", "--quiet", "--clear", "--python", sys.executable, str(self.folder)],
            # Compiled as ours is, or each start of theirs would compile it anew where Python may keep nothing.
            ["pip", "install", "--quiet", "--compile-bytecode", "--python", str(self.python), "-r", str(self.pins)],
        ):
            subprocess.run([UV, *words], check=True)  # noqa: S603 - the locked uv
        installed.write_text(pins, encoding="utf-8")


SHARED = Environment(HERE.parents[1] / ".venv-peers", HERE / "peers.txt")
PYAIRBYTE = Environment(SHARED.folder / "pyairbyte", HERE / "pyairbyte.txt")


def variables(folder: Path) -> Mapping[str, str]:
    """What a peer's process finds: an empty home, in which nothing is told to anybody."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHONWARNINGS": "ignore",
        "DLT_DATA_DIR": str(folder / "dlt"),
        "RUNTIME__DLTHUB_TELEMETRY": "false",
        "DO_NOT_TRACK": "1",
        "AIRBYTE_OFFLINE_MODE": "1",
        "AIRBYTE_LOGGING_ROOT": str(folder / "logs"),
    }
