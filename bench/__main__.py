"""`python -m bench [NAME …]`: run the benchmarks named, or all of the quick ones. Each prints its own table."""

from __future__ import annotations

import sys

from bench import growth, in_flight, tick

BENCHMARKS = {"in_flight": in_flight.run, "growth": growth.run, "tick": tick.run}


def main() -> None:
    """Run what is asked for."""
    names = sys.argv[1:] or list(BENCHMARKS)
    if unknown := [name for name in names if name not in BENCHMARKS]:
        sys.exit(f"There is no benchmark {unknown}; there are: {', '.join(BENCHMARKS)}.")
    for name in names:
        BENCHMARKS[name]()


if __name__ == "__main__":
    main()
