"""Rows wait packed: what comes out is what went in, for polars and for DuckDB, as often as it is read."""

from __future__ import annotations

from datetime import datetime

import duckdb
import polars as pl
import pytest

from lead_pipeline.warehouse.parcel import Parcel

EARLY, LATE = datetime.fromisoformat("0001-01-01"), datetime.fromisoformat("9999-12-31T23:59:59.999999")
FRAME = pl.DataFrame(
    {
        "id": [1, 2, None, 4],
        "name": ["short", "longer than twelve bytes", None, "É\0“"],
        "share": [0.5, -0.0, None, 1e300],
        "made_at": [LATE, EARLY, None, LATE],
        "tags": [["a", "b"], [], None, ["c"]],
    }
)


@pytest.fixture
def parcel() -> Parcel:
    """Three frames, one of them empty."""
    return Parcel.joined([Parcel.of(FRAME[:1]), Parcel.of(FRAME[:0]), Parcel.of(FRAME[1:])])


def test_what_comes_out_is_what_went_in(parcel: Parcel) -> None:
    assert parcel.whole().equals(FRAME)
    assert (parcel.height, parcel.columns) == (4, FRAME.columns)
    assert [frame.height for frame in parcel.frames()] == [1, 3]
    assert parcel.select(("name", "id")).equals(FRAME.select("name", "id"))
    assert parcel.matching(pl.DataFrame({"id": [4, 1, 7]}))["id"].to_list() == [1, 4]


def test_duckdb_reads_it_as_often_as_it_likes(parcel: Parcel) -> None:
    with duckdb.connect() as connection:
        connection.register("rows", parcel)
        for _ in range(2):
            assert connection.execute("select * from rows").fetchall() == FRAME.rows()
        found = connection.execute("select name from rows join (values (2), (4)) as wanted (id) using (id) order by id")
        assert found.fetchall() == [("longer than twelve bytes",), ("É\0“",)]


def test_an_empty_one_has_columns_and_no_rows() -> None:
    empty = Parcel.of(FRAME.clear())
    assert (empty.height, list(empty.frames())) == (0, [])
    assert empty.whole().schema == FRAME.schema
    assert empty.matching(pl.DataFrame({"id": [1]})).height == 0
    with duckdb.connect() as connection:
        connection.register("rows", empty)
        assert connection.execute("select count(*), max(name) from rows").fetchall() == [(0, None)]
