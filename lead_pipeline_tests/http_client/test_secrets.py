"""The key is in the header of a request, and nowhere else: no error, picture, pickle or traceback shows it."""

from __future__ import annotations

import asyncio
import copy
import pickle
import traceback
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from lead_pipeline.errors import KeyRejected, LeadPipelineError
from lead_pipeline.http_client.client import ApiClient
from lead_pipeline.http_client.no_limit import NoLimit
from lead_pipeline.http_client.redaction import HIDDEN, Secret
from lead_pipeline.http_client.throttle import SharedThrottle
from lead_pipeline.spec.budget import Budget
from lead_pipeline_tests.http_client.asking import KEY, account, asking, error_of
from lead_pipeline_tests.http_client.scripted_server import Answer, data, failure, says

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BLABBING = [
    pytest.param(failure(401, "UNAUTHORIZED", f"No such key: Bearer {KEY}"), id="in the message"),
    pytest.param(failure(400, KEY), id="as the code"),
    pytest.param(failure(400, "X", "-" * 295 + KEY), id="where the message is cut"),
    pytest.param(failure(429, "RATE_LIMITED", KEY, retry_after="86400"), id="in a 429 that pauses"),
    pytest.param(failure(500, "X", KEY), id="in a 5xx"),
    pytest.param(failure(200, "X", KEY), id="in a 200"),
    pytest.param(says(200, f"<html>{KEY}</html>".encode()), id="in HTML"),
    pytest.param(says(302, location=f"http://127.0.0.1/?key={KEY}"), id="in a redirect"),
    pytest.param(Answer(f"{KEY}\r\n\r\n".encode(), "close"), id="in no HTTP"),
    pytest.param(Answer(b"", "close"), id="nowhere"),
]


def pictures_of(error: LeadPipelineError) -> str:
    told = "".join(traceback.format_exception(error))
    return told + str(error) + repr(error) + repr(error.facts) + repr(pickle.dumps(error, 0))


@pytest.mark.anyio
@pytest.mark.parametrize("answer", BLABBING)
async def test_no_error_shows_the_key_even_if_the_server_does(answer: Answer) -> None:
    assert KEY not in pictures_of(await error_of(answer))


@pytest.mark.anyio
async def test_the_key_is_sent_in_the_header_that_the_source_declares() -> None:
    async with asking(data()) as (server, asker):
        await asker.ask(limit="100", billable_only="false")
    (request,) = server.requests
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.target == "/jobs?limit=100&billable_only=false"


@pytest.mark.parametrize("key", ["", " ", KEY + "\n", KEY + " ", "lg live", "lg_live_ü", "lg\x00"])
def test_a_key_that_no_header_holds_is_refused_before_anything_is_sent(key: str) -> None:
    with pytest.raises(KeyRejected) as caught:
        ApiClient(account("http://127.0.0.1", key), NoLimit())
    assert "NORTH_API_KEY" in caught.value.cure
    assert not key.strip() or key.strip() not in pictures_of(caught.value)


@pytest.mark.parametrize("show", [str, repr, "{}".format], ids=["str", "repr", "format"])
def test_a_secret_does_not_print(show: Callable[[object], str]) -> None:
    assert KEY not in show(Secret(KEY))
    assert KEY not in show({"key": Secret(KEY)})


def test_an_account_does_not_print_its_key() -> None:
    north = account("http://127.0.0.1")
    assert KEY not in f"{north} {north!r}"
    assert str(north) == "flowmaticx/north"


@pytest.mark.parametrize("store", [pickle.dumps, copy.deepcopy])
@pytest.mark.parametrize("holder", [Secret(KEY), account("http://127.0.0.1")], ids=["secret", "account"])
def test_a_secret_is_never_stored(store: Callable[[object], object], holder: object) -> None:
    with pytest.raises(TypeError, match="never stored"):
        store(holder)


def test_scrubbing_takes_out_every_copy_and_an_empty_secret_none() -> None:
    assert Secret(KEY).scrub(f"{KEY}, {KEY}") == f"{HIDDEN}, {HIDDEN}"
    assert Secret("").scrub("as it was") == "as it was"


def test_a_secret_is_shown_only_when_asked_by_name() -> None:
    assert Secret(KEY).reveal() == KEY
    assert not hasattr(Secret(KEY), "__dict__")


def test_the_throttle_file_tells_nothing_of_the_key(tmp_path: Path) -> None:
    with closing(SharedThrottle(tmp_path / "throttle.sqlite", Secret(KEY), Budget(requests=10))) as throttle:
        asyncio.run(throttle.turn())
    written = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert written
    assert KEY.encode() not in written
