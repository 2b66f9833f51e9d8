"""The command with the environment a user would set: installed, in a process of its own, or here, which is quicker.

What it prints is kept. Each command, and each way to end, has a test that runs it as a process; what else it says does
not hang on where it runs.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from lead_pipeline import cli
from lead_pipeline.sandbox import RunningSandbox
from lead_pipeline.sources import SOURCES

COMMAND = str(Path(sys.executable).with_name("lead-pipeline"))
KEY = "lg_live_terminal_0123456789abcdef"
SECONDS = 300  # a busy machine takes ten times as long as a quiet one


@dataclass
class Terminal:
    """A user's shell: a home, and an account if a sandbox runs; `is_of_all`: one of each system."""

    home: Path
    running: RunningSandbox | None = None
    key: str = KEY
    is_of_all: bool = False

    def environment(self, **more: str) -> dict[str, str]:
        """What the command sees: nothing of the developer's own settings."""
        ours = ("LEAD_PIPELINE", *(name.upper() for name in SOURCES))
        mine = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        mine |= {"LEAD_PIPELINE_HOME": str(self.home), "LEAD_PIPELINE_RETRY_SECONDS": "0.01"}
        if self.running is not None and self.is_of_all:
            mine |= self.running.variables()
            mine |= {f"{name.upper()}_REQUESTS_PER_MINUTE": "0" for name in self.running.sandbox.systems}
        elif self.running is not None:
            mine["FLOWMATICX_API_KEY"] = self.key
            mine["FLOWMATICX_BASE_URL"] = self.running.base_url
            mine["FLOWMATICX_REQUESTS_PER_MINUTE"] = "0"
        return mine | more

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run it to its end."""
        return subprocess.run(
            [COMMAND, *words],
            env=self.environment(**more),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
            cwd=self.home.parent,
        )

    def here(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run it to its end in this process, which has imported all of it already."""
        out, err = io.StringIO(), io.StringIO()
        code: object = 0
        with (
            patch.dict(os.environ, self.environment(**more), clear=True),
            patch("sys.argv", ["lead-pipeline", *words]),
            chdir(self.home.parent),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            try:
                cli.main()
            except SystemExit as ended:
                code = ended.code
        assert isinstance(code, int)
        return subprocess.CompletedProcess(words, code, out.getvalue(), err.getvalue())

    def start(self, *words: str, **more: str) -> subprocess.Popen[str]:
        """Begin it, to be waited for or ended by the test."""
        return subprocess.Popen(
            [COMMAND, *words],
            env=self.environment(**more),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.home.parent,
        )
