"""What a glance tells of a page is what a longer look finds, or nothing: whatever texts and lists stand in it."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lead_pipeline.http_client.data import Data
from lead_pipeline.http_client.glance import fields_at_a_glance
from lead_pipeline.spec.reply import Envelope

ENVELOPE = Envelope()
PAGE = b'{"ok":true,"data":{"leads":[{"id":2},{"id":1}],"total":2,"limit":100,"offset":0}}'
SIGNS = ["]", "]}}", '],"total":5}}', "}}", '"', "\\", '"]', "\n", "", "é"]
texts = st.lists(st.sampled_from(SIGNS), max_size=3).map("".join)
names = st.sampled_from(["leads", "total", "ok", "data", "error", "success", "x"])
values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.just(0.5) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names | texts, inner, max_size=3),
    max_leaves=6,
)
objects = st.dictionaries(names, values, max_size=4)
answers = st.tuples(
    st.lists(values, max_size=3),  # the rows
    objects,  # beside them
    st.sampled_from([{}, {"ok": True}, {"ok": False}, {"success": True}]),
    st.one_of(st.just({}), objects),  # behind the data
)


def written(answer: tuple[Any, Any, Any, Any], indent: int | None) -> bytes:
    rows, beside, before, behind = answer
    whole = {**before, "data": {"leads": rows, **beside}, **behind}
    return json.dumps(whole, indent=indent, ensure_ascii=False).encode()


def decoded(fields: Any) -> dict[str, Any]:
    return {name: msgspec.json.decode(raw) for name, raw in fields.items()}


def agrees(body: bytes) -> None:
    """Nothing is told, or no list that it tells of is one, or all of it is so."""
    glanced = fields_at_a_glance(body, ENVELOPE)
    if glanced is None:
        return
    try:
        told = decoded(glanced)
    except msgspec.DecodeError:
        return
    found = Data.within(body, ENVELOPE)
    assert found is not None
    data, beside = found
    assert data.fields is not None
    assert told == decoded(data.fields)
    assert set(decoded(beside).values()) <= {True}


def test_a_page_is_told_at_a_glance() -> None:
    told = fields_at_a_glance(PAGE, ENVELOPE)
    assert told is not None
    assert decoded(told) == {"leads": [{"id": 2}, {"id": 1}], "total": 2, "limit": 100, "offset": 0}
    assert fields_at_a_glance(json.dumps(json.loads(PAGE), indent=2).encode() + b"\n", ENVELOPE) is not None
    assert fields_at_a_glance(b'{"ok":true,"data":{"leads":[]}}', ENVELOPE) is not None


@pytest.mark.parametrize(
    "body",
    [
        PAGE.replace(b"true", b"false"),
        PAGE.replace(b'"total":2', b'"leads":2'),
        PAGE.replace(b'"total":2', b'"total":007'),
        PAGE.replace(b'"total":2', b'"to\ntal":2'),
        PAGE.replace(b'"leads"', b'"le\nads"'),
        PAGE.replace(b'"ok":true', b'"ok":true,"error":{}'),
        PAGE[:-1] + b',"error":{}}',
        PAGE[:-1],
        PAGE + b"{}",
        b"",
    ],
)
def test_what_is_no_plain_page_is_not(body: bytes) -> None:
    assert fields_at_a_glance(body, ENVELOPE) is None


def test_where_the_outer_object_is_the_data_there_is_no_glance() -> None:
    assert fields_at_a_glance(PAGE, Envelope(data=None)) is None


@given(answers, st.sampled_from([None, 1]))
def test_what_is_told_is_so_if_its_list_is_one(answer: tuple[Any, Any, Any, Any], indent: int | None) -> None:
    agrees(written(answer, indent))


@given(answers, st.integers(0, 400), st.integers(0, 400), st.sampled_from([b"", b"]", b'"', b"}}", b",", b"["]))
@example(([["x"]], {"tags": []}, {"ok": True}, {}), 0, 0, b"")
def test_a_body_that_was_damaged_is_never_told_wrongly(
    answer: tuple[Any, Any, Any, Any], first: int, last: int, instead: bytes
) -> None:
    body = written(answer, None)
    damaged = body[:first] + instead + body[max(first, min(last, len(body))) :]
    agrees(damaged)


def test_a_longer_look_is_taken_only_where_the_whole_is_asked_for() -> None:
    looked: list[bool] = []

    def exactly() -> Data:
        looked.append(True)
        return Data(lambda: msgspec.Raw(b"{}"))

    data = Data.at_a_glance(PAGE, ENVELOPE, exactly)
    assert data is not None
    assert not looked
    assert bytes(data.raw) == b"{}"
    assert looked == [True]
