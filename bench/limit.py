"""How much of a rate limit is used while there is work, and whether it is ever exceeded. Takes real minutes."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bench.sitting import Sitting, sitting
from bench.table import Table
from bench.windows import most_in_any, share_used

TITLE = "The rate limit"
WORDS = """\
The server lets 300 requests through in any sliding minute, answers the others with 429, and takes 100 to 800 ms for
each answer. *Used* is how many requests came, on average, in the minute before each moment, while there was work, as a
share of the 300; *most* is the most that came in any sliding minute, refused ones too. Two processes sync the same home
with the same key at once. The long refusal: after 100 requests the server answers all with 429 and a Retry-After of 75
seconds; the sync has to wait, and to end well."""

LIMIT = 300
LATENCY = {"quickest": 0.1, "slowest": 0.8}
LEADS = 55_000
BLOCK = {"block_after": 100, "block_seconds": 75}


def measure(*, full: bool) -> dict[str, Any]:
    """All three at once: they mostly wait."""
    leads = LEADS * 2 if full else LEADS
    cases: tuple[tuple[str, int, dict[str, int]], ...] = (
        ("one process", 1, {}),
        ("two processes", 2, {}),
        ("a refusal of 75 s", 1, BLOCK),
    )
    with ThreadPoolExecutor(len(cases)) as pool:
        return {"leads": leads, "cases": list(pool.map(lambda case: _case(leads, *case), cases))}


def tables(figures: dict[str, Any]) -> list[Table]:
    """One line a case."""
    rows = tuple(
        (
            case["name"],
            f"{case['requests']:,}",
            f"{case['seconds']:.0f}",
            "–" if case["share"] is None or "refusal" in case["name"] else f"{case['share']:.1%}",
            str(case["most"]),
            str(case["refused"]),
        )
        for case in figures["cases"]
    )
    headings = ("case", "requests", "seconds", "used", "most in a minute", "answered 429")
    return [Table(f"First sync of {figures['leads']:,} leads, 300 requests a minute", headings, rows)]


def _case(leads: int, name: str, processes: int, more: dict[str, int]) -> dict[str, Any]:
    with sitting(leads) as here:
        here.rules(limit=LIMIT, **LATENCY, **more)
        with ThreadPoolExecutor(processes) as pool:
            runs = [pool.submit(_sync, here) for _ in range(processes)]
            seconds = max(run.result() for run in runs)
        journal = here.journal()
    sys.stdout.write(f"{name}: done after {seconds:.0f} s\n")
    sys.stdout.flush()
    return {
        "name": name,
        "requests": len(journal["times"]),
        "seconds": seconds,
        "share": share_used(journal["times"], LIMIT),
        "most": most_in_any(journal["times"]),
        "refused": journal["limited"],
    }


def _sync(here: Sitting) -> float:
    return here.command("home", "sync", limit=LIMIT).seconds
