"""How many requests in flight are worth it, at the latencies of a live API: the default is chosen by this."""

from __future__ import annotations

import os
from statistics import median

from bench.sitting import sitting, table

LEADS = 10_000
LATENCIES = (0.1, 0.4)
IN_FLIGHT = (1, 2, 4, 8, 16, 32)
RUNS = int(os.environ.get("BENCH_RUNS", "3"))


def run() -> None:
    """A first sync of each kind in turn, several times; medians, and ratios to one request at a time."""
    with sitting(LEADS) as here:
        for latency in LATENCIES:
            here.delay(latency)
            taken: dict[int, list[float]] = {number: [] for number in IN_FLIGHT}
            requests = 0
            for attempt in range(RUNS):
                for number in IN_FLIGHT:
                    home = f"{latency}-{number}-{attempt}"
                    cost = here.sync(home, LEAD_PIPELINE_IN_FLIGHT=str(number))
                    taken[number].append(cost.seconds)
                    requests = cost.requests
            one = median(taken[1])
            rows = [
                (
                    str(number),
                    f"{median(times):.1f}",
                    f"{one / median(times):.1f} x",
                    f"{requests / median(times) * 60:,.0f}",
                )
                for number, times in taken.items()
            ]
            title = f"{LEADS:,} leads, {latency * 1000:.0f} ms an answer, {requests} requests, median of {RUNS}"
            table(title, ("in flight", "seconds", "as fast", "requests a minute"), rows)
