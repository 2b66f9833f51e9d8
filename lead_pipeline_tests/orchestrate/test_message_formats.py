"""What Slack and Teams are given: within their limits, with nothing in a message read as markup, and nothing lost."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from lead_pipeline.orchestrate.message_formats import WRITTEN_AS
from lead_pipeline.orchestrate.messages import Message, Tone, check_began_to_fail, check_is_well_again, run_failed
from lead_pipeline.settings.webhook import WebhookFormat

UI = "http://127.0.0.1:3000"
FAILED = run_failed(
    "sync", "0c1d", "HTTP 401: <no> key & no rows.\nTwice.", to_do="Set it.", ui_url=UI, facts={"Days": "", "Try": "3"}
)
LONG = {"ascii": "x" * 9000, "escaped": "<&>" * 3000, "emoji": "\U0001f534" * 9000, "lines": '"\\\n' * 3000}


def slack(message: Message) -> Any:
    return WRITTEN_AS[WebhookFormat.SLACK](message)


def card(message: Message) -> Any:
    (attachment,) = WRITTEN_AS[WebhookFormat.TEAMS](message)["attachments"]
    return attachment["content"]


def texts_of(teams_card: Any) -> list[str]:
    """The lines of the card, as they are read."""
    return ["".join(run["text"] for run in block["inlines"]) for block in teams_card["body"]]


def test_slack_gets_a_header_and_sections() -> None:
    header, *sections = slack(FAILED)["blocks"]
    assert header["text"] == {"type": "plain_text", "text": "\U0001f534 The run of sync failed", "emoji": False}
    assert [section["text"]["text"] for section in sections] == [
        "*Job:* sync\n*Run:* 0c1d\n*Try:* 3",
        "HTTP 401: &lt;no&gt; key &amp; no rows.\nTwice.",
        "*What to do:* Set it.",
        f"<{UI}/runs/0c1d|Open it in Dagster>",
    ]
    assert {section["text"]["verbatim"] for section in sections} == {True}, "an @channel would call everyone"


def test_a_chat_that_knows_no_blocks_reads_all_of_it_as_text() -> None:
    body = slack(FAILED)
    for section in body["blocks"]:
        assert section["text"]["text"] in body["text"]


def test_teams_gets_an_adaptive_card_that_workflows_take() -> None:
    body = WRITTEN_AS[WebhookFormat.TEAMS](FAILED)
    assert body["type"] == "message"
    assert body["attachments"][0]["contentType"] == "application/vnd.microsoft.card.adaptive"
    made = card(FAILED)
    assert (made["type"], made["version"]) == ("AdaptiveCard", "1.4")
    assert texts_of(made) == [
        "The run of sync failed",
        "Job: sync",
        "Run: 0c1d",
        "Try: 3",
        "HTTP 401: <no> key & no rows.",
        "Twice.",
        "What to do",
        "Set it.",
    ]
    assert made["actions"] == [{"type": "Action.OpenUrl", "title": "Open it in Dagster", "url": f"{UI}/runs/0c1d"}]


def test_teams_reads_no_markdown_into_a_message() -> None:
    told = "[here](https://x.example) **raw**"
    made = card(Message(told, told, told, ((told, told),)))
    assert {block["type"] for block in made["body"]} == {"RichTextBlock"}, "the only kind that reads none"
    assert texts_of(made) == [told, f"{told}: {told}", told, "What to do", told]


def test_slack_makes_no_link_and_calls_nobody_where_a_message_looks_like_it() -> None:
    body = slack(
        Message("<!channel>", "<https://evil.example|here> <@U1>", "<!here>", (("<a>", "<b>"),), "http://x/?a&b<|>")
    )
    assert re.findall(r"<[^>]*>", json.dumps(body)) == ["<http://x/?a&amp;b%3C%7C%3E|Open it in Dagster>"] * 2


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_long_message_keeps_to_slacks_limits(text: str) -> None:
    body = slack(Message(text.replace("\n", " "), text, text, ((text, text),) * 30, f"{UI}/{'x' * 900}"))
    assert len(body["blocks"]) <= 50
    assert len(body["text"]) <= 40_000
    for block in body["blocks"]:
        assert 0 < len(block["text"]["text"]) <= (150 if block["type"] == "header" else 3000)
        assert not re.search(r"&(?!amp;|lt;|gt;)", block["text"]["text"]), "an escape was cut in two"


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_long_message_keeps_to_teams_28_kilobytes(text: str) -> None:
    body = WRITTEN_AS[WebhookFormat.TEAMS](
        Message(text.replace("\n", " "), text, text, ((text, text),) * 30, f"{UI}/{'x' * 900}")
    )
    assert len(json.dumps(body, ensure_ascii=False).encode()) <= 28_000


@pytest.mark.parametrize("form", WebhookFormat)
def test_what_was_cut_says_so_and_what_fits_is_whole(form: WebhookFormat) -> None:
    fits, cut = "w" * 1500, "w" * 1501
    assert "…" not in json.dumps(WRITTEN_AS[form](Message("a title", fits)), ensure_ascii=False)
    assert f"{'w' * 1499}…" in json.dumps(WRITTEN_AS[form](Message("a title", cut)), ensure_ascii=False)
    many = json.dumps(WRITTEN_AS[form](Message("a title", "\n".join(map(str, range(100))))), ensure_ascii=False)
    assert "14" in many
    assert "15" not in many.replace("1500", "")
    assert "…" in many


@pytest.mark.parametrize("form", WebhookFormat)
def test_what_is_not_known_leaves_no_empty_block(form: WebhookFormat) -> None:
    text = json.dumps(WRITTEN_AS[form](Message("a title")))
    assert "What to do" not in text
    assert '"text": ""' not in text
    assert "Dagster" not in text
    assert "Dagster" not in json.dumps(WRITTEN_AS[form](Message("a title", link="http://x/" + "y" * 1000)))


def test_what_is_well_again_looks_so() -> None:
    well = Message("a title", tone=Tone.WELL)
    assert slack(well)["blocks"][0]["text"]["text"] == "\U0001f7e2 a title"
    assert [card(each)["body"][0]["inlines"][0]["color"] for each in (well, FAILED)] == ["Good", "Attention"]


def test_colours_and_unseen_characters_are_taken_out() -> None:
    noisy = "\x1b[31mred\x1b[0m\r\nnext\ttab\x00\u202eevil\udc80"
    tidy = Message(noisy, noisy, noisy, (("name", noisy),)).tidied(str)
    assert tidy.happened == tidy.to_do == "red\nnext tab  evil"
    assert tidy.title == tidy.facts[0][1] == "red next tab  evil"
    json.dumps(slack(tidy), ensure_ascii=False).encode()


def test_a_run_that_ended_without_a_word_still_says_what_to_do() -> None:
    told = run_failed("sync", "a/b", "", ui_url=UI)
    assert "without saying why" in told.happened
    assert told.to_do
    assert told.link == f"{UI}/runs/a%2Fb"


def test_a_check_says_whether_analysts_are_kept_waiting_and_where_to_look() -> None:
    asset, check = ["flowmaticx", "leads"], "rule: id"
    blocking = check_began_to_fail(asset, check, "3 rows.", ui_url=UI, is_blocking=True)
    warning = check_began_to_fail(asset, check, "3 rows.", ui_url=UI, is_blocking=False)
    well = check_is_well_again(asset, check, "0 rows.", ui_url=UI)
    assert dict(blocking.facts)["Publishing"] == "stopped; analysts keep the last good tables"
    assert dict(warning.facts)["Publishing"] == "goes on"
    assert blocking.title == "flowmaticx.leads: the check rule: id fails now"
    assert blocking.link == well.link == f"{UI}/assets/flowmaticx/leads?view=checks&checkDetail=rule%3A+id"
    assert (well.tone, well.to_do) == (Tone.WELL, "")
