"""The promise of the throttle: no window holds more than the budget, and nobody waits longer than that takes."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lead_pipeline.http_client.redaction import Secret
from lead_pipeline.http_client.throttle import ARRIVAL_SECONDS, SPARE, SharedThrottle
from lead_pipeline.spec.budget import Budget
from lead_pipeline_tests.http_client.virtual_time import elapse, in_virtual_time
from lead_pipeline_tests.under_fire.matrix.time import TIME
from lead_pipeline_tests.under_fire.promise import keeps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

KEY = Secret("lg_live_window")
budgets = st.builds(Budget, st.integers(1, 30), st.sampled_from([0.5, 1.0, 10.0, 60.0]))
two_windows = st.builds(
    lambda few, seconds, more, longer: Budget(few, seconds, also=(Budget(few + more, seconds * longer),)),
    *(st.integers(1, 12), st.sampled_from([1.0, 10.0]), st.integers(0, 12), st.sampled_from([2.0, 3.5, 20.0])),
)
gaps = st.one_of(st.just(0.0), st.floats(0, 0.5), st.floats(0, 100))


def most_in_a_window(sends: Sequence[float], seconds: float) -> int:
    """How many arrivals any window of that length holds."""
    return max((sum(begin <= send < begin + seconds for send in sends) for begin in sends), default=0)


def sends_of(budget: Budget, workers: Sequence[Sequence[float]], blocks: Sequence[tuple[float, float]]) -> list[float]:
    """When each request goes out: workers with gaps between their requests, each with a throttle of its own."""

    async def scene(clock: Callable[[], float]) -> list[float]:
        sends: list[float] = []

        async def work(pauses: Sequence[float], throttle: SharedThrottle) -> None:
            with closing(throttle):
                for pause in pauses:
                    await elapse(pause)
                    await throttle.turn()
                    sends.append(clock())

        async def block(after: float, seconds: float, throttle: SharedThrottle) -> None:
            with closing(throttle):
                await elapse(after)
                throttle.block(seconds)

        def throttle() -> SharedThrottle:
            return SharedThrottle(Path(home) / "throttle.sqlite", KEY, budget, clock)

        work_to_do = [work(pauses, throttle()) for pauses in workers]
        await asyncio.gather(*work_to_do, *(block(after, seconds, throttle()) for after, seconds in blocks))
        return sends

    with tempfile.TemporaryDirectory() as home:
        return in_virtual_time(scene)


@settings(max_examples=60, deadline=None)
@given(
    budgets,
    st.lists(st.lists(gaps, max_size=25), min_size=1, max_size=4),
    st.lists(st.tuples(st.floats(0, 50), st.floats(0, 50)), max_size=2),
)
def test_no_window_ever_holds_more_than_the_budget(
    budget: Budget, workers: list[list[float]], blocks: list[tuple[float, float]]
) -> None:
    sends = sends_of(budget, workers, blocks)
    assert len(sends) == sum(map(len, workers))
    assert most_in_a_window(sends, budget.seconds) <= budget.requests


@settings(max_examples=60, deadline=None)
@given(two_windows, st.lists(st.lists(gaps, max_size=20), min_size=1, max_size=3))
def test_of_several_windows_none_ever_holds_more_than_its_own_budget(
    budget: Budget, workers: list[list[float]]
) -> None:
    sends = sends_of(budget, workers, [])
    assert len(sends) == sum(map(len, workers))
    for window in budget.windows:
        assert most_in_a_window(sends, window.seconds) <= window.requests


def test_the_longer_window_holds_up_what_the_shorter_would_let_through() -> None:
    sends = sends_of(Budget(10, 1, also=(Budget(15, 60),)), [[0.0] * 20], [])
    begun = sends[0]
    assert [round(send - begun) for send in sends] == [0] * 10 + [2] * 5 + [61] * 5


@settings(max_examples=20, deadline=None)
@given(budgets, st.integers(1, 80))
def test_nobody_waits_longer_than_the_budget_makes_them(budget: Budget, requests: int) -> None:
    sends = sends_of(budget, [[0.0] * requests], [])
    allowed = max(1, budget.requests - min(SPARE, budget.requests // 20))
    windows = (requests - 1) // allowed
    assert max(sends) - min(sends) == pytest.approx(windows * (budget.seconds + ARRIVAL_SECONDS))


def test_a_burst_after_a_quiet_minute_goes_out_at_once_and_then_it_waits() -> None:
    sends = sends_of(Budget(300, 60), [[0.0] * 600], [])
    assert sends[:295] == [sends[0]] * 295
    assert sends[295] == pytest.approx(sends[0] + 61)
    assert sends[590] == pytest.approx(sends[0] + 122)


def test_a_request_on_its_way_for_a_second_still_meets_no_full_window() -> None:
    sends = sends_of(Budget(20, 60), [[0.0] * 60], [])
    late = [send + (ARRIVAL_SECONDS - 0.01 if number < 19 else 0.0) for number, send in enumerate(sends)]
    assert most_in_a_window(late, 60) <= 20


@keeps(TIME, "our clock set back between two syncs")
@settings(max_examples=60, deadline=None)
@given(budgets, st.lists(st.tuples(gaps, st.one_of(st.just(0.0), st.floats(0, 1e6))), max_size=40))
def test_a_clock_that_is_set_back_lets_nothing_more_through_and_holds_nobody_up(
    budget: Budget, steps: list[tuple[float, float]]
) -> None:
    true, told = 1e7, 1e7  # what time it is, and what the clock says
    hidden = 0.0  # set back within a pause: by its clock the throttle only sees a shorter pause
    sends: list[float] = []
    with (
        tempfile.TemporaryDirectory() as home,
        closing(SharedThrottle(Path(home) / "throttle.sqlite", KEY, budget, lambda: told)) as throttle,
    ):
        for pause, set_back in steps:
            true, told = true + pause, told + pause - set_back
            hidden += min(pause, set_back)
            _, wait = throttle._reserve()
            sends.append(true + wait)
            ahead = sum(send > true for send in sends)
            assert wait <= (budget.seconds + ARRIVAL_SECONDS) * (ahead + 1) + hidden
    assert most_in_a_window([round(send, 6) for send in sends], budget.seconds) <= budget.requests
