"""A whole Dagster of a test's own: webserver and daemon as processes, its state in one folder.

Starting, ordering over GraphQL, waiting and killing belong here; what must come of it is in the tests. It looks around
more often than a real one, or each test would wait for minutes; nothing else differs.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import dagster as dg
import httpx
import yaml
from dagster._core.execution.backfill import BULK_ACTION_TERMINAL_STATUSES, BulkActionStatus
from dagster._core.storage.tags import BACKFILL_ID_TAG, PARENT_RUN_ID_TAG

from lead_pipeline.sources import SOURCES
from lead_pipeline_tests.orchestrate.instance_graphql import (
    BACKFILL,
    CANCEL,
    DAYS,
    FILLED,
    LAUNCH,
    READY,
    SENSOR,
    STOP,
    TICK,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

Found = TypeVar("Found")
CODE = ("-m", "lead_pipeline.definitions")
WHERE = {"repositoryName": "__repository__", "repositoryLocationName": "lead_pipeline.definitions"}
PATIENCE = 300.0  # a busy machine takes ten times as long as a quiet one
_LOOK_EVERY = 0.1
_BESIDE = Path(sys.executable).parent
_SHIPPED = Path(__file__).parents[2] / "data" / "dagster" / "dagster.yaml"
_OURS = ("LEAD_PIPELINE_", "DAGSTER_", *(f"{name.upper()}_" for name in SOURCES))
# It looks for backfills every 30 seconds and for sensors every five, and no setting changes that.
_DAEMON = """
import dagster._daemon.controller as controller
import dagster._daemon.sensor as sensor
controller.DEFAULT_DAEMON_INTERVAL_SECONDS = 5
sensor.MIN_INTERVAL_LOOP_TIME = 1
from dagster._daemon.cli import main
main()
"""


class DidNotHappen(Exception):
    """What was waited for; the logs' ends say why."""


class Instance:
    """One Dagster. Nothing of it runs until it is started."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.state = folder / "dagster"
        self.state.mkdir(parents=True)
        _quick_settings(self.state / "dagster.yaml")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
        self._environment = {**kept, **environment, "DAGSTER_HOME": str(self.state)}
        self._folder = folder
        self._port = _free_port()
        self._going: list[subprocess.Popen[bytes]] = []
        self.storage = dg.DagsterInstance.from_config(str(self.state))

    def start_webserver(self) -> None:
        """Start what takes orders, and wait until it has loaded the code."""
        self._start("webserver", str(_BESIDE / "dagster-webserver"), "-p", str(self._port), *CODE)
        self.until("the webserver serves", self._is_serving)

    def start_daemon(self) -> None:
        """Start what launches runs; before that, what is ordered waits."""
        self._daemon = self._start("daemon", sys.executable, "-c", _DAEMON, "run", "--log-level", "warning", *CODE)

    def kill_daemon(self) -> None:
        """Kill the daemon alone; what it started lives on."""
        self._daemon.kill()
        self._daemon.wait()

    def lose_power(self) -> None:
        """Kill all of it at once, as a machine does whose power is cut."""
        for process in self._going:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._going.clear()

    def _start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        with (self._folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # what it starts, and what those start, is one group with it
            )
        self._going.append(process)
        return process

    def _is_serving(self) -> bool:
        try:
            return bool(self.graphql(READY)["entries"])
        except httpx.TransportError:
            return False

    # ── Ordering ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def graphql(self, query: str, **variables: Any) -> Any:
        """What the webserver answers; errors of any kind are raised."""
        body = {"query": query, "variables": variables}
        answer = httpx.post(f"http://127.0.0.1:{self._port}/graphql", json=body, timeout=PATIENCE).json()
        assert "errors" not in answer, answer["errors"]
        (found,) = answer["data"].values()
        assert "message" not in found, found["message"]
        return found

    def backfill(self, assets: Sequence[str], days: tuple[date, date], config: Mapping[str, Any] | None = None) -> str:
        """Order these days, as the UI's dialogue does; its id."""
        names = [day.isoformat() for day in days]
        keys = [{"path": name.split("/")} for name in assets]
        partitions = self.graphql(DAYS, asset={"path": ["flowmaticx", "jobs"]})["partitionKeys"]
        chosen = partitions[partitions.index(names[0]) : partitions.index(names[1]) + 1]
        params = {"assetSelection": keys, "partitionNames": chosen, "runConfigData": config or {}}
        return str(self.graphql(BACKFILL, params=params)["backfillId"])

    def launch(self, job: str, tags: Mapping[str, str], assets: Sequence[str] | None = None) -> str:
        """Put a run of a job, or of some assets of it, into the queue, as the UI's launchpad does; its id."""
        told = [{"key": name, "value": value} for name, value in tags.items()]
        chosen = None if assets is None else [{"path": name.split("/")} for name in assets]
        selector = {**WHERE, "jobName": job, "assetSelection": chosen}
        params = {"selector": selector, "runConfigData": {}, "executionMetadata": {"tags": told}}
        return str(self.graphql(LAUNCH, params=params)["run"]["runId"])

    def materialize(self, asset: str) -> str:
        """Order what is shown on an asset's page as *Materialize*; the id of the run."""
        return self.launch("__ASSET_JOB", {}, [asset])

    def cancel(self, run_id: str) -> None:
        """Say that a run has been given up; what it does meanwhile is nobody's business."""
        self.graphql(CANCEL, id=run_id)

    def stop_sensor(self, name: str) -> None:
        """Switch it off."""
        self.graphql(STOP, id=self._sensor(name)["id"])

    def skipped(self, sensor: str, of_run: str) -> str:
        """Why a sensor did nothing after a run, as the UI shows it, once it has said so."""

        def ask() -> str | None:
            said = [tick["skipReason"] or "" for tick in self._sensor(sensor)["ticks"]]
            return next((why for why in said if of_run in why), None)

        return self.until(f"{sensor} says why it does nothing after run {of_run}", ask)

    def _sensor(self, name: str) -> Any:
        return self.graphql(SENSOR, sensor={**WHERE, "sensorName": name})["sensorState"]

    def tick(self, schedule: str) -> Any:
        """What a schedule would do now, worked out by the code that the daemon asks too."""
        chosen = {**WHERE, "scheduleName": schedule}
        return self.graphql(TICK, schedule=chosen, now=time.time())["evaluationResult"]

    def filled_days(self, asset: str) -> Any:
        """The ranges of days that the UI shows as filled."""
        return self.graphql(FILLED, asset={"path": asset.split("/")})["assetPartitionStatuses"]["ranges"]

    # ── Waiting ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def until(self, what: str, ask: Callable[[], Found | None], patience: float = PATIENCE) -> Found:
        """What `ask` finds at last."""
        deadline = time.monotonic() + patience
        while not (found := ask()):
            if time.monotonic() > deadline:
                raise DidNotHappen(f"{what}, in {patience:.0f} s.\n{self._told()}")
            threading.Event().wait(_LOOK_EVERY)  # other processes work on it, and tell nobody
        return found

    def runs_of(self, backfill: str) -> list[dg.DagsterRun]:
        """All runs that a backfill became, tries again included; the newest first."""
        return list(self.storage.get_runs(dg.RunsFilter(tags={BACKFILL_ID_TAG: backfill})))

    def run_of(self, backfill: str) -> str:
        """The first run that a backfill became, once there is one."""
        return self.until(f"backfill {backfill} has a run", lambda: self.runs_of(backfill))[-1].run_id

    def newest(self, job: str) -> str:
        """The newest run of a job, once there is one."""
        return self.until(f"a run of {job}", lambda: self.storage.get_runs(dg.RunsFilter(job_name=job)))[0].run_id

    def tried_again(self, run_id: str) -> str:
        """The run that was started in place of one that died, once there is one."""
        tags = dg.RunsFilter(tags={PARENT_RUN_ID_TAG: run_id})
        return self.until(f"run {run_id} is tried again", lambda: self.storage.get_runs(tags))[0].run_id

    def completed(self, backfill: str) -> bool:
        """Whether a backfill went well, once it is over."""

        def ask() -> BulkActionStatus | None:
            found = self.storage.get_backfill(backfill)
            return found.status if found is not None and found.status in BULK_ACTION_TERMINAL_STATUSES else None

        return self.until(f"backfill {backfill} is over", ask) is BulkActionStatus.COMPLETED_SUCCESS

    def process_of(self, run_id: str) -> int:
        """The process in which a run works, once it does."""

        def ask() -> int | None:
            told = [event.engine_event_data.metadata for event in self.events(run_id, dg.DagsterEventType.ENGINE_EVENT)]
            numbers = [metadata["pid"].value for metadata in told if "pid" in metadata]
            return int(str(numbers[-1])) if numbers else None

        return self.until(f"run {run_id} has a process", ask)

    def child_of(self, process: int, program: str, command: str) -> int:
        """The child of that process which works at that command, once it does."""

        def ask() -> int | None:
            listed = subprocess.run(
                ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(process)], capture_output=True, text=True, check=False
            )
            for pid, *words in map(str.split, listed.stdout.splitlines()):
                if command in words and any(Path(word).name == program for word in words):
                    return int(pid)
            return None

        return self.until(f"process {process} runs {program} {command}", ask)

    def events(self, run_id: str, kind: dg.DagsterEventType) -> list[dg.DagsterEvent]:
        """What a run has told of that kind."""
        found = self.storage.all_logs(run_id, of_type=kind)
        return [event.dagster_event for event in found if event.dagster_event is not None]

    def most_at_once(self, step: str) -> int:
        """In how many runs a step was going on at the same time, at most."""
        stats = [self.storage.get_run_step_stats(run.run_id, [step]) for run in self.storage.get_runs()]
        times = [(one.start_time, one.end_time) for found in stats for one in found if one.start_time and one.end_time]
        return max(sum(start <= moment < end for start, end in times) for moment, _ in times)

    def ended(self, run_id: str) -> dg.DagsterRun:
        """A run, once it has ended."""

        def ask() -> dg.DagsterRun | None:
            run = self.storage.get_run_by_id(run_id)
            return run if run is not None and run.is_finished else None

        return self.until(f"run {run_id} ends", ask)

    def _told(self) -> str:
        runs = [f"{run.run_id} {run.job_name} {run.status.value} {run.tags}" for run in self.storage.get_runs(limit=9)]
        logs = [file.read_text(errors="replace")[-3000:] for file in self._folder.glob("*.log")]
        return "\n".join(runs + logs)


@contextmanager
def running(folder: Path, environment: Mapping[str, str], *, off: Sequence[str] = ()) -> Iterator[Instance]:
    """A Dagster that runs while the body does, some of its sensors switched off before it begins."""
    instance = Instance(folder, environment)
    try:
        instance.start_webserver()
        for name in off:
            instance.stop_sensor(name)
        instance.start_daemon()
        yield instance
    finally:
        instance.lose_power()
        instance.storage.dispose()


def _quick_settings(file: Path) -> None:
    settings = yaml.safe_load(_SHIPPED.read_text(encoding="utf-8"))
    settings["run_monitoring"] |= {"poll_interval_seconds": 1, "free_slots_after_run_end_seconds": 1}
    settings["run_queue"] = {"dequeue_interval_seconds": 1}
    file.write_text(yaml.safe_dump(settings), encoding="utf-8")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
