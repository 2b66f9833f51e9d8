"""One sitting: a sandbox in a process of its own, and syncs in others, so that each process's cost is its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COMMAND = str(Path(sys.executable).with_name("lead-pipeline"))


@dataclass(frozen=True)
class Cost:
    """What one sync took."""

    seconds: float
    cpu_seconds: float
    peak_megabytes: float
    requests: int
    exit_code: int


@dataclass(frozen=True)
class Sitting:
    """A running sandbox and an empty home."""

    root_url: str
    home: Path

    def delay(self, seconds: float) -> None:
        """Let every answer take so long."""
        httpx.delete(f"{self.root_url}/_sandbox/faults")
        if seconds:
            fault = {"kind": "slow", "times": None, "params": {"seconds": seconds}}
            httpx.post(f"{self.root_url}/_sandbox/faults", json=fault).raise_for_status()

    def sync(self, home: str, *words: str, **settings: str) -> Cost:
        """One sync into a home of that name, its process measured by the kernel."""
        httpx.delete(f"{self.root_url}/_sandbox/journal")
        environment = os.environ | {
            "LEAD_PIPELINE_HOME": str(self.home / home),
            "FLOWMATICX_API_KEY": "lg_live_bench",
            "FLOWMATICX_BASE_URL": f"{self.root_url}/flowmaticx/api/v1",
            "FLOWMATICX_REQUESTS_PER_MINUTE": "0",
        }
        began = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - our own command
            [COMMAND, "sync", *words],
            env=environment | settings,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        per_megabyte = 1024 if sys.platform == "linux" else 1024 * 1024
        requests = len(httpx.get(f"{self.root_url}/_sandbox/journal", timeout=60).json()["entries"])
        return Cost(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / per_megabyte, requests, process.returncode)


@contextmanager
def sitting(leads: int) -> Iterator[Sitting]:
    """A sandbox of that size, without a rate limit."""
    with tempfile.TemporaryDirectory(prefix="lead-pipeline-bench-") as folder:
        words = ["sandbox", "--port", "0", "--leads", str(leads), "--live-jobs", "0", "--requests-per-minute", "0"]
        process = subprocess.Popen(  # noqa: S603 - our own command
            [COMMAND, *words], stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}
        )
        try:
            if process.stdout is None:
                raise RuntimeError("the sandbox has no output to read its address from")
            line = process.stdout.readline()
            address = next(word for word in line.split() if word.startswith("http")).rstrip(";")
            yield Sitting(address, Path(folder))
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)


def table(title: str, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Print one table."""
    widths = [max(len(row[place]) for row in [headings, *rows]) for place in range(len(headings))]
    sys.stdout.write(f"\n{title}\n")
    for row in [headings, *rows]:
        cells = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        sys.stdout.write("  " + "   ".join(cells) + "\n")
    sys.stdout.flush()
