"""Posting: what arrives, what is tried again, what is given up and how it is told; and that the address stays secret.

How a message is written for a chat is asked in test_message_formats.py.
"""

from __future__ import annotations

import logging
import traceback

import httpx
import pytest

from lead_pipeline.errors import NetworkFault, NotificationFailed, RateLimited, RequestRefused, ServerFault
from lead_pipeline.http_client.redaction import HIDDEN, Secret
from lead_pipeline.http_client.retry import RetryPolicy
from lead_pipeline.orchestrate.messages import Message
from lead_pipeline.orchestrate.notify import THREE_TRIES, _wait_before_next, post
from lead_pipeline.settings.webhook import Webhook, WebhookFormat
from lead_pipeline_tests.orchestrate.chat_receiver import PARTS, PATH, ChatReceiver, Reply

QUICK = RetryPolicy(tries=3, first_wait=0.001, longest_wait=30.0)
MESSAGE = Message("The run of sync failed", happened="No key.", to_do="Set it.", link="http://127.0.0.1:3000/runs/1")


def error_of(*script: Reply) -> tuple[ChatReceiver, NotificationFailed]:
    """The error that a post ends in, where a chat answers like this."""
    with ChatReceiver(*script) as chat, pytest.raises(NotificationFailed) as caught:
        post(chat.webhook, MESSAGE, policy=QUICK)
    return chat, caught.value


@pytest.mark.parametrize("form", WebhookFormat)
def test_a_message_arrives_at_the_whole_address_in_the_format_of_the_chat(form: WebhookFormat) -> None:
    with ChatReceiver(form=form) as chat:
        post(chat.webhook, MESSAGE)
    (came,) = chat.posts
    assert (came.target, came.headers["content-type"]) == (PATH, "application/json")
    assert sorted(came.body) == {"slack": ["blocks", "text"], "teams": ["attachments", "type"]}[form]
    assert "The run of sync failed" in came.raw.decode()


@pytest.mark.parametrize("reply", [Reply(200, "ok"), Reply(202, ""), Reply(204, ""), Reply(200, "1")])
def test_every_answer_of_success_will_do(reply: Reply) -> None:
    with ChatReceiver(reply) as chat:
        post(chat.webhook, MESSAGE)
    assert len(chat.posts) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Reply(500),
        Reply(503, "<html>busy</html>"),
        Reply(408),
        Reply(429, headers={"retry-after": "0"}),
        Reply(cut=True),
    ],
    ids=["500", "503", "408", "429", "cut"],
)
def test_a_fault_that_passes_is_tried_three_times(fault: Reply) -> None:
    with ChatReceiver(fault, fault, Reply()) as chat:
        post(chat.webhook, MESSAGE, policy=QUICK)
    assert [came.body for came in chat.posts] == [chat.posts[0].body] * 3
    chat, error = error_of(fault)
    assert len(chat.posts) == 3
    assert error.cure


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply(400, "invalid_blocks"), "HTTP 400: invalid_blocks. Does this chat take another format?"),
        (Reply(403, "action_prohibited"), "HTTP 403: action_prohibited. The chat's administrators"),
        (Reply(404, "no_service"), "HTTP 404: no_service. Is the address still the one"),
        (Reply(410, "channel_is_archived"), "HTTP 410: channel_is_archived. The channel is archived"),
        (Reply(418, "<html>teapot</html>"), "HTTP 418. Is the address still the one"),
        (Reply(302, "", {"location": "https://example.com/login"}), "HTTP 302. Is the address still the one"),
        (Reply(302, "", {"location": "https://[::1"}), "was not reached"),
        (Reply(200, "Webhook message delivery failed with error: HTTP error 413"), "HTTP error 413. Does this chat"),
    ],
)
def test_a_refusal_is_told_with_its_cure(reply: Reply, told: str) -> None:
    _, error = error_of(reply)
    assert told in str(error)
    assert "LEAD_PIPELINE_WEBHOOK_" in str(error)


@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 410, 418])
def test_a_refusal_is_not_asked_for_again(status: int) -> None:
    chat, error = error_of(Reply(status, headers={"location": "/elsewhere"}))
    assert len(chat.posts) == 1
    assert error.facts == {"status": status}


def test_a_chat_that_asks_for_more_patience_than_a_tick_has_is_given_up_at_once() -> None:
    chat, error = error_of(Reply(429, headers={"retry-after": "3600"}))
    assert len(chat.posts) == 1
    assert "It asks to wait 3600 s." in str(error)


def test_it_waits_what_the_chat_asks_for_and_else_longer_each_time() -> None:
    wait = _wait_before_next(THREE_TRIES)
    assert [wait(RateLimited("slower", wait_seconds=asked)) for asked in (0.0, 7.0, 30.0, 30.5)] == [0.0, 7, 30, False]
    wait = _wait_before_next(THREE_TRIES)
    assert 0.5 <= wait(ServerFault("")) <= 1 <= wait(NetworkFault("")) <= 2 <= wait(RateLimited("", wait_seconds=None))
    assert wait(RequestRefused("")) is False


def test_all_tries_and_waits_fit_into_the_minute_that_a_tick_has() -> None:
    last_wait_begins_before, one_try = THREE_TRIES.patience, 10
    assert last_wait_begins_before + one_try < 60
    assert one_try + THREE_TRIES.longest_wait + one_try > last_wait_begins_before, "two such waits are never made"


def test_nobody_there_is_told_without_the_address() -> None:
    with ChatReceiver() as gone:
        pass
    with pytest.raises(NotificationFailed, match=r"was not reached \(ConnectError: .+\)\. Can this machine") as caught:
        post(gone.webhook, MESSAGE, policy=QUICK)
    assert not [part for part in PARTS if part in str(caught.value)]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(404, f"Cannot POST {PATH}"),
        Reply(400, f'{{"error": {{"message": "signature {PARTS[1] * 2}-{PARTS[1]}_{PARTS[1]} is wrong"}}}}'),
        Reply(404, f"<html>{PATH} was not found</html>"),
        Reply(503, PATH.replace("?", " ").replace("&", " ") * 30),
        Reply(429, PATH, {"retry-after": "99"}),
        Reply(307, PATH, {"location": PATH}),
        Reply(307, "", {"location": f"https://[{PATH}"}),
        Reply(cut=True),
    ],
    ids=["echo", "json", "html", "500", "429", "redirect", "bad-redirect", "cut"],
)
def test_whatever_a_server_repeats_the_address_is_in_no_error_and_no_log(
    reply: Reply, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    _, error = error_of(reply)
    shown = "".join(traceback.format_exception(error)) + repr(error) + str(error.facts) + caplog.text
    assert not [part for part in PARTS if part in shown]
    assert error.message.startswith("The chat behind LEAD_PIPELINE_WEBHOOK_URL ")


def test_a_post_that_works_logs_nothing_and_other_requests_are_logged_as_ever(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with ChatReceiver() as chat:
        post(chat.webhook, MESSAGE)
        assert caplog.records == []
        httpx.post(chat.url)
    assert {"httpx", "httpcore.connection", "httpcore.http11"} <= {record.name for record in caplog.records}
    assert all(part in caplog.text for part in PARTS), "the address is no longer logged: the filter can go"


def test_a_webhook_prints_no_address() -> None:
    webhook = Webhook(Secret(f"https://example.com{PATH}"), WebhookFormat.TEAMS)
    assert not [part for part in PARTS if part in f"{webhook} {webhook!r}"]


@pytest.mark.parametrize("form", WebhookFormat)
def test_no_secret_is_posted_not_even_one_that_is_cut_in_two(form: WebhookFormat) -> None:
    key = "lg_live_Zm9yIHRlc3Rz"
    with ChatReceiver(form=form) as chat:
        said = f"{key} {chat.url}"
        told = Message(
            f"{'x' * 130} {said}", "y" * 1490 + said, "z" * 990 + said, ((said, f"{'v' * 190}{said}"),), f"u{said}"
        )
        post(chat.webhook, told, secrets=[Secret(key)])
    text = chat.posts[0].raw.decode()
    assert "lg_live" not in text
    assert "lg_li" not in text
    assert "127.0.0.1" not in text
    assert HIDDEN in text
