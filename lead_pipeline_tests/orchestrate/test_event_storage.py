"""Our storage of events beside Dagster's own: the same files, which either reads, and fewer things made for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dagster as dg
import pytest

from lead_pipeline.orchestrate import event_storage
from lead_pipeline_tests.orchestrate.watching import SMALL, counted, judge, run, stock

if TYPE_CHECKING:
    from pathlib import Path

_OURS = "event_log_storage: {module: lead_pipeline.orchestrate.event_storage, class: KeptEngines, config: %s}\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An instance's folder, that says nothing of how events are kept."""
    (tmp_path / "dagster.yaml").write_text("telemetry: {enabled: false}\n")
    return tmp_path


def ours(home: Path) -> dg.DagsterInstance:
    """The instance with our storage."""
    (home / "dagster.yaml").write_text("telemetry: {enabled: false}\n" + _OURS % f"{{base_dir: '{home}'}}")
    return dg.DagsterInstance.from_config(str(home))


def told(instance: dg.DagsterInstance, run_id: str) -> list[str]:
    """What happened in a run."""
    return [event.dagster_event.event_type_value for event in instance.all_logs(run_id) if event.dagster_event]


def test_dagsters_own_storage_reads_what_ours_wrote_and_ours_what_its_own_wrote(home: Path) -> None:
    with dg.DagsterInstance.from_config(str(home)) as theirs:
        before = run(theirs).run_id
        judge(theirs, counted, "too few")
        expected = told(theirs, before)
    with ours(home) as instance:
        assert isinstance(instance.event_log_storage, event_storage.KeptEngines)
        assert told(instance, before) == expected
        after = run(instance).run_id
        assert told(instance, after) == expected
        judge(instance, counted)
        assert _verdict(instance) == "SUCCEEDED"
    (home / "dagster.yaml").write_text("telemetry: {enabled: false}\n")
    with dg.DagsterInstance.from_config(str(home)) as theirs:
        assert told(theirs, after) == expected
        assert _verdict(theirs) == "SUCCEEDED"


def test_a_run_that_is_deleted_leaves_nothing_and_does_not_disturb_the_next(home: Path) -> None:
    with ours(home) as instance:
        first = run(instance).run_id
        instance.delete_run(first)
        assert told(instance, first) == []
        assert told(instance, run(instance).run_id)


def test_however_many_runs_there_are_few_engines_are_kept(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_storage, "_MOST", 3)
    with ours(home) as instance:
        runs = [run(instance).run_id for _ in range(4)]
        storage = instance.event_log_storage
        assert isinstance(storage, event_storage.KeptEngines)
        assert len(storage._engines) == 3
        assert all(told(instance, run_id) for run_id in runs)


def _verdict(instance: dg.DagsterInstance) -> str:
    (key,) = SMALL.resolve_asset_graph().asset_check_keys & {dg.AssetCheckKey(stock.key, "counted")}
    return str(instance.event_log_storage.get_latest_asset_check_execution_by_key([key])[key].status.value)
