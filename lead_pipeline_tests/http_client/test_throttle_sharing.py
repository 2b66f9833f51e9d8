"""One budget, many who spend it: workers, throttles and processes on one file.

And what a wait that ends early leaves behind.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from lead_pipeline.errors import StateUnreadable
from lead_pipeline.http_client.no_limit import NoLimit
from lead_pipeline.http_client.redaction import Secret
from lead_pipeline.http_client.throttle import SharedThrottle, Throttle, throttle_for
from lead_pipeline.spec.budget import Budget
from lead_pipeline_tests.http_client.virtual_time import START, elapse, in_virtual_time

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NORTH, SOUTH = Secret("lg_live_north"), Secret("lg_live_south")
# Two a window of 11 seconds, the second for arrivals included.
SMALL = Budget(requests=2, seconds=10)

CHILD = """
import asyncio, sys
from pathlib import Path
from lead_pipeline.http_client.redaction import Secret
from lead_pipeline.http_client.throttle import SharedThrottle
from lead_pipeline.spec.budget import Budget

async def main():
    throttle = SharedThrottle(Path(sys.argv[1]), Secret("lg_live_north"), Budget(300, 3600))
    turns = [asyncio.create_task(throttle.turn()) for _ in range(200)]
    for _ in range(3):
        await asyncio.sleep(0)
    arrived = sum(turn.done() for turn in turns)
    for turn in turns:
        turn.cancel()
    await asyncio.gather(*turns, return_exceptions=True)
    throttle.close()
    print(arrived)

asyncio.run(main())
"""


def test_two_processes_share_one_budget(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-c", CHILD, str(tmp_path / "new" / "throttle.sqlite")]
    children = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    arrived = [int(child.communicate(timeout=60)[0]) for child in children]
    assert [child.returncode for child in children] == [0, 0]
    assert sum(arrived) == 295
    assert all(0 < each <= 200 for each in arrived)


def test_several_may_meet_on_a_new_file(tmp_path: Path) -> None:
    meeting = Barrier(8)

    def open_and_reserve(path: Path) -> None:
        meeting.wait()
        with closing(SharedThrottle(path, NORTH, SMALL)) as throttle:
            throttle._reserve()

    with ThreadPoolExecutor(8) as threads:
        for attempt in range(20):
            list(threads.map(open_and_reserve, [tmp_path / f"{attempt}.sqlite"] * 8))


def test_each_key_has_a_budget_of_its_own(tmp_path: Path) -> None:
    with closing(at(tmp_path, NORTH)) as north, closing(at(tmp_path, SOUTH)) as south:
        north._reserve()
        assert (north.left(), south.left()) == (1, 2)


def test_a_block_holds_up_everyone_with_the_key_and_nobody_else(tmp_path: Path) -> None:
    async def scene(clock: Callable[[], float]) -> list[float]:
        with (
            closing(at(tmp_path, NORTH, clock)) as here,
            closing(at(tmp_path, NORTH, clock)) as there,
            closing(at(tmp_path, SOUTH, clock)) as other,
        ):
            here.block(30)
            here.block(5)  # a shorter one does not lift it
            assert (there.left(), other.left()) == (0, 2)
            return list(await asyncio.gather(there.turn(), here.turn(), other.turn()))

    assert in_virtual_time(scene) == pytest.approx([30, 30, 0])


def test_a_block_that_comes_down_while_one_waits_holds_it_too_and_costs_no_place(tmp_path: Path) -> None:
    async def scene(clock: Callable[[], float]) -> tuple[list[float], int]:
        with closing(at(tmp_path, NORTH, clock)) as throttle:
            first = [await throttle.turn(), await throttle.turn()]
            waiting = asyncio.ensure_future(throttle.turn())
            await elapse(1)
            throttle.block(40)
            assert await waiting == pytest.approx(11 + 30)
            return first, throttle.left()

    assert in_virtual_time(scene) == ([0, 0], 1)


def test_who_is_told_to_stop_waiting_gives_its_place_back(tmp_path: Path) -> None:
    async def scene(clock: Callable[[], float]) -> float:
        with closing(at(tmp_path, NORTH, clock)) as throttle:
            await asyncio.gather(throttle.turn(), throttle.turn())
            waiting = [asyncio.ensure_future(throttle.turn()) for _ in range(2)]
            await elapse(1)
            for each in waiting:
                each.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
            assert all(each.cancelled() for each in waiting)
            await throttle.turn()
            return clock()

    assert in_virtual_time(scene) == pytest.approx(START + 11)


def test_what_is_left_comes_back_as_the_window_moves_on(tmp_path: Path) -> None:
    async def scene(clock: Callable[[], float]) -> list[int]:
        left = []
        with closing(at(tmp_path, NORTH, clock)) as throttle:
            left.append(throttle.left())
            await throttle.turn()
            await elapse(5)
            await throttle.turn()
            left.append(throttle.left())
            for _ in range(2):
                await elapse(6)
                left.append(throttle.left())
        return left

    assert in_virtual_time(scene) == [2, 0, 1, 2]


def test_without_a_budget_only_a_block_is_waited_for() -> None:
    async def scene(clock: Callable[[], float]) -> list[float]:
        throttle = NoLimit(clock)
        waits = [await throttle.turn() for _ in range(1000)]
        throttle.block(30)
        throttle.block(5)
        return [sum(waits), await throttle.turn(), await throttle.turn()]

    assert in_virtual_time(scene) == pytest.approx([0, 30, 0])


def test_a_key_has_the_throttle_that_its_budget_asks_for(tmp_path: Path) -> None:
    path = tmp_path / "throttle.sqlite"
    throttles: list[Throttle] = [throttle_for(NORTH, None, path), throttle_for(NORTH, SMALL, path)]
    assert [throttle.left() for throttle in throttles] == [None, 2]
    for throttle in throttles:
        throttle.close()


def at(home: Path, key: Secret, clock: Callable[[], float] = lambda: START) -> SharedThrottle:
    return SharedThrottle(home / "throttle.sqlite", key, SMALL, clock)


def test_a_damaged_file_of_budgets_says_what_to_delete(tmp_path: Path) -> None:
    path = tmp_path / "throttle.sqlite"
    path.write_bytes(b"no database at all, but long enough to be taken for one" * 50)
    with pytest.raises(StateUnreadable, match=r"delete throttle\.sqlite"):
        throttle_for(Secret("a key"), Budget(10), path)
