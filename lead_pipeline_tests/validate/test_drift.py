"""Drift: what an API does that nobody declared. It is noted with the number of records, and costs no record.

Only what the declaration calls a closed set, or a field that may not be empty, sets a record aside.
"""

from __future__ import annotations

import json

import pytest

from lead_pipeline.validate.drift import Drift, DriftKind
from lead_pipeline_tests.validate.things import reasons, sort, thing, without


def test_records_as_declared_drift_in_nothing() -> None:
    assert sort(thing(), thing(id=2, size=None)).drift == []


@pytest.mark.parametrize("beside", [[], [thing(id=3, more=1)]], ids=["usual", "odd"])
def test_a_missing_field_is_empty_and_noted(beside: list[object]) -> None:
    done = sort(without("size"), without("size", id=2), *beside)
    assert done.good["size"].to_list()[:2] == [None, None]
    assert Drift(DriftKind.MISSING_FIELD, "size", "", 2) in done.drift


def test_a_missing_field_that_may_not_be_empty_sets_aside_too() -> None:
    done = sort(without("owner"), thing(id=2))
    assert done.aside["reasons"].to_list() == [["owner: not_nullable"]]
    assert done.drift == [Drift(DriftKind.MISSING_FIELD, "owner", "", 1)]


def test_a_field_nobody_declared_is_kept_and_noted() -> None:
    done = sort(thing(tags=["b", "a"], plan={"z": 1, "a": None}), thing(id=2))
    assert done.good["_extra"].to_list() == ['{"plan":{"a":null,"z":1},"tags":["b","a"]}', None]
    assert {(drift.kind, drift.field, drift.detail, drift.records) for drift in done.drift} == {
        (DriftKind.NEW_FIELD, "tags", "list", 1),
        (DriftKind.NEW_FIELD, "plan", "dict", 1),
    }


def test_what_nobody_declared_is_kept_whatever_it_is() -> None:
    value = {"big": 10**30, "deep": [[[{}]]], "text": "🦆\x00", "none": None, "float": 1e300}
    (kept,) = sort(thing(new=value)).good["_extra"].to_list()
    assert json.loads(kept) == {"new": value}


def test_the_order_of_fields_is_no_difference() -> None:
    one, other = sort(thing(a=1, b={"c": 1, "d": 2})), sort(thing(b={"d": 2, "c": 1}, a=1))
    assert one.good.equals(other.good)


def test_the_name_of_a_new_field_is_noted_in_part_only() -> None:
    assert sort(thing(**{"x" * 1000: 1})).drift == [Drift(DriftKind.NEW_FIELD, "x" * 80, "int", 1)]


def test_a_type_that_moved_is_noted_whether_it_casts_or_not() -> None:
    done = sort(thing(size="3"), thing(id=2, size="three"), thing(id=3, rating=4))
    assert done.drift == [Drift(DriftKind.TYPE_MOVED, "size", "str", 2)]
    assert done.good["id"].to_list() == [1, 3]


def test_a_value_beyond_an_open_set_lands_and_is_noted() -> None:
    done = sort(thing(colour="green"), thing(id=2, colour="Green"), thing(id=3, colour="red"), thing(id=4, colour=None))
    assert done.good["colour"].to_list() == ["GREEN", "GREEN", "RED", None]
    assert done.drift == [Drift(DriftKind.NEW_VALUE, "colour", "GREEN", 2)]


def test_a_value_beyond_a_closed_set_is_set_aside() -> None:
    done = sort(thing(state="new"), thing(id=2, state="broken"))
    assert done.good["state"].to_list() == ["NEW"]
    assert done.aside["reasons"].to_list() == [["state: isin(['NEW', 'OLD'])"]]


def test_a_field_with_another_case_is_another_field() -> None:
    done = sort({**without("size"), "Size": 3})
    assert {drift.kind for drift in done.drift} == {DriftKind.MISSING_FIELD, DriftKind.NEW_FIELD}


def test_a_value_that_is_set_aside_says_so_once() -> None:
    assert reasons(thing(id="one")) == [["id: not a whole number of 64 bits"]]
