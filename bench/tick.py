"""What a quarter of an hour costs: a tick of the schedule through a real Dagster, and beside it the plain command.

A process stands in for the daemon: it starts a code server, has it evaluate the schedule, and launches the run that
this asks for by the instance's own launcher. The kernel counts the CPU seconds of that process and of all that came of
it; those of one that starts the server and ends it again are taken off.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import dagster as dg
import dagster._daemon  # what the scheduler's module is a part of: that cannot be imported before it
from dagster._core.definitions.selector import JobSubsetSelector
from dagster._core.definitions.timestamp import TimestampWithTimezone
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import ModuleTarget
from dagster._scheduler.scheduler import _create_scheduler_run

from bench.sitting import KEY, Sitting, sitting
from bench.table import Table

if TYPE_CHECKING:
    from dagster._core.remote_representation.code_location import CodeLocation
    from dagster._core.remote_representation.external import RemoteSchedule

TITLE = "Dagster's tick"
WORDS = """\
CPU seconds of one tick of the schedule of every quarter of an hour: a run is asked for, launched as the daemon does it,
reads what can have changed, and, if there is news, checks, builds the marts and publishes them."""

LEADS = 100_000
RUNS = 3
NEW_JOBS = 0.01
HOME = "home"
CODE = "lead_pipeline.definitions"
SCHEDULE = "read_changes"
_SETTINGS = Path(__file__).parents[1] / "data" / "dagster" / "dagster.yaml"
# Of a process that nobody waits for, the kernel tells nobody what it took.
_COUNTED = "code_servers:\n  wait_for_local_processes_on_shutdown: true\n"
_LOOK_EVERY = 0.2  # seconds
_LONGEST = 600


def measure(*, full: bool) -> dict[str, Any]:
    """A first tick, which builds everything; then some without news, and some with new jobs each."""
    del full
    with sitting(LEADS) as here:
        daemon = _Daemon(here)
        daemon.cpu_seconds(ticks=0)  # Python compiles what it imports for the first time
        started = median(daemon.cpu_seconds(ticks=0) for _ in range(RUNS))
        first = daemon.cpu_seconds() - started
        daemon.cpu_seconds()  # credits were asked for in between, and a reading that differs is news
        quiet = [daemon.cpu_seconds() - started for _ in range(RUNS)]
        news = []
        for _ in range(RUNS):
            here.grow(NEW_JOBS)
            news.append(daemon.cpu_seconds() - started)
        here.sync(HOME)
        plain = [here.sync(HOME).cpu_seconds for _ in range(RUNS)]
    return {"leads": LEADS, "started": [started], "first": [first], "quiet": quiet, "news": news, "plain": plain}


def tables(figures: dict[str, Any]) -> list[Table]:
    """One line a kind of tick."""
    words = {
        "started": "code server, started and ended",
        "first": "first tick, all leads",
        "quiet": "tick without news",
        "news": f"tick with {NEW_JOBS:.0%} new jobs",
        "plain": "lead-pipeline sync, unchanged",
    }
    rows = tuple((told, f"{median(figures[name]):.1f}") for name, told in words.items())
    return [Table(f"CPU seconds, {figures['leads']:,} leads, median of {RUNS}", ("what", "CPU seconds"), rows)]


class _Daemon:
    """Processes that do what the daemon does, one after the other, with one instance."""

    def __init__(self, here: Sitting) -> None:
        state = here.folder / "dagster"
        state.mkdir()
        settings = _SETTINGS.read_text(encoding="utf-8")
        (state / "dagster.yaml").write_text(settings + _COUNTED, encoding="utf-8")
        self._log = here.folder / "daemon.log"
        self._environment = os.environ | {
            "DAGSTER_HOME": str(state),
            "LEAD_PIPELINE_HOME": str(here.folder / HOME),
            "FLOWMATICX_API_KEY": KEY,
            "FLOWMATICX_BASE_URL": here.base_url,
            "FLOWMATICX_REQUESTS_PER_MINUTE": "0",
        }

    def cpu_seconds(self, *, ticks: int = 1) -> float:
        """What a process took that does so many ticks, with all that came of it."""
        with self._log.open("ab") as log:
            command = [sys.executable, "-c", f"from bench.tick import tick; tick({ticks})"]
            process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)  # noqa: S603 - our own
            _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"A tick failed:\n{self._log.read_text(errors='replace')[-4000:]}")
        return used.ru_utime + used.ru_stime


def tick(times: int) -> None:
    """Do what the daemon does when the schedule's time has come; run in a process of its own."""
    target = ModuleTarget(CODE, attribute=None, working_directory=None, location_name=CODE)
    with dg.DagsterInstance.get() as instance, WorkspaceProcessContext(instance, target) as workspace:
        location = workspace.create_request_context().get_code_location(CODE)
        for _ in range(times):
            run_id = _ordered(instance, location)
            instance.launch_run(run_id, workspace.create_request_context())
            _wait(instance, run_id)


def _ordered(instance: dg.DagsterInstance, location: CodeLocation) -> str:
    """The run that the schedule asks for, made as the daemon makes it."""
    (repository,) = location.get_repositories().values()
    schedule: RemoteSchedule = repository.get_schedule(SCHEDULE)
    now = datetime.now(UTC)
    asked = location.get_schedule_execution_data(
        instance=instance,
        repository_handle=repository.handle,
        schedule_name=SCHEDULE,
        scheduled_execution_time=TimestampWithTimezone(now.timestamp(), "UTC"),
        log_key=None,
    )
    if not asked.run_requests:
        sys.exit(f"The schedule asked for nothing: {asked.skip_message}")
    (request,) = asked.run_requests
    chosen = JobSubsetSelector(
        CODE, repository.name, schedule.job_name, op_selection=None, asset_selection=request.asset_selection
    )
    return _create_scheduler_run(instance, now, location, schedule, location.get_job(chosen), request).run_id


def _wait(instance: dg.DagsterInstance, run_id: str) -> None:
    deadline = time.monotonic() + _LONGEST
    while True:
        run = instance.get_run_by_id(run_id)
        if run is not None and run.is_finished:
            break
        if time.monotonic() > deadline:
            sys.exit(f"Run {run_id} took longer than {_LONGEST} s.")
        time.sleep(_LOOK_EVERY)
    if not run.is_success:
        sys.exit(f"Run {run_id} ended as {run.status.value}.")
