"""What a value becomes in its column: the same value in that column's type, or a reason to set its record aside.

Instants and texts have files of their own.
"""

from __future__ import annotations

import pytest

from lead_pipeline_tests.validate.things import landed, reasons, sort_text, thing

BIG = 2**53


@pytest.mark.parametrize(
    ("value", "whole"),
    [
        (127, 127),
        ("127", 127),
        ("-5", -5),
        (3.0, 3),
        (-0.0, 0),
        (2**63 - 1, 2**63 - 1),
        (-(2**63), -(2**63)),
        (str(2**63 - 1), 2**63 - 1),
        (BIG + 1, BIG + 1),
        (None, None),
    ],
    ids=repr,
)
def test_a_whole_number_lands_whatever_it_is_written_as(value: object, whole: int | None) -> None:
    got = landed("size", value)
    assert got == whole
    assert type(got) is type(whole)


@pytest.mark.parametrize(
    "value",
    [2**63, -(2**63) - 1, 10**30, str(2**63), "9" * 25, 3.5, 1e18, "3.0", "12 ", "٣", "", "many", True, False, [1], {}],
    ids=repr,
)
def test_what_is_no_whole_number_of_64_bits_is_set_aside(value: object) -> None:
    assert reasons(thing(size=value)) == [["size: not a whole number of 64 bits"]]


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (4.5, 4.5),
        (4, 4.0),
        ("4.5", 4.5),
        ("4", 4.0),
        ("-1e3", -1000.0),
        (BIG, float(BIG)),
        (-BIG, -float(BIG)),
        (1e300, 1e300),
    ],
    ids=repr,
)
def test_a_number_lands_whatever_it_is_written_as(value: object, number: float) -> None:
    got = landed("rating", value)
    assert got == number
    assert type(got) is float


@pytest.mark.parametrize(
    "value",
    [BIG + 1, -BIG - 1, str(BIG + 1), 10**400, "9" * 25, "1e400", "nan", "NaN", "inf", "Infinity", "4,5", "", True, []],
    ids=lambda value: repr(value)[:20],
)
def test_what_no_float_holds_exactly_is_set_aside(value: object) -> None:
    assert "rating: not a number that a float holds exactly" in reasons(thing(rating=value))[0]


@pytest.mark.parametrize("literal", ["1e400", "-1e400", "9" * 5000], ids=["over", "under", "digits"])
def test_a_number_beyond_every_float_costs_its_record_and_no_other(literal: str) -> None:
    rows = f'[{{"id": 1, "owner": "Ann", "rating": {literal}}}, {{"id": 2, "owner": "Bob"}}]'
    done = sort_text(rows)
    assert done.good["id"].to_list() == [2]
    assert done.aside["key"].to_list() == ["1"]
    assert "rating: not a number that a float holds exactly" in done.aside["reasons"][0]


@pytest.mark.parametrize(
    ("value", "truth"), [(True, True), (False, False), ("true", True), ("False", False), (None, None)], ids=repr
)
def test_a_truth_lands_as_word_or_as_text(value: object, truth: bool | None) -> None:
    assert landed("is_open", value) is truth


@pytest.mark.parametrize("value", [0, 1, "1", "yes", "", 1.0], ids=repr)
def test_what_only_means_a_truth_is_set_aside(value: object) -> None:
    assert reasons(thing(isOpen=value)) == [["is_open: neither true nor false"]]


@pytest.mark.parametrize(("value", "text"), [(10115, "10115"), (2**70, str(2**70)), (1.5, "1.5"), ("", "")], ids=repr)
def test_a_number_lands_in_a_text(value: object, text: str) -> None:
    assert landed("name", value) == text


@pytest.mark.parametrize("value", [True, [], {}, ["a"], {"de": "Kiste"}], ids=repr)
def test_what_is_neither_text_nor_number_is_no_text(value: object) -> None:
    assert reasons(thing(name=value)) == [["name: not a text"]]
