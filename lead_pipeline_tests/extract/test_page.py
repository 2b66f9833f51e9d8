"""A page out of an answer's data: the rows as they came, a key for each, and what the answer says of the list."""

from __future__ import annotations

import json

import msgspec
import pandera.polars as pa
import pytest

from lead_pipeline.errors import BodyFault
from lead_pipeline.extract.page import Page, PageReader
from lead_pipeline.http_client.account import Account
from lead_pipeline.http_client.answer import data_of
from lead_pipeline.http_client.data import Data
from lead_pipeline.http_client.redaction import Secret
from lead_pipeline.http_client.wire import Received
from lead_pipeline.sources.flowmaticx import FLOWMATICX
from lead_pipeline.spec.paging import OffsetPaging, OnePage
from lead_pipeline.spec.source import Endpoint
from lead_pipeline.spec.table import Table, column

ACCOUNT = Account("north", FLOWMATICX, "http://127.0.0.1:9", Secret("lg_live_north"), "NORTH_KEY", None)
JOBS = PageReader(FLOWMATICX.endpoint("jobs"))
CREDITS = PageReader(FLOWMATICX.endpoint("credits"))


class Pairs(pa.DataFrameModel):
    """Rows told apart by two columns."""

    side: str = column("Left or right.")
    number: int = column("Its number.")


def reader_of_pairs(paging: OffsetPaging | OnePage) -> PageReader:
    table = Table(Pairs, key=("side", "number"))
    return PageReader(
        Endpoint(name="pairs", path="/pairs", rows="pairs", table=table, paging=paging, scope="", description="Pairs.")
    )


def read(data: object, offset: int = 0, reader: PageReader = JOBS) -> Page:
    raw = msgspec.Raw(data if isinstance(data, bytes) else json.dumps(data).encode())
    return reader.read(Data(lambda: raw), offset)


def read_body(data: str) -> Page:
    received = Received(200, {}, f'{{"ok":true,"data":{{{data}}}}}'.encode())
    return JOBS.read(data_of(received, ACCOUNT, FLOWMATICX.endpoint("jobs")), 0)


@pytest.mark.parametrize(
    "rows",
    ['[{"id":8},{"id":7}]', '[{"id":8,"x":"],\\"total\\":5}}"},{"id":7}]', '[{"id":8,"x":"\\ud800"},{"id":7,"x":[]}]'],
)
@pytest.mark.parametrize("more", ["", '"tags":[1],', '"tags":{"a":[]},'])
def test_a_page_is_the_same_whatever_stands_between_its_rows_and_its_words(rows: str, more: str) -> None:
    assert read_body(f'"jobs":{rows},{more}"total":2') == Page(0, rows.encode(), [8, 7], 2)


@pytest.mark.parametrize("data", ['"jobs":[{"id":8},],"total":2', '"jobs":[{"id":8],"total":2', '"jobs":["],"total":2'])
def test_a_page_whose_ends_alone_are_right_is_a_fault(data: str) -> None:
    with pytest.raises(BodyFault, match="not the JSON it should be"):
        read_body(data)


def test_a_page_holds_its_rows_as_they_came() -> None:
    page = read(b'{"jobs": [ {"id":7, "x":1e2},{"id":8} ], "total": 12, "limit": 2, "offset": 10}', 10)
    assert page == Page(10, b'[ {"id":7, "x":1e2},{"id":8} ]', [7, 8], 12, 2)


@pytest.mark.parametrize("data", [None, 7, "jobs", [], [{"id": 1}], {}, {"jobs": None}, {"jobs": {}}, {"jobs": "x"}])
def test_data_without_a_list_of_rows_is_a_fault_that_passes(data: object) -> None:
    with pytest.raises(BodyFault, match=r"/jobs: the answer has no .*Try again later"):
        read(data)


@pytest.mark.parametrize("data", [None, 7, [], "x"])
def test_data_that_is_no_object_is_a_fault_where_the_object_is_the_row(data: object) -> None:
    with pytest.raises(BodyFault, match="/credits: the answer has no object"):
        read(data, reader=CREDITS)


def test_one_object_is_a_page_of_one_row() -> None:
    assert read(b'{"planId": "AGENCY"}', reader=CREDITS) == Page(0, b'[{"planId": "AGENCY"}]', [0], 1, None)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        (12, 12),
        ("12", 12),
        (12.0, 12),
        (0, 0),
        (None, None),
        (-1, None),
        ("many", None),
        (1.5, None),
        (True, None),
        ([], None),
    ],
    ids=repr,
)
def test_a_total_is_a_hint_in_any_form_and_none_where_it_is_nonsense(said: object, number: int | None) -> None:
    page = read({"jobs": [], "total": said, "limit": said})
    assert (page.total, page.limit) == (number, number)
    assert read({"jobs": []}).total is None


@pytest.mark.parametrize("said", [0, "0", 101], ids=repr)
def test_rows_from_another_offset_than_asked_are_a_fault(said: object) -> None:
    with pytest.raises(BodyFault, match=rf"rows from offset {said} where 100 was asked"):
        read({"jobs": [{"id": 1}], "offset": said}, 100)


@pytest.mark.parametrize("said", [100, "100", None, "here"], ids=repr)
def test_an_offset_that_is_right_or_unsaid_is_taken(said: object) -> None:
    assert read({"jobs": [{"id": 1}], "offset": said}, 100).offset == 100


@pytest.mark.parametrize(
    ("value", "key"), [(7, 7), ("7", "7"), ("a", "a"), (7.0, 7), (-1, -1), (2**70, 2**70)], ids=repr
)
def test_a_key_may_be_a_number_or_a_text(value: object, key: object) -> None:
    assert read({"jobs": [{"id": 1}, {"id": value}]}).keys == [1, key]


@pytest.mark.parametrize(
    "row",
    [
        "null",
        "[]",
        '"x"',
        "7",
        "{}",
        '{"id":null}',
        '{"id":""}',
        '{"id":true}',
        '{"id":1.5}',
        '{"id":{}}',
        '{"id":[1]}',
    ],
)
def test_a_row_without_a_key_is_told_apart_by_its_text_and_costs_no_other_row_its_key(row: str) -> None:
    page = read(f'{{"jobs": [{{"id": 1}}, {row}, {{"id": 3}}]}}'.encode())
    assert page.keys == [1, row, 3]


def test_several_columns_may_make_a_key() -> None:
    rows = [{"side": "left", "number": 1}, {"number": 1, "side": "right"}, {"side": "left"}]
    page = read({"pairs": rows, "total": 3}, reader=reader_of_pairs(OffsetPaging(page_size=10)))
    assert page.keys == [("left", 1), ("right", 1), '{"side": "left"}']


def test_a_list_without_pages_counts_itself() -> None:
    rows = [{"side": "left", "number": 1}] * 2 + [{"side": "left", "number": 2}]
    page = read({"pairs": rows, "total": 99}, reader=reader_of_pairs(OnePage()))
    assert (page.total, len(page.keys)) == (2, 3)


@pytest.mark.parametrize(("most", "total"), [(2, 3), (3, 2)])
def test_an_answer_that_is_full_and_counts_nothing_counts_as_cut_off(most: int, total: int) -> None:
    rows = [{"side": "left", "number": number} for number in (1, 2)]
    reader = reader_of_pairs(OnePage(most=most, limit="limit", total="total"))
    assert read({"pairs": rows}, reader=reader).total == total
    assert read({"pairs": rows, "total": 2}, reader=reader).total == 2
