"""Alerts on failed runs: who is told of what, once, and what becomes of a message that does not get through.

How a message looks is asked in test_message_formats.py, how it is posted in test_notify.py.
"""

from __future__ import annotations

import json
import shutil
import time
from typing import TYPE_CHECKING

import dagster as dg
import pytest

from lead_pipeline.orchestrate import alerts
from lead_pipeline_tests.house.tree import ROOT
from lead_pipeline_tests.orchestrate.chat_receiver import PARTS, ChatReceiver, Reply
from lead_pipeline_tests.orchestrate.watching import Watched, other, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = "lg_live_alerts_0123456789"
WEBHOOK = "LEAD_PIPELINE_WEBHOOK_URL"
BUSY = Reply(429, "slow down", {"retry-after": "3600"})  # given up at once: no tick has an hour


@pytest.fixture
def watched(instance: dg.DagsterInstance, nobody: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    """The sensor on failed runs, with an account in the environment."""
    monkeypatch.setenv("FLOWMATICX_API_KEY", KEY)
    return Watched(alerts.tell_of_failed_runs, instance)


@pytest.fixture
def chat(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatReceiver]:
    """A chat that takes everything, watched for from before the first run."""
    with ChatReceiver() as receiver:
        monkeypatch.setenv(WEBHOOK, receiver.url)
        watched.tick()
        yield receiver


def happened(chat: ChatReceiver) -> list[str]:
    """What each message said about what happened."""
    return [post.body["blocks"][2]["text"]["text"] for post in chat.posts]


def test_a_run_that_failed_is_told_once_with_what_to_look_at(watched: Watched, chat: ChatReceiver) -> None:
    failed = run(watched.instance, "HTTP 401. Make a new key.", lead_pipeline__sync="changes")
    assert watched.tick() == "Told: The run of sync failed."
    assert watched.tick() == "Nothing new."
    (told,) = chat.posts
    assert happened(chat) == ["HTTP 401. Make a new key."]
    assert f"/runs/{failed.run_id}|" in told.body["text"]
    assert "*Kind:* changes" in told.body["text"]
    assert "*Failed at:* 20" in told.body["text"]


def test_the_same_failure_again_wakes_nobody_and_another_one_does(watched: Watched, chat: ChatReceiver) -> None:
    for trouble in ("HTTP 401.", "HTTP 401.", "HTTP 403.", "HTTP 403.", "HTTP 401."):
        run(watched.instance, trouble)
        watched.tick()
    assert happened(chat) == ["HTTP 401.", "HTTP 403.", "HTTP 401."]


def test_many_failures_between_two_ticks_are_told_in_their_order(watched: Watched, chat: ChatReceiver) -> None:
    for trouble in ("HTTP 401.", "HTTP 401.", "HTTP 403.", "HTTP 401."):
        run(watched.instance, trouble)
    watched.tick()
    assert happened(chat) == ["HTTP 401.", "HTTP 403.", "HTTP 401."]


def test_times_numbers_and_ids_make_no_other_failure(watched: Watched, chat: ChatReceiver) -> None:
    run(watched.instance, "05:46:49 Gave up after 600.2 s: a sync of default (pid 4711) holds it.")
    run(watched.instance, "06:01:50 Gave up after 600.1 s: a sync of default (pid 4822) holds it.")
    watched.tick()
    assert len(chat.posts) == 1


def test_after_a_run_that_went_well_the_same_failure_is_news(watched: Watched, chat: ChatReceiver) -> None:
    for trouble in ("HTTP 401.", "", "HTTP 401."):
        run(watched.instance, trouble)
    watched.tick()
    assert happened(chat) == ["HTTP 401."] * 2


def test_each_job_has_failures_of_its_own(watched: Watched, chat: ChatReceiver) -> None:
    run(watched.instance, "HTTP 401.")
    run(watched.instance, "HTTP 401.", job=other)
    run(watched.instance, "HTTP 401.")
    watched.tick()
    assert [post.body["text"].partition("*Job:* ")[2].partition("\n")[0] for post in chat.posts] == ["sync", "other"]


def test_what_does_not_get_through_is_told_at_the_next_tick_and_nothing_twice(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ChatReceiver(Reply(), BUSY, BUSY, Reply()) as chat:
        monkeypatch.setenv(WEBHOOK, chat.url)
        watched.tick()
        for trouble in ("first", "second", "third"):
            run(watched.instance, trouble)
        said = watched.tick()
        assert said.startswith("Not told, and tried again at the next tick: The run of sync failed. The chat behind")
        assert "HTTP 429" in said
        assert watched.tick() == said
        assert watched.tick() == "Told: The run of sync failed."
        assert watched.tick() == "Nothing new."
    assert happened(chat) == ["first", "second", "second", "second", "third"], "twice refused, then taken"


def test_a_tick_that_has_taken_long_leaves_the_rest_to_the_next(
    watched: Watched, chat: ChatReceiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerts, "_LAST_POST_BEGINS", 0.0)
    run(watched.instance, "first")
    run(watched.instance, "second")
    watched.tick()
    assert happened(chat) == ["first"]
    watched.tick()
    assert happened(chat) == ["first", "second"]


def test_what_failed_before_a_webhook_was_set_is_past(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    run(watched.instance, "before anyone listened")
    assert "LEAD_PIPELINE_WEBHOOK_URL is not set" in watched.tick()
    run(watched.instance, "still nobody")
    watched.tick()
    with ChatReceiver() as chat:
        monkeypatch.setenv(WEBHOOK, chat.url)
        assert watched.tick() == "Nothing new."
        run(watched.instance, "now")
        watched.tick()
    assert happened(chat) == ["now"]


def test_a_cursor_of_another_version_begins_anew(watched: Watched, chat: ChatReceiver) -> None:
    watched.cursor = json.dumps({"__class__": "RunStatusSensorCursor", "record_id": 3})
    assert watched.tick() == "Watching from now on."
    run(watched.instance, "HTTP 401.")
    assert watched.tick() == "Told: The run of sync failed."


def test_no_secret_is_posted_or_kept(watched: Watched, chat: ChatReceiver) -> None:
    run(watched.instance, f"HTTP 401 for {KEY} at {chat.url}.", lead_pipeline__accounts=KEY)
    watched.tick()
    (told,) = chat.posts
    assert "HTTP 401 for" in told.raw.decode()
    shown = told.raw.decode() + (watched.cursor or "")
    assert not [secret for secret in (KEY, *PARTS) if secret in shown]


def test_all_that_is_so_in_the_instance_that_make_dev_uses(
    watched: Watched, chat: ChatReceiver, tmp_path: Path
) -> None:
    shutil.copy(ROOT / "data" / "dagster" / "dagster.yaml", tmp_path)
    with dg.DagsterInstance.from_config(str(tmp_path)) as instance:
        real = Watched(watched.sensor, instance)
        real.tick()
        for trouble in ("HTTP 401.", "HTTP 401.", "HTTP 403."):
            run(instance, trouble)
        crashed = crash(instance)
        real.tick()
        assert happened(chat) == ["HTTP 401.", "HTTP 403."]
        instance.add_run_tags(crashed.run_id, {"dagster/will_retry": "false"})
        real.tick()
        assert happened(chat) == ["HTTP 401.", "HTTP 403.", "The process is gone."]


# ── Runs that Dagster tries again ────────────────────────────────────────────────────────────────────────────────────


def crash(instance: dg.DagsterInstance, *, ago: float = 0.0, **tags: str) -> dg.DagsterRun:
    """A run whose process is gone: no step failed, and the monitor marks it."""
    run = instance.create_run_for_job(other, tags={name.replace("__", "/"): value for name, value in tags.items()})
    event = dg.DagsterEvent(dg.DagsterEventType.RUN_FAILURE.value, run.job_name, message="The process is gone.")
    instance.report_dagster_event(event, run.run_id, timestamp=time.time() - ago)
    return run


def test_a_crash_is_not_told_while_dagster_tries_again(watched: Watched, chat: ChatReceiver) -> None:
    first = crash(watched.instance)
    found = watched.instance.get_run_by_id(first.run_id)
    assert found is not None
    assert found.tags["dagster/will_retry"] == "true", "Dagster names its tags otherwise"
    watched.tick()
    assert chat.posts == [], "it is not known yet whether the next try begins"
    watched.instance.add_run_tags(first.run_id, {"dagster/auto_retry_run_id": "the next one"})
    watched.tick()
    assert chat.posts == [], "the next try has begun"
    run(watched.instance, "HTTP 401.")
    watched.tick()
    assert happened(chat) == ["HTTP 401."], "others are told, and that one is behind us"


def test_the_last_try_is_told_even_if_it_crashed_without_a_word(watched: Watched, chat: ChatReceiver) -> None:
    crash(watched.instance, dagster__max_retries="0")
    watched.tick()
    assert happened(chat) == ["The process is gone."]


def test_a_try_that_could_not_begin_is_told(watched: Watched, chat: ChatReceiver) -> None:
    first = crash(watched.instance)
    watched.tick()
    watched.instance.add_run_tags(first.run_id, {"dagster/will_retry": "false"})
    watched.tick()
    assert len(chat.posts) == 1


def test_a_try_that_never_begins_is_told_after_minutes(watched: Watched, chat: ChatReceiver) -> None:
    crash(watched.instance, ago=alerts._UNDECIDED)
    watched.tick()
    assert len(chat.posts) == 1


def test_a_try_that_is_waited_for_keeps_what_comes_behind_it_for_later(watched: Watched, chat: ChatReceiver) -> None:
    first = crash(watched.instance)
    run(watched.instance, "HTTP 401.")
    watched.tick()
    assert chat.posts == []
    watched.instance.add_run_tags(first.run_id, {"dagster/will_retry": "false"})
    watched.tick()
    assert happened(chat) == ["The process is gone.", "HTTP 401."]
