"""A 429 waits as long as it says, in each way it may say it; one that asks for too much pauses the run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict

from lead_pipeline.errors import Paused, RateLimited
from lead_pipeline.http_client.answer import retry_after
from lead_pipeline.http_client.no_limit import NoLimit
from lead_pipeline.http_client.retry import RetryPolicy, tried
from lead_pipeline.spec.budget import Budget
from lead_pipeline_tests.http_client.asking import QUICK, asking, error_of
from lead_pipeline_tests.http_client.scripted_server import data, failure, says
from lead_pipeline_tests.http_client.virtual_time import in_virtual_time
from lead_pipeline_tests.under_fire.matrix.time import TIME
from lead_pipeline_tests.under_fire.promise import keeps

SERVER_NOW = "Mon, 04 May 2026 10:00:00 GMT"
DAY = 86400.0
MINUTE = Budget(requests=60)
MINUTE_AND_DAY = Budget(requests=60, also=(Budget(requests=1000, seconds=DAY),))


def said(value: str | None, date: str | None = SERVER_NOW) -> float | None:
    given = {"Retry-After": value, "Date": date}
    headers = CIMultiDict({name: text for name, text in given.items() if text is not None})
    return retry_after(headers)


@keeps(TIME, "a server whose clock is wrong")
@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("7", 7.0),
        (" 30 ", 30.0),
        ("1.5", 1.5),
        ("86400", DAY),
        ("Mon, 04 May 2026 10:00:30 GMT", 30.0),
        ("Mon, 04 May 2026 12:00:30 +0200", 30.0),
        ("Mon, 04 May 2026 10:00:30 -0000", 30.0),
        ("Mon, 04 May 2026 09:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("²", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_in_each_form(value: str | None, seconds: float | None) -> None:
    assert said(value) == seconds


@pytest.mark.parametrize("date", [None, "whenever"])
def test_a_date_counts_from_our_own_clock_where_the_server_tells_none(date: str | None) -> None:
    seconds = said(format_datetime(datetime.now(UTC) + timedelta(minutes=5), usegmt=True), date)
    assert seconds is not None
    assert 290 < seconds <= 300


@given(st.text(st.characters(max_codepoint=255, exclude_categories=["Cc"])), st.sampled_from([SERVER_NOW, None]))
def test_garbage_says_nothing_and_breaks_nothing(value: str, date: str | None) -> None:
    seconds = said(value, date)
    assert seconds is None or seconds >= 0


def waits_of(policy: RetryPolicy, *asked: float | None, budget: Budget = MINUTE, is_asked: bool = False) -> list[float]:
    """The waits before each try of a request that is refused with these, and then goes through."""

    async def scene(clock: object) -> list[float]:
        throttle, waits, refusals = NoLimit(clock), [], list(asked)  # type: ignore[arg-type]

        async def once() -> None:
            waits.append(await throttle.turn())
            if refusals:
                raise RateLimited("slower", wait_seconds=refusals.pop(0), is_asked=is_asked)

        await tried(once, policy, throttle, lambda _: None, budget)
        return waits[1:]

    return in_virtual_time(scene)


def test_it_waits_what_was_asked_and_longer_each_time_where_nothing_was() -> None:
    assert waits_of(RetryPolicy(), 7, 120.0) == pytest.approx([7, 120])
    assert waits_of(RetryPolicy(), None, None, None) == pytest.approx([10, 20, 40])


def test_a_wait_of_nothing_is_believed_once() -> None:
    assert waits_of(RetryPolicy(), 0.0, 0.0, 0.0) == pytest.approx([0, 1, 1])


def test_a_429_that_outlasts_the_shortest_window_unexplained_is_taken_for_the_longest() -> None:
    with pytest.raises(Paused, match=r"after 3 waits.*24 hours seems used up") as caught:
        waits_of(RetryPolicy(), *[None] * 9, budget=MINUTE_AND_DAY)
    until = datetime.fromisoformat(caught.value.until)
    assert (until.hour, until.minute, until.second) == (0, 0, 0)
    assert timedelta(0) < until - datetime.now(UTC) <= timedelta(days=1)


def test_three_short_waits_are_no_window() -> None:
    """A window that starts anew in a moment is told as such: to be refused once more says nothing of a day."""
    assert waits_of(RetryPolicy(), 0.5, 0.2, 0.1, 0.0, budget=MINUTE_AND_DAY) == pytest.approx([0.5, 1, 1, 1])


def test_a_server_that_says_how_long_is_believed_each_time() -> None:
    waits = waits_of(RetryPolicy(), *[30.0] * 5, budget=MINUTE_AND_DAY, is_asked=True)
    assert waits == pytest.approx([30] * 5)


def test_with_one_window_alone_an_unexplained_429_is_waited_for_as_long_as_a_run_waits() -> None:
    assert waits_of(RetryPolicy(), *[None] * 5) == pytest.approx([10, 20, 40, 80, 160])
    with pytest.raises(Paused, match="longer than a run waits"):
        waits_of(RetryPolicy(), *[None] * 30)


def test_waits_that_add_up_to_more_than_a_run_waits_pause_it() -> None:
    with pytest.raises(Paused, match="after 3 waits"):
        waits_of(RetryPolicy(patience=900), *[250.0] * 4)


def test_a_server_that_refuses_without_end_pauses_it() -> None:
    with pytest.raises(Paused, match="after 20 waits"):
        waits_of(RetryPolicy(), *[0.0] * 30)


@pytest.mark.anyio
@pytest.mark.parametrize("body", [b"<html>Too many requests</html>", b"", b'{"ok": false}'])
@pytest.mark.parametrize("headers", [{}, {"retry_after": "0"}, {"retry_after": "soon"}])
async def test_a_429_passes_with_any_body(body: bytes, headers: dict[str, str]) -> None:
    async with asking(says(429, body, **headers), data(7)) as (server, asker):
        assert await asker.ask() == b"7"
    assert len(server.requests) == 2
    assert (asker.tally.retries, asker.tally.rate_limited) == (1, 1)


@pytest.mark.anyio
async def test_being_refused_costs_no_try() -> None:
    refused = failure(429, "RATE_LIMITED", retry_after="0")
    async with asking(says(500), refused, refused, says(500), refused, data(7)) as (_, asker):
        assert await asker.ask() == b"7"


@pytest.mark.anyio
@pytest.mark.parametrize("value", ["86400", "9" * 400])
async def test_a_day_is_too_long_and_says_until_when(value: str) -> None:
    error = await error_of(failure(429, "RATE_LIMITED", retry_after=value), policy=QUICK)
    assert isinstance(error, Paused)
    left = datetime.fromisoformat(error.until) - datetime.now(UTC)
    assert timedelta(hours=23) < left < timedelta(days=366)
    assert error.until in str(error)
    assert "run the same command again" in error.cure
