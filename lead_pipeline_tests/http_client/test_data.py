"""The data of an answer: one look tells what a second would, and where it does not, the body is looked at as before."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lead_pipeline.http_client.data import Data, is_text
from lead_pipeline.spec.reply import Envelope

ENVELOPE = Envelope()
names = st.sampled_from(["data", "ok", "success", "error", "x"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4),
    max_leaves=8,
)


@given(st.dictionaries(names, values), st.sampled_from([None, 1]))
def test_one_look_tells_the_fields_the_whole_and_what_stands_beside(answer: dict[str, object], indent: int) -> None:
    found = Data.within(json.dumps(answer, indent=indent).encode(), ENVELOPE)
    if not isinstance(answer.get("data"), dict):
        assert found is None
        return
    assert found is not None
    data, beside = found
    assert data.fields is not None
    assert {name: json.loads(bytes(raw)) for name, raw in data.fields.items()} == answer["data"]
    assert json.loads(bytes(data.raw)) == answer["data"]
    wanted = {name: value for name, value in answer.items() if name in {"ok", "success", "error"}}
    assert {name: json.loads(bytes(raw)) for name, raw in beside.items()} == wanted


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"data": {}', b'{"data": {"a": 1e}}', b'{"data": {}} {}', b"\xff"]
)
def test_a_broken_body_has_none(body: bytes) -> None:
    assert Data.within(body, ENVELOPE) is None


def test_where_the_outer_object_is_the_data_nothing_is_looked_for_in_it() -> None:
    assert Data.within(b'{"data": {}}', Envelope(data=None)) is None


def test_what_is_given_has_no_fields_before_somebody_looks() -> None:
    assert Data(lambda: msgspec.Raw(b"{}")).fields is None


def is_decoded(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


@given(st.binary() | st.text().map(str.encode) | st.text(st.characters()).map(lambda text: text.encode("utf-16-le")))
@example(b"")
@example("\ud800".encode(errors="surrogatepass"))
@example(b"\xf4\x90\x80\x80")
@example(b"\xc0\x80")
@example(b"x" * 100 + b"\xc3")
def test_a_text_is_what_python_can_decode(body: bytes) -> None:
    assert is_text(body) == is_decoded(body)
