"""What a process cost, by the kernel's own account, and how quick this machine is in the same sitting."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

LOOK_EVERY = 0.01
LOOPS, STEPS, COPIES, MEGABYTES = 7, 3_000_000, 60, 16


@dataclass(frozen=True)
class Cost:
    """What one run took. The peak is that of its largest process; CPU seconds are those of all of them."""

    seconds: float
    cpu_seconds: float
    peak_megabytes: float
    requests: int = 0
    exit_code: int | None = 0
    """None if it was ended for taking too long."""

    @classmethod
    def middle(cls, costs: Sequence[Cost]) -> Cost:
        """The median of each figure; the worst exit code."""
        if not costs:
            raise ValueError("no run, no median")
        codes = [cost.exit_code for cost in costs]
        return cls(
            median(cost.seconds for cost in costs),
            median(cost.cpu_seconds for cost in costs),
            median(cost.peak_megabytes for cost in costs),
            round(median(cost.requests for cost in costs)),
            None if None in codes else max(code or 0 for code in codes),
        )


def run(words: Sequence[str], environment: Mapping[str, str], folder: Path, time_limit: float = 3600) -> Cost:
    """Run a command to its end, or to the limit: then it and its children are ended. What it says is in the folder."""
    with (folder / "stdout").open("wb") as said, (folder / "stderr").open("wb") as told:
        began = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - commands of this package
            words,
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=told,
            start_new_session=True,
        )
        ended, status, used = 0, 0, None
        is_late = False
        try:
            while not ended:
                ended, status, used = os.wait4(process.pid, os.WNOHANG)
                if not ended:
                    time.sleep(LOOK_EVERY)
                    if time.perf_counter() - began > time_limit and not is_late:
                        is_late = True
                        os.killpg(process.pid, signal.SIGKILL)
        finally:
            if not ended:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if used is None:
        raise RuntimeError("the kernel gave no account of a process that has ended")
    per_megabyte = 1024 if sys.platform == "linux" else 1024 * 1024
    code = None if is_late else process.returncode
    return Cost(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / per_megabyte, exit_code=code)


def reference_loop() -> float:
    """The seconds that a fixed loop takes, the median of some: one alone is easily disturbed."""
    return median(_once() for _ in range(LOOPS))


def _once() -> float:
    """Plain Python, then copies of a large block."""
    began = time.perf_counter()
    total = 0
    for step in range(STEPS):
        total += step & 255
    block = bytearray(MEGABYTES * 1024 * 1024)
    for _ in range(COPIES):
        bytes(block)
    return time.perf_counter() - began
