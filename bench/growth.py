"""How cost grows with the number of leads, and with the number of jobs: syncs, file, marts, and what is published."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bench.measure import Cost
from bench.sitting import sitting
from bench.table import Table

TITLE = "Growth"
WORDS = """\
One run each: what matters is how the figures grow. *Marts* is `lead-pipeline publish`: dbt builds and tests every mart,
and the marts are published. Peaks are those of the largest process, MB of files are what the file takes on disk."""

LEADS, ALL_LEADS = (10_000, 100_000), (10_000, 100_000, 1_000_000, 3_000_000)
JOBS, ALL_JOBS = (100, 2_000), (100, 1_000, 10_000, 100_000)
LEADS_IN_JOBS = 20_000
HEADINGS = (
    "first s",
    "a second",
    "CPU s",
    "peak MB",
    "next s",
    "requests",
    "--verify s",
    "peak MB",
    "file MB",
    "marts s",
    "peak MB",
    "published MB",
)


def measure(*, full: bool) -> dict[str, Any]:
    """By leads with as many jobs as such accounts have, then by jobs with the same number of leads."""
    return {
        "by_leads": [_size(leads, None) for leads in (ALL_LEADS if full else LEADS)],
        "by_jobs": [_size(LEADS_IN_JOBS, jobs) for jobs in (ALL_JOBS if full else JOBS)],
    }


def tables(figures: dict[str, Any]) -> list[Table]:
    """A table for each way to grow."""
    return [
        Table("By leads", ("leads", *HEADINGS), tuple(_row(size, "leads") for size in figures["by_leads"])),
        Table(
            f"By jobs, with {LEADS_IN_JOBS:,} leads in all; a second: jobs",
            ("jobs", *HEADINGS),
            tuple(_row(size, "jobs") for size in figures["by_jobs"]),
        ),
    ]


def _size(leads: int, jobs: int | None) -> dict[str, Any]:
    with sitting(leads, jobs, bad=True) as here:
        first, again = here.sync("home"), here.sync("home", "--verify")
        following = here.sync("home")
        marts = here.command("home", "publish")
        return {
            "leads": leads,
            "jobs": here.account.jobs,
            "first": asdict(first),
            "verify": asdict(again),
            "next": asdict(following),
            "marts": asdict(marts),
            "file": here.megabytes("home"),
            "published": here.megabytes("home", "published/warehouse.duckdb"),
        }


def _row(size: dict[str, Any], what: str) -> tuple[str, ...]:
    first, verify, following, marts = (Cost(**size[name]) for name in ("first", "verify", "next", "marts"))
    return (
        f"{size[what]:,}",
        f"{first.seconds:.1f}",
        f"{size[what] / first.seconds:,.0f}",
        f"{first.cpu_seconds:.1f}",
        f"{first.peak_megabytes:.0f}",
        f"{following.seconds:.1f}",
        f"{following.requests:,}",
        f"{verify.seconds:.1f}",
        f"{verify.peak_megabytes:.0f}",
        f"{size['file']:.1f}",
        f"{marts.seconds:.1f}",
        f"{marts.peak_megabytes:.0f}",
        f"{size['published']:.1f}",
    )
