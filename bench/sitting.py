"""One sitting: the bench's server in a process of its own, and syncs in others, so that each has its own cost."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from bench import measure
from bench.server.account import LEADS_PER_JOB, Account
from bench.server.protocol import PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.measure import Cost

COMMAND = str(Path(sys.executable).with_name("lead-pipeline"))
KEY = "lg_live_bench"
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Sitting:
    """A running server, what is in its account, and a folder that goes with it."""

    root_url: str
    account: Account
    folder: Path

    @property
    def base_url(self) -> str:
        """Where the API begins."""
        return self.root_url + PREFIX.rstrip("/")

    def rules(self, **rules: float) -> None:
        """Answer so from now on, with an empty journal; without any: at once, and without a limit."""
        httpx.post(f"{self.root_url}/_bench/rules", params=rules).raise_for_status()

    def grow(self, share: float) -> None:
        """Add this share of new jobs, with their leads, there and in what is known of the account here."""
        httpx.post(f"{self.root_url}/_bench/jobs", params={"share": share}).raise_for_status()
        self.account.grow(share)

    def journal(self) -> dict[str, Any]:
        """What was asked since the rules were last set."""
        answer: dict[str, Any] = httpx.get(f"{self.root_url}/_bench/journal", timeout=60).raise_for_status().json()
        return answer

    def requests(self) -> int:
        """How many requests that were."""
        return sum(self.journal()["requests"].values())

    def sync(self, home: str, *words: str, limit: int = 0, **settings: str) -> Cost:
        """One sync into a home of that name. It has to end well."""
        before = self.requests()
        cost = self.command(home, "sync", *words, limit=limit, **settings)
        return replace(cost, requests=self.requests() - before)

    def command(self, home: str, *words: str, limit: int = 0, **settings: str) -> Cost:
        """One command of ours in a home of that name. What fails is not measured."""
        folder = self.folder / home
        folder.mkdir(exist_ok=True)
        here = Path(tempfile.mkdtemp(dir=self.folder))
        environment = os.environ | {
            "LEAD_PIPELINE_HOME": str(folder),
            "FLOWMATICX_API_KEY": KEY,
            "FLOWMATICX_BASE_URL": self.base_url,
            "FLOWMATICX_REQUESTS_PER_MINUTE": str(limit),
        }
        cost = measure.run([COMMAND, *words], environment | settings, here)
        if cost.exit_code:
            told = (here / "stderr").read_text("utf-8", errors="replace")
            raise RuntimeError(f"`{' '.join(words)}` ended with {cost.exit_code}:\n{told}")
        return cost

    def megabytes(self, home: str, name: str = "warehouse.duckdb") -> float:
        """How large a file of a home is."""
        return (self.folder / home / name).stat().st_size / 1e6


@contextmanager
def sitting(leads: int, jobs: int | None = None, *, bad: bool = False) -> Iterator[Sitting]:
    """A server with so many leads, without a limit and without a delay."""
    jobs = jobs or max(1, leads // LEADS_PER_JOB)
    words = ["-m", "bench.server", "--leads", str(leads), "--jobs", str(jobs), *(["--bad"] if bad else [])]
    with tempfile.TemporaryDirectory(prefix="lead-pipeline-bench-") as folder:
        process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, *words], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line.startswith("http"):
                raise RuntimeError("the server did not start")
            yield Sitting(line.strip(), Account(leads, jobs), Path(folder))
        finally:
            process.terminate()
            process.wait(timeout=30)
            if process.stdout:
                process.stdout.close()
