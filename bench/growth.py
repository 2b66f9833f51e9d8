"""How cost grows with the number of leads: time, memory, requests, of a first, a second and a verifying sync."""

from __future__ import annotations

import os

from bench.sitting import Cost, sitting, table

SIZES = tuple(int(size) for size in os.environ.get("BENCH_LEADS", "10000,100000").split(","))
SYNCS = (("first", ()), ("second", ()), ("--verify", ("--verify",)))


def run() -> None:
    """Each size in a sandbox of its own; BENCH_LEADS=10000,1000000 sets the sizes."""
    costs: dict[tuple[int, str], Cost] = {}
    for leads in SIZES:
        with sitting(leads) as here:
            for name, words in SYNCS:
                costs[leads, name] = here.sync("home", *words)
    for name, _ in SYNCS:
        smallest = costs[SIZES[0], name]
        rows = [
            (
                f"{leads:,}",
                f"{cost.seconds:.1f}",
                f"{cost.cpu_seconds:.1f}",
                f"{cost.peak_megabytes:.0f}",
                f"{cost.peak_megabytes / smallest.peak_megabytes:.2f} x",
                f"{cost.requests:,}",
                f"{leads / cost.seconds:,.0f}",
                str(cost.exit_code),
            )
            for leads in SIZES
            for cost in (costs[leads, name],)
        ]
        headings = ("leads", "seconds", "CPU", "peak MB", "memory", "requests", "leads a second", "exit")
        table(f"{name} sync, no rate limit", headings, rows)
