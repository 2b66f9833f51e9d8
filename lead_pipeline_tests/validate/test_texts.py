r"""Texts of every kind land letter for letter; one that no file could hold is set aside, and harms no other record.

JSON can write half a character (a lone surrogate, as in `\ud800`). No UTF-8 can.
"""

from __future__ import annotations

import json

import pytest

from lead_pipeline.validate.chunk import Chunk
from lead_pipeline.validate.rules import Sorter
from lead_pipeline_tests.validate.things import READINGS, landed, sort_text, thing

HALF = "\\ud800"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a\x00b", id="nul"),
        pytest.param("🦆👩‍👩‍👧‍👦", id="emoji"),
        pytest.param("مرحبا\u202e!", id="right-to-left"),
        pytest.param("e\u0301 is not é", id="combining"),
        pytest.param(" \t\n\u2028", id="blanks"),
        pytest.param("\\\"'%s${}';--", id="quotes"),
        pytest.param("x" * 1_000_000, id="megabyte"),
    ],
)
@pytest.mark.parametrize("beside", [{}, {"more": 1}], ids=["usual", "odd"])
def test_a_text_lands_letter_for_letter(text: str, beside: dict[str, int]) -> None:
    (row,) = sort_text(json.dumps([thing(name=text, **beside)])).good.to_dicts()
    assert row["name"] == text


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert landed("name", "\U0001f986") == "🦆"
    (row,) = sort_text('[{"id": 1, "owner": "\\ud83e\\udd86"}]').good.to_dicts()
    assert row["owner"] == "🦆"


@pytest.mark.parametrize("text", [HALF, "\\udc00", "caf\\ud800!", "\\ud800\\ud800", "\\ud800 and more text after it"])
def test_half_a_character_costs_its_record_and_no_other(text: str) -> None:
    record = f'{{"id": 2, "owner": "Bob", "name": "{text}"}}'
    done = sort_text(f'[ {{"id": 1, "owner": "Ann"}} , {record}\n,{{"id": 3, "owner": "Cy"}} ]')
    assert done.good["id"].to_list() == [1, 3]
    assert done.aside["key"].to_list() == ["2"]
    assert done.aside["record"].to_list() == [record]
    assert "name: a text with half a character in it" in done.aside["reasons"][0]


@pytest.mark.parametrize("field", [f'"new": "{HALF}"', f'"{HALF}": 1', f'"new": {{"deep": ["{HALF}"]}}'])
def test_half_a_character_that_nobody_declared_is_set_aside_too(field: str) -> None:
    done = sort_text(f'[{{"id": 1, "owner": "Ann", {field}}}, {{"id": 2, "owner": "Bob"}}]')
    assert done.good["id"].to_list() == [2]
    assert done.aside["reasons"].to_list() == [["record: holds a text or a number that JSON cannot say"]]


def test_a_record_without_a_key_may_hold_half_a_character_as_well() -> None:
    done = Sorter(READINGS, "readings").sort([Chunk(f'[{{"level": "{HALF}"}}]'.encode())])
    assert done.aside["reasons"][0][1] == "level: not a whole number of 64 bits"
    assert done.aside["key"][0].startswith("record ")
