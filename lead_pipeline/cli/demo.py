"""`lead-pipeline demo`: the whole line against the sandbox, without a key, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import duckdb

from lead_pipeline import settings
from lead_pipeline.cli import publish as publish_command
from lead_pipeline.cli import report as report_command
from lead_pipeline.cli import sync as sync_command
from lead_pipeline.cli.printing import say
from lead_pipeline.errors import SettingsError
from lead_pipeline.ingest.context import SyncOptions

LEADS, SIZE = 5_000, 60
_HOUR = 3600
_QUESTION = """
select workflow_type, sum(jobs)::bigint as jobs, sum(returned_leads)::bigint as leads,
    sum(valid_leads)::bigint as valid, sum(used_credits)::bigint as credits,
    round(sum(used_credits) / nullif(sum(valid_leads), 0), 2) as credits_per_valid_lead
from lead_quality group by all order by credits desc
"""
_MARK = ".made-by-lead-pipeline-demo"


def demo() -> None:
    """Start the sandbox of all systems, sync it twice, an hour apart, publish, say what came. Needs no key."""
    from lead_pipeline.sandbox import RunningSandbox, SandboxOptions

    home = Path(os.environ.get("LEAD_PIPELINE_HOME") or "data/demo").absolute()
    _make_anew(home)
    # Without limits: at 60 requests a minute some of these systems would take longer than anybody watches.
    with RunningSandbox(SandboxOptions(leads=LEADS, size=SIZE, requests_per_minute=0)) as running:
        unlimited = {f"{name.upper()}_REQUESTS_PER_MINUTE": "0" for name in running.sandbox.systems}
        set_up = settings.load({"LEAD_PIPELINE_HOME": str(home), **running.variables(), **unlimited})
        say("The first sync reads everything:")
        first = sync_command.run(set_up, SyncOptions(), is_brief=True)
        running.sandbox.clock.advance(_HOUR)
        say()
        say("An hour later by the sandbox's clock, the next one reads what can have changed:")
        second = sync_command.run(set_up, SyncOptions(), is_brief=True)
    say()
    say("The marts, built, tested and published:")
    publish_command.run(set_up)
    say()
    say("Ask them something:")
    with duckdb.connect(str(set_up.warehouse.published_path), read_only=True) as connection:
        connection.sql(_QUESTION).show()
    home_there = f"LEAD_PIPELINE_HOME={os.path.relpath(home)}"
    say(f'  {home_there} .venv/bin/lead-pipeline query "show tables"')
    say(f"  {home_there} .venv/bin/lead-pipeline status")
    say("  make dev     # the same with schedules, backfills and a UI, at http://127.0.0.1:3000")
    say()
    say("Or look at it, in your browser:")
    report_command.run(set_up)
    sys.exit(max(first, second))


def _make_anew(home: Path) -> None:
    """The sandbox makes other data every day, so each demo starts from nothing; only in a folder that is a demo's."""
    if home.exists() and any(home.iterdir()) and not (home / _MARK).exists():
        raise SettingsError(f"{home} is not a demo's folder.", cure="Point LEAD_PIPELINE_HOME at an empty one.")
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    (home / _MARK).touch()
