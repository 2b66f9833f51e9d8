"""Alerts on checks: told when one begins to fail and when it is well again, and in between not a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dagster as dg
import pytest

from lead_pipeline.orchestrate import alerts
from lead_pipeline_tests.orchestrate.chat_receiver import PARTS, ChatReceiver, Reply
from lead_pipeline_tests.orchestrate.watching import Watched, counted, judge, stock, weighed

if TYPE_CHECKING:
    from pathlib import Path

KEY = "lg_live_alerts_0123456789"
BUSY = Reply(429, "slow down", {"retry-after": "3600"})  # given up at once: no tick has an hour


@pytest.fixture
def watched(instance: dg.DagsterInstance, nobody: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    """The sensor on checks, with an account in the environment."""
    monkeypatch.setenv("FLOWMATICX_API_KEY", KEY)
    return Watched(alerts.tell_of_checks, instance)


def listen(monkeypatch: pytest.MonkeyPatch, *script: Reply) -> ChatReceiver:
    """A chat that the environment names."""
    chat = ChatReceiver(*script)
    monkeypatch.setenv("LEAD_PIPELINE_WEBHOOK_URL", chat.url)
    return chat


def titles(chat: ChatReceiver) -> list[str]:
    return [post.body["blocks"][0]["text"]["text"].partition(" ")[2] for post in chat.posts]


def test_a_check_that_fails_for_a_while_makes_two_messages(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    with listen(monkeypatch) as chat:
        for told in ("", "12 rows twice.", "13 rows twice.", "13 rows twice.", "", ""):
            judge(watched.instance, counted, told)
            watched.tick()
            watched.tick()
    assert titles(chat) == ["stock: the check counted fails now", "stock: the check counted is well again"]
    assert "12 rows twice." in chat.posts[0].body["text"]


def test_a_check_that_begins_again_is_told_again(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    with listen(monkeypatch) as chat:
        for told in ("One.", "", "Two."):
            judge(watched.instance, counted, told)
            watched.tick()
    assert len(chat.posts) == 3


def test_a_check_that_is_well_from_the_start_is_no_news(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    judge(watched.instance, counted)
    with listen(monkeypatch) as chat:
        assert watched.tick() == "Nothing new."
    assert chat.posts == []


@pytest.mark.parametrize(
    ("check", "severity", "told"),
    [(counted, "ERROR", "stopped"), (counted, "WARN", "goes on"), (weighed, "ERROR", "goes on")],
    ids=["blocking", "blocking-that-warns", "not-blocking"],
)
def test_it_is_told_whether_publishing_stops(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, check: dg.AssetChecksDefinition, severity: str, told: str
) -> None:
    judge(watched.instance, check, "Not well.", severity=severity)
    with listen(monkeypatch) as chat:
        watched.tick()
    assert f"*Publishing:* {told}" in chat.posts[0].body["text"]


def test_a_run_that_a_blocking_check_ended_is_told_by_the_check_alone(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = Watched(alerts.tell_of_failed_runs, watched.instance)
    with listen(monkeypatch) as chat:
        runs.tick()
        judge(watched.instance, counted, "Not well.")
        assert len(watched.instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.FAILURE]))) == 1
        runs.tick()
        watched.tick()
    assert titles(chat) == ["stock: the check counted fails now"]


def test_what_does_not_get_through_is_told_at_the_next_tick_and_nothing_twice(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge(watched.instance, counted, "Not well.")
    judge(watched.instance, weighed, "Too heavy.")
    with listen(monkeypatch, Reply(), BUSY, Reply()) as chat:
        said = watched.tick()
        assert said.startswith("Not told, and tried again at the next tick: stock: the check weighed fails now. The")
        assert watched.tick() == "Told: stock: the check weighed fails now."
        assert watched.tick() == "Nothing new."
    assert [title.split()[3] for title in titles(chat)] == ["counted", "weighed", "weighed"], "refused, then taken"


def test_a_failure_that_ended_before_it_could_be_told_is_not_told(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge(watched.instance, counted, "Not well.")
    with listen(monkeypatch, BUSY, Reply()) as chat:
        watched.tick()
        judge(watched.instance, counted)
        assert watched.tick() == "Nothing new."
    assert len(chat.posts) == 1


def test_a_check_that_is_being_judged_is_left_as_it_was(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    with listen(monkeypatch) as chat:
        judge(watched.instance, counted, "Not well.")
        watched.tick()
        planned = dg.define_asset_job("planned", dg.AssetSelection.checks(counted))
        job = dg.Definitions(assets=[stock], asset_checks=[counted], jobs=[planned]).resolve_job_def("planned")
        config = {"ops": {"stock_counted": {"config": {"passed": True}}}}
        watched.instance.create_run_for_job(job, run_config=config)
        (newest,) = watched.instance.event_log_storage.get_latest_asset_check_execution_by_key(
            list(counted.check_keys)
        ).values()
        assert newest.status.value == "PLANNED"
        assert watched.tick() == "Nothing new."
    assert len(chat.posts) == 1


def test_without_a_webhook_nothing_is_told_and_later_only_what_still_fails(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge(watched.instance, counted, "Not well.")
    judge(watched.instance, weighed, "Too heavy.")
    assert "LEAD_PIPELINE_WEBHOOK_URL is not set" in watched.tick()
    judge(watched.instance, weighed)
    with listen(monkeypatch) as chat:
        watched.tick()
    assert titles(chat) == ["stock: the check counted fails now"]


def test_no_secret_is_posted_or_kept(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    with listen(monkeypatch) as chat:
        judge(watched.instance, counted, f"HTTP 401 for {KEY} at {chat.url}.")
        watched.tick()
    shown = chat.posts[0].raw.decode()
    assert "HTTP 401 for" in shown
    assert not [secret for secret in (KEY, *PARTS) if secret in shown + (watched.cursor or "")]
