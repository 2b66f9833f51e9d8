"""`python -m bench [NAME …] [--full] [--write]`: run the benchmarks named, or the quick ones; each prints tables.

`--full` takes the large accounts too; `--write` keeps the figures and rewrites docs/performance.md; `--page` only
rewrites it, of the figures that are kept.
"""

from __future__ import annotations

import argparse
import platform
import sys
from importlib.metadata import version
from os import cpu_count
from typing import Any

from bench import growth, in_flight, limit, normalise, page, requests, throughput, tick
from bench.measure import reference_loop
from bench.speed_peers import compare

BENCHMARKS = {
    "requests": requests,
    "limit": limit,
    "throughput": throughput,
    "peers": compare,
    "growth": growth,
    "tick": tick,
    "normalise": normalise,
    "in_flight": in_flight,
}
QUICK = ("requests", "throughput", "growth", "tick")
PARTS = ("lead-pipeline", "duckdb", "polars")


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)}")
    parser.add_argument("--full", action="store_true", help="the large accounts too")
    parser.add_argument("--write", action="store_true", help="keep the figures, and rewrite docs/performance.md")
    parser.add_argument("--page", action="store_true", help="measure nothing, only rewrite docs/performance.md")
    asked = parser.parse_args()
    if unknown := [name for name in asked.names if name not in BENCHMARKS]:
        parser.error(f"there is no benchmark {', '.join(unknown)}; there are: {', '.join(BENCHMARKS)}")
    if asked.page:
        write_page()
        return
    for name in asked.names or QUICK:
        run(name, full=asked.full, keep=asked.write)


def run(name: str, *, full: bool, keep: bool) -> None:
    """One benchmark, with the reference loop on both sides of it."""
    module = BENCHMARKS[name]
    before = reference_loop()
    figures: dict[str, Any] = module.measure(full=full)
    loops = (before, reference_loop())
    figures["loop"] = sum(loops) / len(loops)
    for table in module.tables(figures):
        sys.stdout.write(table.printed())
    sys.stdout.write(f"  reference loop: {loops[0]:.2f} s before, {loops[1]:.2f} s after\n")
    sys.stdout.flush()
    if keep:
        more = getattr(module, "versions", list)
        versions = list(dict.fromkeys([*ours(), *more()]))
        told = {"machine": machine(), "versions": versions, "reference_loop": loops}
        page.write(name, told, figures)
        write_page()


def write_page() -> None:
    """The page, of what the benchmarks last told."""
    page.PAGE.write_text(page.page(page.known(), BENCHMARKS), encoding="utf-8")


def machine() -> str:
    """What the figures were measured on."""
    return f"{cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}"


def ours() -> list[str]:
    """Our own version, and those of the parts that do the work."""
    return [f"{part} {version(part)}" for part in PARTS]


if __name__ == "__main__":
    main()
