"""Where `dagster dev` finds no account at all, it plays with the sandbox, in a home apart from yours.

The sandbox answers from a thread of the code server, and ends with it; runs inherit its address and key. It is born
once: started again it shows the same world, further on.
"""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from lead_pipeline.sandbox import RunningSandbox
    from lead_pipeline.settings import Settings

# About as many jobs a day before it was born as after, so that a day looks like the days before it.
LEADS, HISTORY_DAYS, JOBS_A_DAY = 45_000, 90, 6
SIZE = 200  # rows in the longest list of each of the other systems


def is_wanted(set_up: Settings) -> bool:
    """Whether there is nothing else to show: under `dagster dev`, with no account, not even one that is mistaken."""
    return bool(os.environ.get("DAGSTER_IS_DEV_CLI")) and not set_up.accounts and not set_up.problems


def begin(set_up: Settings) -> RunningSandbox:
    """Start the sandbox, and set the environment of this process, and of its children, to it."""
    from lead_pipeline.sandbox import RunningSandbox, SandboxOptions  # noqa: PLC0415 - most who load this have accounts

    home = set_up.home / "sandbox"
    born = _born(home)
    running = RunningSandbox(
        SandboxOptions(
            leads=LEADS, history_days=HISTORY_DAYS, jobs_per_day=JOBS_A_DAY, size=SIZE, born=born, requests_per_minute=0
        )
    ).__enter__()
    os.environ |= {
        "LEAD_PIPELINE_HOME": str(home),
        "LEAD_PIPELINE_FIRST_DAY": f"{(born - timedelta(days=HISTORY_DAYS)).date()}",
        **running.variables(),
        **{f"{name.upper()}_REQUESTS_PER_MINUTE": "0" for name in running.sandbox.systems},
    }
    logging.getLogger("dagster").warning(
        "No account is set, so Dagster plays with the sandbox: made-up data, in %s. Set the key of a system, such as "
        "%s, for yours.",
        home,
        " or ".join(name for name in running.variables() if name.endswith("_API_KEY")),
    )
    return running


def _born(home: Path) -> datetime:
    """When this home's world began; now, the first time."""
    file = home / "sandbox-born"
    try:
        return datetime.fromisoformat(file.read_text().strip())
    except (FileNotFoundError, ValueError):
        born = datetime.now(UTC).replace(microsecond=0)
        home.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{born.isoformat()}\n")
        return born
