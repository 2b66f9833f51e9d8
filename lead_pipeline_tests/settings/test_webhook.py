"""The webhook of the chat: only an address that travels safely, its format, and that it is never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lead_pipeline import settings
from lead_pipeline.errors import SettingsError
from lead_pipeline.settings import WebhookFormat

if TYPE_CHECKING:
    from lead_pipeline.settings import Settings

SLACK = "https://hooks.slack.com/services/T0001/B0002/hunter2hunter2hunter2"
TEAMS = (
    "https://default0f.9e.environment.api.powerplatform.com:443/workflows/0f9d/invoke?api-version=1&sig=hunter2-hunter2"
)


def load(**variables: str) -> Settings:
    return settings.load({"LEAD_PIPELINE_HOME": "/none", **variables})


def format_of(url: str, said: str = "") -> WebhookFormat:
    found = load(LEAD_PIPELINE_WEBHOOK_URL=url, LEAD_PIPELINE_WEBHOOK_FORMAT=said).webhook
    assert found is not None
    assert found.url.reveal() == url
    return found.format


@pytest.mark.parametrize("blank", [{}, {"LEAD_PIPELINE_WEBHOOK_URL": " "}, {"LEAD_PIPELINE_WEBHOOK_FORMAT": "teams"}])
def test_without_an_address_there_is_none(blank: dict[str, str]) -> None:
    assert load(**blank).webhook is None


@pytest.mark.parametrize(
    ("url", "told"),
    [
        (SLACK, "slack"),
        (TEAMS, "teams"),
        ("https://prod-23.westeurope.logic.azure.com:443/workflows/0f?sig=x", "teams"),
        ("https://acme.webhook.office.com/webhookb2/0f9d@1a2b/IncomingWebhook/3c/4d", "teams"),
        ("https://ACME.Webhook.Office.com/webhookb2/0f", "teams"),
        ("https://chat.example.com/hooks/0f", "slack"),
        ("https://webhook.office.com.example.com/0f", "slack"),
        ("http://127.0.0.1:8065/hooks/0f", "slack"),
        ("http://[::1]/0f", "slack"),
    ],
)
def test_the_host_tells_the_format(url: str, told: str) -> None:
    assert format_of(url) == told


def test_a_format_that_is_said_counts_more_than_the_host() -> None:
    assert format_of(SLACK, "teams") == WebhookFormat.TEAMS
    assert format_of(TEAMS, " Slack ") == WebhookFormat.SLACK


def test_an_address_may_have_blanks_around_it() -> None:
    found = load(LEAD_PIPELINE_WEBHOOK_URL=f" {SLACK}\n").webhook
    assert found is not None
    assert found.url.reveal() == SLACK


@pytest.mark.parametrize(
    "url",
    [
        "hooks.slack.com/services/hunter2",
        "hunter2",
        "ftp://hooks.slack.com/hunter2",
        "https://",
        "https:///hunter2",
        "https://ann:hunter2@hooks.slack.com/x",
        "https://hooks.slack.com/hunter2#x",
        "https://hooks.slack.com:port/hunter2",
        "https://hooks.slack.com/a hunter2",
        '"https://hooks.slack.com/hunter2"',
        "https://hooks.slack.com/hunter2ä",
        "https://hooks.slack.com/hunter2\x00",
    ],
)
def test_what_is_no_address_is_refused_and_not_shown(url: str) -> None:
    with pytest.raises(SettingsError, match=r"^LEAD_PIPELINE_WEBHOOK_URL is no web address\. Copy the whole") as caught:
        load(LEAD_PIPELINE_WEBHOOK_URL=url)
    assert "hunter2" not in f"{caught.value} {caught.value!r} {caught.value.facts}"


@pytest.mark.parametrize("host", ["hooks.slack.com", "10.0.0.1", "localhost.example.com"])
def test_plain_http_to_another_machine_is_refused(host: str) -> None:
    with pytest.raises(SettingsError, match="Write https:// in LEAD_PIPELINE_WEBHOOK_URL") as caught:
        load(LEAD_PIPELINE_WEBHOOK_URL=f"http://{host}/hunter2")
    assert "hunter2" not in str(caught.value)


def test_a_format_that_is_none_is_refused_and_not_shown_for_it_may_be_the_address() -> None:
    with pytest.raises(
        SettingsError, match=r"^LEAD_PIPELINE_WEBHOOK_FORMAT names no format\. It is slack or teams"
    ) as caught:
        load(LEAD_PIPELINE_WEBHOOK_FORMAT=SLACK)
    assert "hunter2" not in str(caught.value)


def test_settings_do_not_print_it_and_count_it_among_the_secrets() -> None:
    found = load(LEAD_PIPELINE_WEBHOOK_URL=SLACK, FLOWMATICX_API_KEY="lg_live_x")
    assert "hunter2" not in f"{found} {found!r}"
    assert [secret.reveal() for secret in found.secrets] == ["lg_live_x", SLACK]
    assert [secret.reveal() for secret in load(FLOWMATICX_API_KEY="lg_live_x").secrets] == ["lg_live_x"]


@pytest.mark.parametrize("url", [SLACK, TEAMS])
def test_it_takes_itself_out_of_a_text_in_parts_too(url: str) -> None:
    found = load(LEAD_PIPELINE_WEBHOOK_URL=url).webhook
    assert found is not None
    path = url.partition("://")[2].partition("/")[2]
    for told in (url, f"no such page: /{path}", path.replace("/", " ").replace("=", " "), path.replace("&", "&amp;")):
        assert "hunter2" not in found.scrub(told)
    assert found.scrub("no_service: ask T or B") == "no_service: ask T or B"


@pytest.mark.parametrize(
    "url", ["http://dagster.lan:3000", "https://dagster.example.com/team/", "http://127.0.0.1:3000"]
)
def test_messages_link_to_the_ui_where_it_is_said_to_be(url: str) -> None:
    assert load(LEAD_PIPELINE_UI_URL=url).ui_url == url.rstrip("/")


def test_the_ui_is_on_this_machine_if_nothing_is_said() -> None:
    assert load().ui_url == load(LEAD_PIPELINE_UI_URL=" ").ui_url == "http://127.0.0.1:3000"


@pytest.mark.parametrize("url", ["dagster.lan", "ftp://x", "http://x/?a", "http://x/#a", "http://a:b@x", "http://x/|>"])
def test_a_ui_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match=r"^LEAD_PIPELINE_UI_URL is no web address\. It is like "):
        load(LEAD_PIPELINE_UI_URL=url)
