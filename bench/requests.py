"""How many requests a sync sends, counted by the server, against the least with which it could be done."""

from __future__ import annotations

from typing import Any

from bench.sitting import Sitting, sitting
from bench.table import Table

TITLE = "Requests"
WORDS = """\
The server counts what is asked of it. *Least* is what nobody can do with less who wants each lead with its job: every
page of 100 jobs once, every page of the leads of each job that is new once, none for a job that found nothing, and one
request for the balance. A tool that keeps no ledger sends as many each time as the first time. Where nothing changed,
we also count the leads: hence the jobs' pages and two. A few leads that break a rule have their lists read once more,
as the damage may have happened on the way; where one in a hundred does, in many lists, the source is so."""

LEADS = 100_000
NEW_SHARE = 0.01


def measure(*, full: bool) -> dict[str, Any]:
    """A clean account, and one in which one lead in a hundred breaks a rule."""
    leads = LEADS * 5 if full else LEADS
    return {"leads": leads, "clean": _syncs(leads, bad=False), "bad": _syncs(leads, bad=True)}


def tables(figures: dict[str, Any]) -> list[Table]:
    """Both accounts in one table."""
    rows = tuple(
        (sync["name"], names, f"{sync['requests']:,}", f"{sync['least']:,}", f"{sync['requests'] / sync['least']:.3f}")
        for kind, names in (("clean", "none"), ("bad", "1 %"))
        for sync in figures[kind]
    )
    headings = ("sync", "bad leads", "requests", "least", "ratio")
    return [Table(f"{figures['leads']:,} leads, no delay, no limit", headings, rows)]


def _syncs(leads: int, *, bad: bool) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []

    def sync(here: Sitting, name: str, least: int) -> None:
        told.append({"name": name, "requests": here.sync("home").requests, "least": least})

    with sitting(leads, bad=bad) as here:
        account = here.account
        sync(here, "first", account.least_requests())
        for name in ("second, unchanged", "third, unchanged"):
            sync(here, name, account.least_requests(since_job=account.jobs) + 1)
        before = account.jobs
        here.grow(NEW_SHARE)
        sync(here, "1 % new jobs", account.least_requests(since_job=before))
    return told
