"""`dagster dev` as a newcomer starts it: no account, so the sandbox; all it keeps in a folder of its own.

Starting it, finding its address and ending it belong here; what is done in it is in the tests.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from lead_pipeline.sources import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
READ_BY_US_OR_DAGSTER = ("LEAD_PIPELINE_", "DAGSTER_", *(f"{name.upper()}_" for name in SOURCES))
SERVING = re.compile(r"Serving dagster-webserver on (?P<address>http://\S+)")
SECONDS_TO_START = 900


class DidNotStart(Exception):
    """It ended, or was silent for too long; the end of its log says why."""


class Served(threading.Thread):
    """Writes down what the process says, so that no pipe fills up, and waits for the address among it."""

    def __init__(self, said: IO[str], log: Path) -> None:
        super().__init__(name=f"writing {log.name}", daemon=True)
        self._said, self._log = said, log
        self._address, self._known = "", threading.Event()
        self.start()

    def run(self) -> None:
        with self._said, self._log.open("w", encoding="utf-8") as log:
            for line in self._said:
                log.write(line)
                log.flush()
                if found := SERVING.search(line):
                    self._address = found["address"]
                    self._known.set()
        self._known.set()

    def address(self) -> str:
        self._known.wait(SECONDS_TO_START)
        if not self._address:
            raise DidNotStart(f"dagster dev served nothing. {self._log}: {self._log.read_text()[-3000:]}")
        return self._address


@contextmanager
def dagster_dev(home: Path) -> Iterator[str]:
    """The address of its UI, for as long as the body runs."""
    state = home / "data" / "dagster"
    state.mkdir(parents=True)
    shutil.copy(ROOT / "data" / "dagster" / "dagster.yaml", state)
    process = subprocess.Popen(
        [sys.executable, "-m", "dagster", "dev", "-m", "lead_pipeline.definitions", "-p", str(free_port())],
        cwd=home,
        env=newcomers_environment(state),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # one group to end, with every child: told to go, `dagster dev` leaves some behind
    )
    assert process.stdout is not None
    served = Served(process.stdout, home / "dagster-dev.log")
    try:
        yield served.address()
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        served.join()


def newcomers_environment(state: Path) -> dict[str, str]:
    """Nothing is set that the pipeline or Dagster would read, but where to keep things."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(READ_BY_US_OR_DAGSTER)}
    return kept | {"DAGSTER_HOME": str(state), "LEAD_PIPELINE_HOME": str(state.parent), "PYTHONUNBUFFERED": "1"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
