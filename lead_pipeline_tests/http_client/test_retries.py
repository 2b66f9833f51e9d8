"""What passes is asked again, a few times: faults of the server, and bodies that are not what their status says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lead_pipeline.errors import BodyFault, RequestRefused, ServerFault
from lead_pipeline.http_client.retry import RetryPolicy
from lead_pipeline_tests.http_client.asking import asking, whole
from lead_pipeline_tests.http_client.scripted_server import Answer, data, failure, says

if TYPE_CHECKING:
    from lead_pipeline.http_client.data import Data

PASSING = [
    *(pytest.param(says(status), id=f"status {status}") for status in (408, 425, 500, 502, 503, 504, 520, 599)),
    pytest.param(failure(500, "UNAUTHORIZED"), id="a 5xx with any code"),
    pytest.param(failure(200, "INTERNAL"), id="an unknown error in a 200"),
    pytest.param(says(200, {"ok": False}), id="ok is false"),
    pytest.param(says(200, {"success": False, "data": {}}), id="success is false"),
    pytest.param(says(200, {"ok": True, "error": {"code": "X"}, "data": {}}), id="an error beside data"),
    pytest.param(says(200, {"ok": True}), id="no data"),
    pytest.param(says(200, b"<!doctype html><p>Back soon"), id="HTML"),
    pytest.param(says(200, b""), id="nothing"),
    pytest.param(says(204), id="status 204"),
    pytest.param(says(200, b"[1]"), id="no object"),
    pytest.param(says(200, b'{"ok": true, "data": {"jobs": [{"id": 1'), id="half of it"),
    pytest.param(says(200, b'{"ok": true, "data": {"jobs": [{"id": 01}]}}'), id="a number that is none"),
    pytest.param(says(200, b'{"ok": true, "data": {"name": "\xff"}}'), id="no UTF-8, in a part nobody decodes"),
]


@pytest.mark.anyio
@pytest.mark.parametrize("fault", PASSING)
async def test_a_fault_that_passes_is_asked_again(fault: Answer) -> None:
    async with asking(fault, fault, data({"jobs": []})) as (server, asker):
        assert await asker.ask() == b'{"jobs": []}'
    assert len(server.requests) == 3
    assert (asker.tally.requests, asker.tally.retries, asker.tally.rate_limited) == (3, 2, 0)


@pytest.mark.anyio
@pytest.mark.parametrize(("fault", "kind"), [(says(500), ServerFault), (says(200, b"<p>"), BodyFault)])
async def test_one_that_stays_is_given_up_after_so_many_tries(fault: Answer, kind: type[Exception]) -> None:
    async with asking(fault) as (server, asker):
        with pytest.raises(kind, match=r"[Tt]ry again later"):
            await asker.ask()
    assert len(server.requests) == 3
    assert (asker.tally.requests, asker.tally.retries) == (3, 2)


@pytest.mark.anyio
async def test_a_body_that_its_reader_finds_wrong_is_asked_again() -> None:
    seen: list[bytes] = []

    def read(came: Data) -> bytes:
        seen.append(whole(came))
        if len(seen) == 1:
            raise BodyFault("not the page that was asked for")
        return seen[-1]

    async with asking(data([1]), data([2])) as (_, asker):
        assert await asker.ask(read=read) == b"[2]"
    assert seen == [b"[1]", b"[2]"]


@pytest.mark.anyio
async def test_what_was_declined_is_not_asked_again() -> None:
    async with asking(failure(400, "VALIDATION_ERROR"), data()) as (server, asker):
        with pytest.raises(RequestRefused):
            await asker.ask()
    assert (len(server.requests), asker.tally.retries) == (1, 0)


@pytest.mark.anyio
async def test_a_byte_order_mark_does_no_harm() -> None:
    async with asking(says(200, b'\xef\xbb\xbf{"ok": true, "data": 7}')) as (_, asker):
        assert await asker.ask() == b"7"


@given(st.integers(1, 60), st.floats(0.001, 5), st.floats(0.001, 100))
def test_waits_grow_up_to_the_longest_and_keep_half_of_it_at_least(faults: int, first: float, longest: float) -> None:
    ceiling = min(longest, first * 2 ** (faults - 1))
    assert ceiling / 2 <= RetryPolicy(first_wait=first, longest_wait=longest).backoff(faults) <= ceiling
