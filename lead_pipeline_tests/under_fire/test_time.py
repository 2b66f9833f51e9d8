"""Clocks and days: ours or the server's is wrong, or jumps; the machine lives in another time zone.

Our own clock cannot be set in a test, so what was noted by it is moved instead: to us that is the same.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import duckdb
import pytest

from lead_pipeline.sandbox import RunningSandbox
from lead_pipeline_tests.cli.terminal import Terminal
from lead_pipeline_tests.ingest.rig import KEY, NOON, Rig, make
from lead_pipeline_tests.under_fire.matrix.time import TIME
from lead_pipeline_tests.under_fire.promise import Ending, keeps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lead_pipeline_tests.under_fire.trial import Trial

pytestmark = pytest.mark.fire
LAST = timedelta(hours=23, minutes=59, seconds=59, microseconds=999_999)
# From the day's midnight, UTC: around it and around the next one, and where clocks in Europe are changed.
MOMENTS = (
    LAST - timedelta(days=1),
    timedelta(0),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=1, minutes=30),
    timedelta(hours=2, minutes=30),
    LAST,
    timedelta(days=1),
)


@keeps(TIME, "a server whose clock is wrong", "the server's clock set back")
def test_wherever_the_server_s_clock_stands_its_rows_are_held(tmp_path: Path) -> None:
    with RunningSandbox(make(leads=90, jobs=9, live=3)) as running:
        rig, clock = Rig(running, tmp_path / "home"), running.sandbox.clock
        for hours in (0, 24 * 365, 2):
            clock.set(NOON + timedelta(hours=hours))
            assert rig.sync().exit_code == 0
            assert rig.holds_truth()


def move_notes(trial: Trial, by: timedelta) -> None:
    """Let all that was ever noted by our clock have been noted so much later."""
    with duckdb.connect(str(trial.rig.home / "warehouse.duckdb")) as connection:
        noted = connection.execute(
            "select schema_name || '.' || table_name, column_name from duckdb_columns() where data_type = 'TIMESTAMP' "
            "and (schema_name = 'ops' or schema_name like 'raw_%' and column_name like '\\_%' escape '\\')"
        ).fetchall()
        assert len(noted) > 10
        for table, column in noted:
            connection.execute(f"update {table} set {column} = {column} + to_seconds({by.total_seconds()})")
    budgets = sqlite3.connect(trial.rig.home / "state" / "throttle.sqlite")
    for table, column in (("clock", "latest"), ("sends", "at"), ("blocks", "until")):
        budgets.execute(f"update {table} set {column} = {column} + ?", [by.total_seconds()])
    budgets.commit()
    budgets.close()


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(timedelta(minutes=1), marks=keeps(TIME, "our clock set back between two syncs"), id="back-1m"),
        pytest.param(timedelta(days=400), marks=keeps(TIME, "our clock set back between two syncs"), id="back-400d"),
        pytest.param(timedelta(days=-400), marks=keeps(TIME, "our clock set forward between two syncs"), id="forward"),
    ],
)
def test_a_jump_of_our_clock_hides_nothing_and_holds_nobody_up(trial: Trial, later: timedelta) -> None:
    trial.export("FLOWMATICX_REQUESTS_PER_MINUTE", "60000")
    trial.ends(Ending.RIGHT)
    gone, *_ = sorted(trial.rig.truth("leads"))
    move_notes(trial, later)
    trial.rig.world.edit.delete_leads(ids=[gone])
    trial.rig.world.edit.add_job(leads=7)
    trial.arm([{"kind": "status", "route": "*", "times": None, "params": {"status": 401}}])
    assert trial.sync().code == Ending.FAILED.code
    assert "flowmaticx/default: last sync failed" in trial.run("status").out
    trial.heal()
    began = datetime.now(UTC)
    ended = trial.sync()
    assert ended.code == 0, ended.said
    assert datetime.now(UTC) - began < timedelta(seconds=50)
    assert "flowmaticx/default: last sync ok" in trial.run("status").out
    trial.holds_truth()
    assert ("leads", gone) in trial.deleted()


@pytest.fixture
def rig() -> Iterator[RunningSandbox]:
    """Eight jobs with leads."""
    with RunningSandbox(make(leads=80, jobs=len(MOMENTS))) as running:
        yield running


def at(day: date, since_midnight: timedelta) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + since_midnight


@keeps(TIME, "jobs made just before and just after midnight", "a machine in another time zone")
@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Pacific/Apia", date(2026, 6, 1)),
        ("America/New_York", date(2026, 6, 1)),
        pytest.param("Europe/Berlin", date(2026, 3, 29), marks=keeps(TIME, "the days on which clocks are changed")),
        pytest.param("Europe/Berlin", date(2026, 10, 25), marks=keeps(TIME, "the days on which clocks are changed")),
    ],
    ids=str,
)
def test_a_day_is_a_day_of_utc_wherever_the_machine_stands(
    rig: RunningSandbox, tmp_path: Path, zone: str, day: date
) -> None:
    there = Rig(rig, tmp_path / "home")
    terminal = Terminal(there.home, rig, KEY)
    for job, moment in zip(sorted(there.truth("jobs")), MOMENTS, strict=True):
        created = at(day, moment).isoformat().replace("+00:00", "Z")
        there.world.edit.set_job(id=job, fields={"createdAt": created})
    jobs = {job for job, row in there.truth("jobs").items() if row["created_at"].date() == day}
    assert len(jobs) == len(MOMENTS) - 2
    done = terminal.run("sync", "--since", f"{day}", "--until", f"{day}", TZ=zone)
    assert done.returncode == 0, done.stderr
    assert there.landed("jobs") == there.truth("jobs")
    wanted = {key: lead for key, lead in there.truth("leads").items() if lead["job_id"] in jobs}
    assert wanted
    assert there.landed("leads") == wanted
    assert there.sync().exit_code == 0
    assert there.holds_truth()
    noted = there.query("select min(started_at), max(ended_at) from ops.runs")[0]
    assert all(abs(moment - datetime.now(UTC).replace(tzinfo=None)) < timedelta(minutes=10) for moment in noted)
