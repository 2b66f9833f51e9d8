"""One trial: one tool, one case, an account as new, a fresh destination, a process of its own and a time limit."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.faults import peers, run_ours
from bench.faults.compare import COLUMNS, Difference, Lists, compare

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bench.faults.account import Accounts
    from bench.faults.cases import Case

OURS = "lead_pipeline"
TOOLS = (OURS, "dlt", "airbyte", "singer")
UNPROVEN = 3
"""Our exit code for: landed, but not all of it is proven; it says which list."""
SHOWN = 160


@dataclass(frozen=True)
class Result:
    """How it ended."""

    verdict: str
    detail: str
    seconds: float
    requests: int


def run(accounts: Accounts, tool: str, case: Case) -> Result:
    """Let one tool read an account with that fault, and judge what it landed."""
    served = accounts.take()
    with tempfile.TemporaryDirectory(prefix="lead-pipeline-faults-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        before = served.truth()
        for order in case.orders:
            served.arm(order, job_by_job=tool == OURS)
        made = run_ours.command(served.base_url, folder) if tool == OURS else None
        words, environment = made or peers.command(tool, served.base_url, folder)
        began = time.perf_counter()
        code = finish(words, environment, folder, case.time_limit)
        seconds = round(time.perf_counter() - began, 1)
        served.must_have_hit()
        requests, after = served.requests(), served.truth()
        if code is None:
            return Result("hung", f"still running after {case.time_limit:g} s", seconds, requests)
        if after == before:
            accounts.give_back(served)
        landed = run_ours.landed if tool == OURS else peers.landed
        rows = {table: landed(folder, table) for table in COLUMNS}
        difference = compare(before, after, rows)
        aside = set_aside(folder, before, after, rows) if tool == OURS and code == 0 and str(difference) else 0
        verdict, detail = judge(tool, code, difference, last_words(folder), aside)
        return Result(verdict, detail, seconds, requests)


def set_aside(folder: Path, before: Lists, after: Lists, landed: Lists) -> int:
    """How many records ours keeps as received and says so of, if those are all that is not as it should be; else 0."""
    said = re.search(r"; ([\d,]+) records? set aside", (folder / "stdout").read_text("utf-8"))
    kept = run_ours.quarantined(folder)
    number = sum(map(len, kept.values()))
    if said is None or int(said[1].replace(",", "")) != number:
        return 0
    before, after = (
        {table: [row for row in truth[table] if str(row["id"]) not in kept[table]] for table in COLUMNS}
        for truth in (before, after)
    )
    return 0 if str(compare(before, after, landed)) else number


def judge(tool: str, code: int, difference: Difference, words: str, aside: int) -> tuple[str, str]:
    """The verdict, and what there is to say about it."""
    wrong = str(difference)
    if aside:
        return "set aside", f"{aside} records, kept as received, and said so"
    if code == 0:
        return ("QUIETLY WRONG", wrong) if wrong else ("right", "")
    if tool == OURS and code == UNPROVEN:
        return "unproven", wrong or "all rows are right"
    return "failed", words


def finish(words: list[str], environment: Mapping[str, str], folder: Path, limit: float) -> int | None:
    """Run it to its end, or to the limit: then it and its children are ended, and there is no exit code."""
    with (folder / "stdout").open("wb") as said, (folder / "stderr").open("wb") as told:
        process = subprocess.Popen(  # noqa: S603 - commands of this package
            words,
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=told,
            start_new_session=True,
        )
        try:
            return process.wait(timeout=limit)
        except subprocess.TimeoutExpired:
            return None
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def last_words(folder: Path) -> str:
    """The error it names first, or else its last line; without addresses and paths, which differ from run to run."""
    text = (folder / "stderr").read_text("utf-8", errors="replace")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("→")]
    naming = [line for line in lines if re.match(r"[\w.]*(Error|Exception)\w*: ", line)]
    line = next(iter(naming or lines[-1:]), "")
    scrubbed = re.sub(r"https?://\S+|127\.0\.0\.1(:\d+)?|port=\d+|(/[\w.~-]+){2,}|0x[0-9a-f]+", "…", line)
    return scrubbed if len(scrubbed) <= SHOWN else f"{scrubbed[:SHOWN]}…"
