"""How runs are started, and how one is found dead that nobody is left to tell of. Named in `data/dagster/dagster.yaml`.

Dagster's own launcher leaves that to the code server beside the run: where both were killed, a run would stay "started"
until its longest time is over, and every tick would wait for it. Daemon and runs are on one machine here.
"""

from __future__ import annotations

import os
import subprocess
from datetime import datetime

import dagster as dg
from dagster._core.launcher import CheckRunHealthResult, DefaultRunLauncher, WorkerStatus

_SAME = 5.0  # seconds: ps tells whole ones, and a process says that it has begun when it has imported us
_ENDED = "Z"  # its code server is there to see it, and tells


class WatchingRunLauncher(DefaultRunLauncher):
    """Dagster's own, which also looks whether the process of a run is still there."""

    @property
    def supports_check_run_worker_health(self) -> bool:
        """It does."""
        return True

    def check_run_worker_health(self, run: dg.DagsterRun) -> CheckRunHealthResult:
        """Dead only if it said which process it is, and that is gone, or another one by now, as after a restart."""
        events = self._instance.all_logs(run.run_id, of_type=dg.DagsterEventType.ENGINE_EVENT)
        said = [
            (event.timestamp, int(str(event.dagster_event.engine_event_data.metadata["pid"].value)))
            for event in events
            if event.dagster_event is not None and "pid" in event.dagster_event.engine_event_data.metadata
        ]
        if said and not _is_there(*said[0]):
            return CheckRunHealthResult(WorkerStatus.NOT_FOUND, f"Its process {said[0][1]} is gone.")
        return CheckRunHealthResult(WorkerStatus.RUNNING)


def _is_there(said_at: float, process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return False  # somebody else's by now: ours would be our own user's
    command = ["ps", "-o", "state=,lstart=", "-p", str(process)]  # words that Linux and macOS know
    try:
        told = subprocess.run(  # noqa: S603 - our own words
            command, env={**os.environ, "LC_ALL": "C"}, capture_output=True, text=True, check=False
        ).stdout.split(maxsplit=1)
    except FileNotFoundError:
        return True  # a small container without ps; its numbers begin anew with it, and rarely meet
    if len(told) != 2:  # noqa: PLR2004 - state and start
        return False
    state, started = told
    began = datetime.strptime(started.strip(), "%c").astimezone().timestamp()
    return state.startswith(_ENDED) or began <= said_at + _SAME
