"""Damaged files in the folder state, beside the warehouse: none of them holds anything that cannot be made anew."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from lead_pipeline import settings
from lead_pipeline.marts.build import is_news, prepare
from lead_pipeline.orchestrate.column_lineage import _recalled
from lead_pipeline.sources import SOURCES
from lead_pipeline_tests.under_fire.matrix.storage import STORAGE
from lead_pipeline_tests.under_fire.promise import Ending, keeps

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lead_pipeline_tests.under_fire.trial import Trial

pytestmark = pytest.mark.fire


@keeps(STORAGE, "a damaged file of the budgets")
@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda file: b"\xa5" * len(file), id="garbage"),
        pytest.param(lambda file: file[: len(file) // 2], id="cut off"),
        pytest.param(lambda file: bytes(len(file)), id="zeros"),
        pytest.param(
            lambda file: file[: len(file) // 2] + bytes(len(file) // 2),
            id="half of it zeros",
        ),
    ],
)
def test_a_damaged_file_of_the_budgets_is_told_with_what_to_delete(
    held: Trial, spoil: Callable[[bytes], bytes]
) -> None:
    held.export("FLOWMATICX_REQUESTS_PER_MINUTE", "60000")
    held.ends(Ending.RIGHT)
    file = held.rig.home / "state" / "throttle.sqlite"
    file.write_bytes(spoil(file.read_bytes()))
    before = held.rows()
    for command in ("sync", "status"):
        ended = held.run(command)
        assert ended.code == 1
        assert "delete throttle.sqlite in the folder state of the home" in ended.said
        assert "Traceback" not in ended.said
    assert held.rows() == before
    file.unlink()
    held.ends(Ending.RIGHT)
    held.holds_truth()


@keeps(STORAGE, "damaged lock files")
def test_what_stands_in_a_lock_file_stops_nobody(held: Trial) -> None:
    for content in (b"", b"\xff\xfe\x00garbage", b"[1, 2]", b'{"pid": 1}', b"null", b"\x00" * 5000):
        locks = list((held.rig.home / "state").glob("*.lock"))
        assert len(locks) > 1
        for lock in locks:
            lock.write_bytes(content)
        assert held.rig.sync().exit_code == 0
    held.rig.world.edit.add_job(leads=3)
    held.ends(Ending.RIGHT)
    held.holds_truth()


@keeps(STORAGE, "a damaged note of what was published")
def test_a_damaged_note_of_what_was_published_means_news(held: Trial) -> None:
    warehouse = settings.load(held.rig.environment).warehouse
    warehouse.published_path.parent.mkdir()
    warehouse.published_path.write_bytes(b"published")
    state = prepare(warehouse, tuple(SOURCES.values()))
    for content in (b"", b"\xff\xfe garbage", b"\x00" * 64):
        (warehouse.state / "marts-published").write_bytes(content)
        assert is_news(warehouse, state, at_least_every=timedelta(days=1))


@keeps(STORAGE, "a damaged memory of where columns come from")
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"digest": "d", "lin',
        b"\xff\xfe garbage",
        b"[]",
        b"null",
        b"{}",
        b'{"digest": "d", "lineage": {"m": "?"}}',
    ],
)
def test_a_damaged_memory_of_where_columns_come_from_is_forgotten(tmp_path: Path, content: bytes) -> None:
    memory = tmp_path / "column-lineage.json"
    memory.write_bytes(content)
    assert _recalled(memory, "d") is None
