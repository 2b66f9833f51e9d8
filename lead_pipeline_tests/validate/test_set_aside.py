"""Records set aside: every reason, the record as received, and what tells it apart. Good ones beside them land.

Where a key comes twice in a reading, the later record is the one that counts, good or not.
"""

from __future__ import annotations

import json

import pytest

from lead_pipeline.validate.chunk import Chunk
from lead_pipeline.validate.rules import Sorter
from lead_pipeline_tests.validate.things import READINGS, THINGS, reasons, sort, sort_text, thing


def test_every_broken_rule_is_named_with_its_column() -> None:
    assert reasons(thing(id=0, size="x", state="GONE", owner=None)) == [
        [
            "size: not a whole number of 64 bits",
            "id: greater_than_or_equal_to(1)",
            "state: isin(['NEW', 'OLD'])",
            "owner: not_nullable",
        ]
    ]


@pytest.mark.parametrize(
    "record",
    [
        '{"owner":"Ann","id":1,"size":1.50}',
        '{ "id" : 1 ,\n "owner":"\\u00e4\\/", "size": "x" }',
        '{"id":1,"id":1,"owner":null,"new":1e2}',
    ],
)
def test_a_record_is_kept_just_as_received(record: str) -> None:
    done = sort_text(f'[{{"id": 2, "owner": "Bob"}},\n  {record}\t, {{"id": 3, "owner": "Cy"}}]')
    assert done.aside["record"].to_list() == [record]
    assert done.aside["key"].to_list() == ["1"]
    assert done.aside["shelf_id"].to_list() == [7]
    assert done.good["id"].to_list() == [2, 3]


@pytest.mark.parametrize("record", ["null", "7", '"text"', "[]", "[1, 2]", "true"])
def test_a_record_that_is_no_object_is_set_aside_by_its_text(record: str) -> None:
    done = sort_text(f'[{{"id": 2, "owner": "Bob"}}, {record}]')
    assert done.good["id"].to_list() == [2]
    assert done.aside["reasons"].to_list() == [["record: not a readable object"]]
    assert done.aside["record"].to_list() == [record]
    assert done.aside["key"][0].startswith("record ")
    assert done.drift == [] or {drift.records for drift in done.drift} == {1}


def test_records_without_a_readable_key_are_told_apart_by_their_text() -> None:
    done = sort(thing(id=None), thing(id="one"), thing(id="one"), thing(id="two"))
    assert done.aside.height == 3
    assert done.aside["key"].n_unique() == 3


def test_what_is_seen_has_every_key_and_is_empty_where_it_cannot_be_read() -> None:
    done = sort(thing(id=1), thing(id=2, owner=None), thing(id="three"), thing(id=1))
    assert done.seen.to_dicts() == [
        {"id": 2, "shelf_id": 7},
        {"id": None, "shelf_id": 7},
        {"id": 1, "shelf_id": 7},
    ]


@pytest.mark.parametrize(
    ("first", "second", "good", "aside"),
    [
        (thing(size=1), thing(size=2), [2], []),
        (thing(size=1), thing(size="x"), [], ["1"]),
        (thing(size="x"), thing(size=2), [2], []),
        (thing(size="x"), thing(size="y"), [], ["1"]),
        (thing(id="1", size=1), thing(id=1.0, size=2), [2], []),
    ],
    ids=["both-good", "good-bad", "bad-good", "both-bad", "another-type"],
)
def test_the_later_record_of_a_key_counts(first: object, second: object, good: list[int], aside: list[str]) -> None:
    done = sort(first, second)
    assert done.good["size"].to_list() == good
    assert done.aside["key"].to_list() == aside
    if aside:
        assert json.loads(done.aside["record"][0]) == second
    assert done.seen["id"].to_list() == [1]


def test_later_means_later_over_all_pages() -> None:
    pages = [json.dumps([thing(size=size)]).encode() for size in (1, 2)]
    done = Sorter(THINGS, "things").sort(
        [Chunk(pages[0], {"shelf_id": 1}), Chunk(b"[]"), Chunk(pages[1], {"shelf_id": 2})]
    )
    assert done.good.select("size", "shelf_id").to_dicts() == [{"size": 2, "shelf_id": 2}]


def test_a_history_keeps_every_good_reading() -> None:
    done = Sorter(READINGS, "readings").sort([Chunk(b'[{"level": 1}, {"level": 1}, {"level": -1}]')])
    assert done.good["level"].to_list() == [1, 1]
    assert done.aside["reasons"].to_list() == [["level: greater_than_or_equal_to(0)"]]


def test_thousands_may_be_set_aside_at_once() -> None:
    done = sort(*(thing(id=number, size="x" if number % 2 else 1) for number in range(1, 5001)))
    assert (done.good.height, done.aside.height) == (2500, 2500)
    assert all(int(key) % 2 for key in done.aside["key"])


def test_no_record_at_all_is_no_trouble() -> None:
    done = sort()
    assert (done.good.height, done.aside.height, done.seen.height, done.drift) == (0, 0, 0, [])
    assert set(done.aside.columns) == {"key", "record", "reasons", "shelf_id"}
