"""What an API nests: kept as JSON, taken out of its object, or tied to the parent that was asked for.

And tables that are closed, because their records may hold what must not be written down.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pandera.polars as pa
import pytest

from lead_pipeline.spec.table import Day, Table, camel_case, column
from lead_pipeline.validate.chunk import Chunk
from lead_pipeline.validate.drift import Drift, DriftKind
from lead_pipeline.validate.rules import Sorter

if TYPE_CHECKING:
    from lead_pipeline.validate.rules import Sorted


class Visits(pa.DataFrameModel):
    """One row a visit."""

    id: str = column("Visit.")
    door_id: str = column("The door that was asked about.", by_walk=True, wire="doorId")
    day: Day = column("The day that was asked for.", null=True, by_walk=True)
    guest: str = column("Who came, as told.", null=True, personal=True, json=True)
    host_name: str = column("Who received them.", null=True, wire="host.name")
    host_age: int = column("How old that is.", null=True, wire="host.age")
    booked_day: Day = column("The day it was booked for.", null=True)
    remark: str = column("Only on some visits.", null=True, may_lack=True)


class Sums(pa.DataFrameModel):
    """One row a group."""

    campaign: str = column("The group; empty for those without.", for_null="")
    visits: int = column("Its visits.")


VISITS = Table(Visits, key=("id",), wire_name=camel_case)
CLOSED = Table(Visits, key=("id",), wire_name=camel_case, closed=True)
USUAL: dict[str, Any] = {
    "id": "v1",
    "doorId": "d7",
    "guest": None,
    "host": {"name": "Ann", "age": 40},
    "bookedDay": None,
}


def sort(*records: object, table: Table = VISITS, asked: str | None = "d7") -> Sorted:
    chunk = Chunk(json.dumps(list(records)).encode(), {"door_id": asked, "day": date(2026, 3, 1)})
    return Sorter(table, "shop/ann visits").sort([chunk])


def landed(**fields: object) -> dict[str, Any]:
    (row,) = sort({**USUAL, **fields}).good.to_dicts()
    return row


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": [1, None], "a": {"z": 1, "y": "é"}}, '{"a":{"y":"é","z":1},"b":[1,null]}'),
        ([], "[]"),
        ("a text", '"a text"'),
        (1.50, "1.5"),
        (10**25, "1" + "0" * 25),
        (False, "false"),
        (None, None),
    ],
)
def test_json_is_kept_in_one_way_of_writing_it(value: object, text: str | None) -> None:
    assert landed(guest=value)["guest"] == text


def test_json_that_is_said_in_another_order_is_the_same_text() -> None:
    assert landed(guest={"a": 1, "b": 2}) == landed(guest={"b": 2, "a": 1})


def test_a_dot_goes_into_the_object() -> None:
    assert (landed()["host_name"], landed()["host_age"]) == ("Ann", 40)
    assert landed(host=None)["host_name"] is None


def test_an_object_that_is_none_sets_the_record_aside() -> None:
    done = sort({**USUAL, "host": "Ann"})
    assert done.aside["reasons"].to_list() == [
        ["host_name: not within an object", "host_age: not within an object"],
    ]


def test_what_is_new_within_an_object_is_kept_and_noted() -> None:
    done = sort({**USUAL, "host": {"name": "Ann", "age": 40, "shoe": 39}, "mood": "good"})
    assert done.good["_extra"].to_list() == ['{"host":{"shoe":39},"mood":"good"}']
    assert done.drift == [
        Drift(DriftKind.NEW_FIELD, "mood", "str", 1),
        Drift(DriftKind.NEW_FIELD, "host.shoe", "int", 1),
    ]


def test_what_a_record_lacks_is_noted_unless_it_may_lack_it() -> None:
    bare = {name: value for name, value in USUAL.items() if name not in {"guest", "host"}}
    assert {(each.kind, each.field) for each in sort(bare).drift} == {
        (DriftKind.MISSING_FIELD, name) for name in ("guest", "host_name", "host_age")
    }
    assert landed(remark="late")["remark"] == "late"


def test_a_day_is_a_day() -> None:
    assert landed()["day"] == date(2026, 3, 1)
    assert landed(bookedDay="2026-03-02")["booked_day"] == date(2026, 3, 2)
    assert sort({**USUAL, "bookedDay": "2026-02-30"}).aside["reasons"].to_list() == [["booked_day: not an ISO date"]]


def test_a_record_of_another_parent_than_the_one_asked_for_is_set_aside() -> None:
    done = sort({**USUAL, "doorId": "d8"})
    assert done.aside["reasons"].to_list() == [["door_id: not the one that was asked for"]]


def test_a_record_that_names_its_parent_tells_it_where_the_walk_does_not() -> None:
    assert landed()["door_id"] == "d7"
    assert not sort(USUAL).drift
    done = sort({**USUAL, "id": "v2", "doorId": "d8"}, USUAL, asked=None)
    assert dict(done.good.select("id", "door_id").iter_rows()) == {"v1": "d7", "v2": "d8"}


def test_a_null_in_a_key_has_a_value_to_stand_for_it() -> None:
    done = Sorter(Table(Sums, key=("campaign",)), "sums").sort([Chunk(b'[{"campaign": null, "visits": 3}]')])
    assert done.good.to_dicts() == [{"campaign": "", "visits": 3, "_extra": None}]
    lacking = Sorter(Table(Sums, key=("campaign",)), "sums").sort([Chunk(b'[{"source": "x", "visits": 3}]')])
    assert lacking.good.is_empty()


SECRETS = {"value": "hush-1", "host": {"name": "Ann", "age": 40, "token": "hush-2"}, "headers": {"key": ["hush-3"]}}


@pytest.mark.parametrize("spoilt", [{}, {"id": None}, {"doorId": "other"}, {"host": "hush-4"}, {"bookedDay": "soon"}])
def test_a_closed_table_writes_nothing_that_is_not_declared(spoilt: dict[str, object]) -> None:
    done = sort({**USUAL, **SECRETS, **spoilt}, table=CLOSED)
    assert done.good.height + done.aside.height == 1
    for frame in (done.good, done.aside, done.seen):
        assert "hush" not in frame.write_json()
    assert "hush" not in repr(done.drift)


def test_a_closed_table_lets_no_part_of_a_broken_record_through() -> None:
    for rows in (b'["hush"]', b'[{"id": "\\ud800", "value": "hush"}]', b'[{"id": "v1", "x": "hush", "size": 1e999}]'):
        done = Sorter(CLOSED, "shop/ann visits").sort([Chunk(rows, {"door_id": "d7"})])
        assert done.aside.height == 1
        assert "hush" not in done.aside.write_json()


def test_an_open_table_keeps_what_is_not_declared() -> None:
    assert "hush-1" in sort({**USUAL, **SECRETS}).good.write_json()
