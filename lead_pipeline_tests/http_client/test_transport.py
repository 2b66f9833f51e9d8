"""Connections that break: asked again when it may pass, told with a cure when it will not."""

from __future__ import annotations

import asyncio
import gzip
import socket
from dataclasses import replace

import pytest

from lead_pipeline.errors import BodyFault, LeadPipelineError, NetworkFault, ServerUnreachable
from lead_pipeline.http_client.client import ApiClient, Tally
from lead_pipeline.http_client.no_limit import NoLimit
from lead_pipeline_tests.http_client.asking import JOBS, KEY, QUICK, account, asking, error_of, whole
from lead_pipeline_tests.http_client.scripted_server import Answer, data, says

pytestmark = pytest.mark.anyio

WHOLE = data(7).raw
ZIPPED = gzip.compress(b'{"ok": true, "data": 7}', mtime=0)
BROKEN = [
    pytest.param(Answer(b"", "close"), id="closed without a word"),
    pytest.param(Answer(b"", "reset"), id="reset without a word"),
    pytest.param(Answer(WHOLE[:20], "close"), id="cut in the head"),
    pytest.param(Answer(WHOLE[:-4], "close"), id="cut in the body"),
    pytest.param(Answer(WHOLE[:-4], "reset"), id="reset in the body"),
    pytest.param(Answer(b'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"ok', "close"), id="half a chunk"),
    pytest.param(Answer(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", "close"), id="no chunk at all"),
    pytest.param(Answer(b"SSH-2.0-OpenSSH_9\r\n\r\n", "close"), id="no HTTP"),
    pytest.param(says(200, ZIPPED[:12] + b"????" + ZIPPED[16:], content_encoding="gzip"), id="corrupt gzip"),
    pytest.param(says(200, b"plain", content_encoding="gzip"), id="gzip that is none"),
]
WRONG_LENGTH = [
    pytest.param(says(200, b'{"ok": true, "data": 7}', "close", content_length="9"), id="body longer than it says"),
    pytest.param(says(200, ZIPPED[:-12], content_encoding="gzip"), id="gzip cut short"),
    pytest.param(Answer(b'HTTP/1.1 200 OK\r\n\r\n{"ok": true, "da', "close"), id="cut where no length is said"),
]


@pytest.mark.parametrize("broken", [*BROKEN, *WRONG_LENGTH])
async def test_a_broken_connection_is_tried_again(broken: Answer) -> None:
    async with asking(broken, data(7)) as (server, asker):
        assert await asker.ask() == b"7"
    assert len(server.requests) == 2


@pytest.mark.parametrize("broken", BROKEN)
async def test_one_that_stays_broken_is_a_network_fault(broken: Answer) -> None:
    error = await error_of(broken)
    assert isinstance(error, NetworkFault)
    assert "flowmaticx/north jobs at http://127.0.0.1:" in str(error)
    assert "run again" in error.cure


@pytest.mark.parametrize("broken", WRONG_LENGTH)
async def test_a_body_of_the_wrong_length_never_passes_for_a_whole_one(broken: Answer) -> None:
    assert isinstance(await error_of(broken), NetworkFault | BodyFault)


async def test_a_good_gzip_is_read() -> None:
    async with asking(says(200, ZIPPED, content_encoding="gzip")) as (_, asker):
        assert await asker.ask() == b"7"


async def test_a_connection_closed_after_an_answer_is_opened_anew() -> None:
    async with asking(replace(data(1), then="close"), data(2)) as (server, asker):
        assert [await asker.ask(), await asker.ask()] == [b"1", b"2"]
    assert len(server.requests) == 2


async def error_at(url: str) -> LeadPipelineError:
    async with ApiClient(account(url), NoLimit(), policy=QUICK) as client:
        with pytest.raises(LeadPipelineError) as caught:
            await client.get(JOBS, {}, whole, Tally())
    return caught.value


async def test_nobody_listening_is_a_network_fault() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert isinstance(await error_at(f"http://127.0.0.1:{taken.getsockname()[1]}"), NetworkFault)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        pytest.param(b"HTTP/1.1 400 Bad Request\r\n\r\n", ServerUnreachable, id="a server without TLS"),
        pytest.param(b"", NetworkFault, id="a connection closed while TLS begins"),
    ],
)
async def test_tls_that_fails_is_no_address_to_send_a_key_to(words: bytes, kind: type[LeadPipelineError]) -> None:
    heard: list[bytes] = []

    async def answer_the_hello(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(9000))
        writer.write(words)
        writer.close()

    async with await asyncio.start_server(answer_the_hello, "127.0.0.1", 0) as server:
        error = await error_at(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    assert type(error) is kind
    assert "the base URL" in error.cure
    assert KEY.encode() not in b"".join(heard)


@pytest.mark.parametrize("url", ["app.example.com/api", "ftp://127.0.0.1", "http://"])
async def test_a_base_url_that_is_none_is_told(url: str) -> None:
    error = await error_at(url)
    assert isinstance(error, ServerUnreachable)
    assert error.cure == "Check the base URL."
