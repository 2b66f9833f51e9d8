"""Half a character is no reason to refuse a body; anything else that makes it no JSON is."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lead_pipeline.http_client import lenient_json

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(st.lists(values), st.sampled_from([None, 1]))
@example(["\ud800"], None)
def test_the_items_of_a_list_are_cut_apart_as_received(items: list[object], indent: int | None) -> None:
    cut = lenient_json.cut_list(json.dumps(items, indent=indent).encode())
    assert [json.loads(bytes(item)) for item in cut] == items


@given(st.dictionaries(st.text(), values), st.sampled_from([None, 1]))
@example({"a": "\ud800"}, None)
def test_so_are_the_fields_of_an_object(fields: dict[str, object], indent: int | None) -> None:
    cut = lenient_json.cut_object(json.dumps(fields, indent=indent).encode())
    assert {name: json.loads(bytes(value)) for name, value in cut.items()} == fields


@pytest.mark.parametrize("body", ["", "{}", "[1,]", "[,1]", "[1 2]", "[1", "[1]]", "[1],2", "[NaN]", "[1]x", '["]'])
def test_what_is_no_list_is_refused(body: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        lenient_json.cut_list(body.encode())


@pytest.mark.parametrize("body", ["", "[]", '{"a":1,}', '{,"a":1}', '{"a" 1}', '{"a":}', "{a:1}", '{"a":1', '{"a":1}}'])
def test_what_is_no_object_is_refused(body: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        lenient_json.cut_object(body.encode())
