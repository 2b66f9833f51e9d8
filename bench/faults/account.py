"""An account to read: a sandbox in a process of its own, with one job that has most of the 450 leads, and 104 others.

Both lists so have several pages, read flat or job by job. A fault that waits for a page waits, where the list is read
job by job, for that page of the large job.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from bench.faults.cases import Order

COMMAND = str(Path(sys.executable).with_name("lead-pipeline"))
KEY = "lg_live_bench_faults"
OTHER_JOBS, THEIR_LEADS, LARGE_JOB_LEADS = 104, 105, 345


@dataclass(frozen=True)
class Account:
    """A running sandbox that serves one tool."""

    root_url: str
    large_job: int

    @property
    def base_url(self) -> str:
        """Where the API begins."""
        return f"{self.root_url}/flowmaticx/api/v1"

    def arm(self, order: Order, *, job_by_job: bool) -> None:
        """Arm a fault; every nth row is the same row however the list is read."""
        params = order["params"]
        if isinstance(params, dict) and "every" in params:
            ids = sorted(row["id"] for row in self.truth()["leads"])[:: params["every"]]
            order = {
                **order,
                "params": {name: value for name, value in params.items() if name != "every"} | {"ids": ids},
            }
        if job_by_job and order["after"]:
            order = {**order, "where": {"job_id": str(self.large_job)}}
        httpx.post(f"{self.root_url}/_sandbox/faults", json=order, timeout=60).raise_for_status()

    def truth(self) -> dict[str, list[dict[str, Any]]]:
        """Give all jobs and leads, as of now."""
        answer = httpx.get(f"{self.root_url}/_sandbox/truth/flowmaticx", timeout=60).raise_for_status().json()
        return {name: answer[name] for name in ("jobs", "leads")}

    def must_have_hit(self) -> None:
        """Refuse to judge a run that no armed fault has hit."""
        board = httpx.get(f"{self.root_url}/_sandbox/faults", timeout=60).raise_for_status().json()["faults"]
        if missed := [fault for fault in board if not fault["hits"]]:
            raise RuntimeError(f"armed, but hit no request: {missed}")

    def requests(self) -> int:
        """Count the requests there were."""
        return len(httpx.get(f"{self.root_url}/_sandbox/journal", timeout=60).json()["entries"])


class Accounts:
    """The accounts there are: one that a run left as it found it serves the next."""

    def __init__(self) -> None:
        self._idle: deque[Account] = deque()
        self._processes: list[subprocess.Popen[str]] = []

    def take(self) -> Account:
        """Give an idle one, or start one."""
        try:
            return self._idle.pop()
        except IndexError:
            return self._start()

    def give_back(self, served: Account) -> None:
        """Keep one whose rows are as they were; its faults and its journal go."""
        for kind in ("faults", "journal"):
            httpx.delete(f"{served.root_url}/_sandbox/{kind}", timeout=60).raise_for_status()
        self._idle.append(served)

    def stop(self) -> None:
        """Stop all."""
        for process in self._processes:
            process.send_signal(signal.SIGINT)
        for process in self._processes:
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self) -> Account:
        sizes = [
            "--leads",
            str(THEIR_LEADS),
            "--jobs",
            str(OTHER_JOBS),
            "--live-jobs",
            "0",
            "--requests-per-minute",
            "0",
        ]
        process = subprocess.Popen(  # noqa: S603 - our own command
            [COMMAND, "sandbox", "--port", "0", *sizes],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        self._processes.append(process)
        if process.stdout is None:
            raise RuntimeError("the sandbox has no output to read its address from")
        line = process.stdout.readline()
        root_url = next(word for word in line.split() if word.startswith("http")).rstrip(";")
        edit = {"edit": "add_job", "params": {"leads": LARGE_JOB_LEADS}}
        answer = httpx.post(f"{root_url}/_sandbox/edits", json=edit, timeout=60).raise_for_status()
        return Account(root_url, answer.json()["result"])
