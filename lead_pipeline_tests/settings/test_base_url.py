"""Where a key may be sent: over TLS, or to this very machine. A bad address names its variable and is not shown."""

from __future__ import annotations

import pytest

from lead_pipeline import settings

KEY = "lg_live_0123456789abcdef"


def base_url(url: str) -> str:
    """The base URL of the account; or what is wrong with it."""
    found = settings.load({"LEAD_PIPELINE_HOME": "/none", "FLOWMATICX_API_KEY": KEY, "FLOWMATICX_BASE_URL": url})
    return found.accounts[0].base_url if found.accounts else str(found.problems[0])


@pytest.mark.parametrize(
    "url",
    [
        "https://app.example.com",
        "https://app.example.com:8443/api/v1",
        "HTTPS://App.Example.com/api",
        "http://127.0.0.1:8000/api",
        "http://127.8.9.1",
        "http://localhost:8000",
        "http://LOCALHOST",
        "http://[::1]:8000",
    ],
)
def test_tls_and_this_machine_will_do(url: str) -> None:
    assert base_url(url) == url
    assert base_url(f" {url}/ ") == url


@pytest.mark.parametrize(
    "url",
    [
        "http://app.example.com",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://10.0.0.1",
        "http://0.0.0.0",
        "http://[::2]",
        "http://128.0.0.1",
    ],
)
def test_plain_http_to_another_machine_is_refused(url: str) -> None:
    told = base_url(url)
    assert told.startswith("Plain http to ")
    assert "Write https:// in FLOWMATICX_BASE_URL" in told


@pytest.mark.parametrize(
    "url",
    [
        "app.example.com",
        "ftp://app.example.com",
        "https://",
        "https:///api",
        "https://app.example.com:port",
        "https://app.example.com:99999",
        "https://[::1",
        "https://app.example.com/?api_key=hunter2",
        "https://app.example.com/api?",
        "https://app.example.com/#",
        "https://ann:hunter2@app.example.com",
        "https://hunter2@app.example.com",
        "https://app.example.com/a b",
        "https://app.example.com\\@hunter2",
        "hunter2",
    ],
)
def test_what_is_no_address_is_refused_and_not_shown(url: str) -> None:
    told = base_url(url)
    assert told.startswith("FLOWMATICX_BASE_URL is no base URL. It is like https://")
    assert "hunter2" not in told
