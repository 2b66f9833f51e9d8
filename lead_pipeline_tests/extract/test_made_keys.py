"""Records that tell no key are known again by what they tell, wherever they stand and in any order of it."""

from __future__ import annotations

import json

from lead_pipeline.extract.made_keys import with_made_keys
from lead_pipeline.extract.page import Page


def page(rows: list[object]) -> Page:
    return Page(0, json.dumps(rows).encode(), [json.dumps(row) for row in rows], None, None)


def test_the_same_record_has_the_same_key_on_any_page() -> None:
    here = with_made_keys(page([{"a": 1, "b": {"c": 2, "d": 3}}, {"a": 2}]), "id", "/forms/1")
    there = with_made_keys(page([{"b": {"d": 3, "c": 2}, "a": 1}]), "id", "/forms/1")
    assert here.keys[0] == there.keys[0] != here.keys[1]
    assert json.loads(here.rows)[1] == {"id": here.keys[1], "a": 2}


def test_the_same_record_of_another_list_is_another() -> None:
    first, second = (with_made_keys(page([{"a": 1}]), "id", path) for path in ("/forms/1", "/forms/2"))
    assert first.keys != second.keys


def test_a_page_on_which_any_record_tells_its_key_stays_as_it_is() -> None:
    for rows in ([{"a": 1}, {"id": "x"}], [{"a": 1}, 7], []):
        assert with_made_keys(page(rows), "id", "/forms/1") == page(rows)
