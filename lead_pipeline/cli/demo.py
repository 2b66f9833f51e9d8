"""`lead-pipeline demo`: the whole line against the sandbox, without a key, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from lead_pipeline import settings
from lead_pipeline.cli import sync as sync_command
from lead_pipeline.cli.printing import say
from lead_pipeline.errors import SettingsError
from lead_pipeline.ingest.context import SyncOptions

LEADS = 5_000
_HOUR = 3600
_MARK = ".made-by-lead-pipeline-demo"


def demo() -> None:
    """Start the sandbox, sync it twice, an hour apart, and say what came. Needs no key; works in data/demo."""
    from lead_pipeline.sandbox import RunningSandbox, SandboxOptions

    home = Path(os.environ.get("LEAD_PIPELINE_HOME") or "data/demo").absolute()
    _make_anew(home)
    with RunningSandbox(SandboxOptions(leads=LEADS)) as running:
        set_up = settings.load(
            {
                "LEAD_PIPELINE_HOME": str(home),
                "FLOWMATICX_BASE_URL": running.base_url,
                "FLOWMATICX_API_KEY": "lg_live_sandbox",
            }
        )
        say("The first sync reads everything:")
        first = sync_command.run(set_up, SyncOptions(), system=None, account=None, as_json=False)
        running.sandbox.clock.advance(_HOUR)
        say()
        say("An hour later by the sandbox's clock, the next one reads what can have changed:")
        second = sync_command.run(set_up, SyncOptions(), system=None, account=None, as_json=False)
    say()
    say("Ask it something:")
    question = (
        "select status, count(*) as jobs, sum(found_leads)::bigint as leads, sum(credits_used)::bigint as credits "
        "from raw_flowmaticx.jobs group by all order by jobs desc"
    )
    with set_up.warehouse.open("the demo's question", read_only=True) as connection:
        connection.sql(question).show()
    say(f'  LEAD_PIPELINE_HOME={os.path.relpath(home)} .venv/bin/lead-pipeline query "show all tables"')
    say(f"  LEAD_PIPELINE_HOME={os.path.relpath(home)} .venv/bin/lead-pipeline status")
    sys.exit(max(first, second))


def _make_anew(home: Path) -> None:
    """The sandbox makes other data every day, so each demo starts from nothing; only in a folder that is a demo's."""
    if home.exists() and any(home.iterdir()) and not (home / _MARK).exists():
        raise SettingsError(f"{home} is not a demo's folder.", cure="Point LEAD_PIPELINE_HOME at an empty one.")
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    (home / _MARK).touch()
