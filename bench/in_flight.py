"""How many requests in flight are worth it, at the latencies of a live API: the default is chosen by this."""

from __future__ import annotations

from statistics import median
from typing import Any

from bench.sitting import sitting
from bench.table import Table

TITLE = "Requests in flight"
WORDS = """\
A first sync without a limit, where each answer takes its time: as many requests at once as `LEAD_PIPELINE_IN_FLIGHT`
says. What goes beyond 300 requests a minute is of no use on a live API."""

LEADS = 5_000
LATENCIES = (0.1, 0.4)
IN_FLIGHT, RUNS = (1, 2, 4, 8, 16, 32), 3


def measure(*, full: bool) -> dict[str, Any]:
    """Each number in turn, several times, at each latency."""
    told = []
    with sitting(LEADS * 2 if full else LEADS) as here:
        for latency in LATENCIES:
            here.rules(quickest=latency, slowest=latency)
            taken: dict[int, list[float]] = {number: [] for number in IN_FLIGHT}
            requests = 0
            for attempt in range(RUNS):
                for number, times in taken.items():
                    cost = here.sync(f"{latency}-{number}-{attempt}", LEAD_PIPELINE_IN_FLIGHT=str(number))
                    times.append(cost.seconds)
                    requests = cost.requests
            medians = {str(number): median(times) for number, times in taken.items()}
            told.append({"latency": latency, "requests": requests, "seconds": medians})
    return {"runs": RUNS, "latencies": told}


def tables(figures: dict[str, Any]) -> list[Table]:
    """A table a latency."""
    headings = ("in flight", "seconds", "as fast", "requests a minute")
    return [
        Table(
            f"{told['latency'] * 1000:.0f} ms an answer, {told['requests']} requests, median of {figures['runs']}",
            headings,
            tuple(
                (
                    number,
                    f"{seconds:.1f}",
                    f"{told['seconds'][str(IN_FLIGHT[0])] / seconds:.1f} x",
                    f"{told['requests'] / seconds * 60:,.0f}",
                )
                for number, seconds in told["seconds"].items()
            ),
        )
        for told in figures["latencies"]
    ]
