"""Faults in the bytes of an answer and in the way they travel, seen by a real client.

The answer behind them is right; the next request gets it.
"""

from __future__ import annotations

import json
import socket
from urllib.parse import urlsplit

import httpx
import pytest

from lead_pipeline_tests.sandbox.conftest import KEY, Caller


@pytest.fixture
def right(caller: Caller) -> bytes:
    return caller.get("/leads", limit=3).content


def spoiled(caller: Caller, kind: str, **params: object) -> httpx.Response:
    caller.sandbox.faults.arm(kind, "flowmaticx/leads", **params)  # type: ignore[arg-type]  # params are the kind's
    return caller.get("/leads", limit=3)


def raw(caller: Caller) -> bytes:
    """Read all that comes, as no HTTP client would."""
    address = urlsplit(caller.running.root_url)
    with socket.create_connection((str(address.hostname), address.port or 0), timeout=5) as connection:
        request = f"GET {urlsplit(caller.running.base_url).path}/leads?limit=3 HTTP/1.1\r\nHost: x\r\n"
        connection.sendall(f"{request}Authorization: Bearer {KEY}\r\n\r\n".encode())
        read = b""
        while chunk := connection.recv(65_536):
            read += chunk
    return read


def test_cut_resets_the_connection_within_the_body(caller: Caller) -> None:
    with pytest.raises(httpx.ReadError):
        spoiled(caller, "cut")
    assert caller.get("/leads").status_code == 200


def test_cut_may_close_it_in_order_after_some_bytes(caller: Caller, right: bytes) -> None:
    caller.sandbox.faults.arm("cut", how="close", at=0.25)
    head, _, body = raw(caller).partition(b"\r\n\r\n")
    assert f"content-length: {len(right)}".encode() in head
    assert body == right[: len(right) // 4]
    with pytest.raises(httpx.RemoteProtocolError):
        spoiled(caller, "cut", how="close")


def test_truncated_json_has_a_length_that_fits(caller: Caller, right: bytes) -> None:
    answer = spoiled(caller, "truncated_json", keep=0.5)
    assert answer.content == right[: len(right) // 2]
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_wrong_length_too_high_leaves_the_client_waiting_for_more(caller: Caller) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        spoiled(caller, "wrong_length", delta=10)


def test_wrong_length_too_low_loses_the_end(caller: Caller, right: bytes) -> None:
    assert spoiled(caller, "wrong_length", delta=-10).content == right[:-10]


def test_empty_body_keeps_the_status(caller: Caller) -> None:
    answer = spoiled(caller, "empty_body")
    assert (answer.status_code, answer.content) == (200, b"")


def test_html_body_keeps_the_status(caller: Caller) -> None:
    answer = spoiled(caller, "html_body")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.text.startswith("<!DOCTYPE html>")


def test_error_as_200_has_an_error_envelope(caller: Caller) -> None:
    answer = spoiled(caller, "error_as_200", status=429)
    assert answer.status_code == 200
    assert answer.json()["ok"] is False
    assert answer.json()["error"]["code"] == "RATE_LIMITED"


def test_wrong_content_type_keeps_the_json(caller: Caller, right: bytes) -> None:
    answer = spoiled(caller, "wrong_content_type", value="text/plain")
    assert (answer.headers["content-type"], answer.content) == ("text/plain", right)


def test_bom_stands_before_the_json(caller: Caller, right: bytes) -> None:
    assert spoiled(caller, "bom").content == b"\xef\xbb\xbf" + right


def test_invalid_utf8_cannot_be_decoded(caller: Caller) -> None:
    with pytest.raises(UnicodeDecodeError):
        spoiled(caller, "invalid_utf8").content.decode()


def test_nul_character_is_in_the_first_text_or_in_a_field_of_every_row(caller: Caller) -> None:
    first = spoiled(caller, "nul_character").json()["data"]["leads"]
    assert sum("\0" in str(value) for lead in first for value in lead.values()) == 1
    field = spoiled(caller, "nul_character", field="country").json()["data"]["leads"]
    assert all(lead["country"].startswith("\0") for lead in field)


def test_nan_stands_for_the_first_number_or_for_a_field_of_every_row(caller: Caller) -> None:
    def refuse(name: str) -> None:
        raise ValueError(name)

    with pytest.raises(ValueError, match="NaN"):
        json.loads(spoiled(caller, "nan").content, parse_constant=refuse)
    leads = json.loads(spoiled(caller, "nan", field="id").content)["data"]["leads"]
    assert all(lead["id"] != lead["id"] for lead in leads)


def test_data_null_keeps_the_envelope(caller: Caller) -> None:
    assert spoiled(caller, "data_null").json() == {"ok": True, "data": None}


def test_list_body_is_a_bare_list(caller: Caller, right: bytes) -> None:
    assert spoiled(caller, "list_body").json() == json.loads(right)["data"]["leads"]
    caller.sandbox.faults.arm("list_body")
    assert caller.get("/credits").json()[0]["planId"] == "AGENCY"


def test_corrupt_gzip_cannot_be_unpacked(caller: Caller) -> None:
    with pytest.raises(httpx.DecodingError):
        spoiled(caller, "corrupt_gzip")


def test_padding_makes_it_huge_and_leaves_it_good(caller: Caller, right: bytes) -> None:
    answer = spoiled(caller, "padding", size=3_000_000)
    assert len(answer.content) == len(right) + 3_000_000
    assert answer.json() == json.loads(right)


def test_a_broken_answer_is_in_the_journal_with_what_was_sent(caller: Caller, right: bytes) -> None:
    caller.sandbox.journal.clear()
    caller.sandbox.faults.arm("cut", how="close", at=0.5)
    raw(caller)
    (entry,) = caller.sandbox.journal
    assert (entry.status, entry.faults, entry.bytes) == (200, ("cut",), len(right) // 2)


def test_hang_up_sends_all_and_closes_without_saying_so(caller: Caller, right: bytes) -> None:
    caller.sandbox.faults.arm("hang_up")
    head, _, body = raw(caller).partition(b"\r\n\r\n")
    assert body == right
    assert b"connection: close" not in head.lower()


def test_drip_sends_the_rest_byte_by_byte(caller: Caller, right: bytes) -> None:
    assert spoiled(caller, "drip", at=0.99, seconds=0.001).content == right
    caller.sandbox.faults.arm("drip", seconds=30)
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(
            f"{caller.running.base_url}/leads",
            params={"limit": 3},
            headers={"Authorization": f"Bearer {KEY}"},
            timeout=0.3,
        )


def test_half_character_writes_what_is_none(caller: Caller) -> None:
    name = caller.get("/leads", limit=1).json()["data"]["leads"][0]["keyword"]
    assert f'"\\ud83d{name}"'.encode() in spoiled(caller, "half_character", before=name).content
