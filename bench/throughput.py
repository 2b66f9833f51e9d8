"""How many leads a second go the whole line: walk, ledger, validation, merge, quarantine, commit."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bench.measure import Cost
from bench.sitting import sitting
from bench.table import Table

TITLE = "Throughput and memory"
WORDS = """\
Without a rate limit, over loopback, with about a kilobyte a lead, and one lead in a hundred that breaks a rule and is
set aside. A time is that of the whole command, start of Python included: each list is walked with its proof, checked,
merged by key into DuckDB and committed with the ledger. `--verify` reads everything anew though nothing has changed.
The peak is that of the process, by the kernel's account. Asking, with aiohttp, takes 0.15 ms of a core for a page, a
tenth of the work; with httpx it would take 1 ms, and be two fifths. *Leads a loop* are those in the time of a reference
loop: a figure that can be held against one of another machine."""

SIZES, ALL_SIZES, RUNS = (200_000,), (200_000, 1_000_000), 3
SYNCS = (("first", ()), ("--verify, unchanged", ("--verify",)), ("next, unchanged", ()))


def measure(*, full: bool) -> dict[str, Any]:
    """Each size in an account of its own, each run in a fresh home."""
    sizes = []
    for leads in ALL_SIZES if full else SIZES:
        costs: dict[str, list[Cost]] = {name: [] for name, _ in SYNCS}
        with sitting(leads, bad=True) as here:
            for number in range(RUNS):
                for name, words in SYNCS:
                    costs[name].append(here.sync(f"home{number}", *words))
        sizes.append(
            {
                "leads": leads,
                "syncs": {name: asdict(Cost.middle(each)) for name, each in costs.items()},
                "spread": {name: [cost.seconds for cost in each] for name, each in costs.items()},
            }
        )
    return {"runs": RUNS, "sizes": sizes}


def tables(figures: dict[str, Any]) -> list[Table]:
    """A table for all sizes."""
    rows = []
    for size in figures["sizes"]:
        for name, told in size["syncs"].items():
            cost, spread = Cost(**told), size["spread"][name]
            reads = "next" not in name
            rows.append(
                (
                    f"{size['leads']:,}",
                    name,
                    f"{cost.seconds:.1f}",
                    f"{min(spread):.1f}–{max(spread):.1f}",
                    f"{size['leads'] / cost.seconds:,.0f}" if reads else "–",
                    f"{size['leads'] / cost.seconds * figures['loop']:,.0f}" if reads else "–",
                    f"{cost.cpu_seconds:.1f}",
                    f"{cost.peak_megabytes:.0f}",
                    f"{cost.requests:,}",
                )
            )
    headings = ("leads", "sync", "seconds", "from–to", "leads a second", "leads a loop", "CPU s", "peak MB", "requests")
    return [Table(f"Median of {figures['runs']} runs", headings, tuple(rows))]
