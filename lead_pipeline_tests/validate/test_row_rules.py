"""The rules as expressions and pandera say the same of every row; a table with another rule is left to pandera."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.errors import SchemaErrors

from lead_pipeline.sources import SOURCES
from lead_pipeline.spec.table import Table, column
from lead_pipeline.validate.chunk import Chunk
from lead_pipeline.validate.row_rules import RowRules
from lead_pipeline.validate.rules import Sorter


class Goods(pa.DataFrameModel):
    """A column for each rule."""

    id: int = column("Its number.", ge=1, le=4)
    price: float = column("What it costs.", null=True, gt=0.5, lt=3.0)
    share: float = column(
        "A part of the whole.", null=True, in_range={"min_value": 0, "max_value": 1, "include_max": False}
    )
    state: str = column("A closed set.", isin=["new", "old"])


class Codes(pa.DataFrameModel):
    """With a rule that only pandera knows."""

    id: int = column("Its number.", ge=1)
    code: str = column("A code.", null=True, str_startswith="x-")


GOODS = Table(Goods, key=("id",))
NUMBERS = st.sampled_from([None, -1.0, 0.0, 0.5, 0.75, 1.0, 3.0, 4.0])
ROWS = st.tuples(st.sampled_from([None, 0, 1, 4, 5]), NUMBERS, NUMBERS, st.sampled_from([None, "new", "lost"]))


def told_by_pandera(frame: pl.DataFrame) -> set[tuple[int, str, str]]:
    try:
        GOODS.schema.validate(frame, lazy=True)
    except SchemaErrors as broken:
        return set(broken.failure_cases.select("index", "column", "check").rows())
    return set()


@settings(max_examples=60, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=6))
def test_each_rule_is_broken_where_pandera_says_so_and_named_alike(rows: list[tuple[object, ...]]) -> None:
    frame = pl.DataFrame(rows, schema={each.name: each.dtype for each in GOODS.columns}, orient="row")
    broken = list(RowRules(GOODS.schema).broken(frame))
    assert len(set(broken)) == len(broken)
    assert set(broken) == told_by_pandera(frame)


def test_a_rule_that_only_pandera_knows_is_kept_all_the_same() -> None:
    table = Table(Codes, key=("id",))
    assert not RowRules(table.schema).is_known
    done = Sorter(table, "shop").sort([Chunk(b'[{"id":1,"code":"x-1"},{"id":2,"code":"y"},{"id":0,"code":null}]')])
    assert done.good["id"].to_list() == [1]
    assert done.aside["reasons"].to_list() == [["code: str_startswith('x-')"], ["id: greater_than_or_equal_to(1)"]]


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_every_rule_that_a_source_declares_is_known(source: str) -> None:
    assert all(RowRules(endpoint.table.schema).is_known for endpoint in SOURCES[source].endpoints)
