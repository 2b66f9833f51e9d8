"""Every reason that anything was ever set aside for is counted by one check, and by one only."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pandera.polars as pa
import polars as pl
import pytest

from lead_pipeline.quality.reasons import (
    FORMER_RULES,
    RECORDS_READABLE,
    REQUIRED_VALUES,
    VALUES_READABLE,
    Reader,
    declared_rules,
)
from lead_pipeline.sources import SOURCES
from lead_pipeline.spec.table import Table, column
from lead_pipeline.validate.chunk import Chunk
from lead_pipeline.validate.rules import Sorter
from lead_pipeline_tests.quality.judging import checks, judge, told, verdicts
from lead_pipeline_tests.validate.things import READINGS, THINGS
from lead_pipeline_tests.warehouse.shop import Landing, Shop, bad

if TYPE_CHECKING:
    from lead_pipeline.spec.source import Endpoint
    from lead_pipeline_tests.ingest.rig import Rig

FLOWMATICX = SOURCES["flowmaticx"]
ODD: list[Any] = [None, -1, 0, 10**30, 2**60 + 1, 1e300, 0.5, "", "odd", "1e999", "\ud800", True, [], {}, "2026-13-45"]
USUAL: dict[pl.DataType, Any] = {
    pl.Int64(): 1, pl.Float64(): 1.5, pl.String(): "x", pl.Boolean(): True, pl.Datetime("us"): "2026-01-02T03:04:05Z",
}  # fmt: skip
TABLES = [
    *(pytest.param(endpoint.table, id=endpoint.name) for endpoint in FLOWMATICX.endpoints),
    pytest.param(THINGS, id="things"),
    pytest.param(READINGS, id="readings"),
]


def reasons_of(table: Table, records: list[Any]) -> set[str]:
    """Why these records are set aside."""
    chunk = Chunk(json.dumps(records).encode())
    return {reason for reasons in Sorter(table, "a test").sort([chunk]).aside["reasons"] for reason in reasons}


@pytest.mark.parametrize("table", TABLES)
def test_whatever_is_wrong_with_a_record_todays_checks_count_it(table: Table) -> None:
    usual = {each.wire: USUAL[each.dtype] for each in table.wire_columns}
    records = [{**usual, each.wire: value} for each in table.wire_columns for value in ODD]
    found = reasons_of(table, [*records, None, 5, "text", []])
    reader = Reader(table)
    assert {VALUES_READABLE, RECORDS_READABLE, REQUIRED_VALUES} <= {reader.rule(reason) for reason in found}
    assert [reason for reason in found if reader.rule(reason) == FORMER_RULES] == []


@pytest.mark.parametrize("table", TABLES)
def test_no_two_rules_share_a_check(table: Table) -> None:
    names = Counter(rule.name for rule in declared_rules(table))
    assert set(names.values()) <= {1}


class Odd(pa.DataFrameModel):
    """Rules of every kind that a model can have."""

    id: int = column("i", gt=0, ge=1, ne=5, unique=True)
    name: str = column("n", str_matches=r"^a")

    @pa.check("name")
    @classmethod
    def short(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col("name").str.len_chars() < 3)

    @pa.dataframe_check
    @classmethod
    def even(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col("id") % 2 == 0)


def test_rules_of_every_kind_are_told_apart() -> None:
    table = Table(Odd, key=("id",))
    reader = Reader(table)
    found = reasons_of(table, [{"id": 0, "name": "abc"}, {"id": 5, "name": "bcd"}])
    assert {reader.rule(reason) for reason in found} == {
        "id_gt", "id_ge", "id_ne", "name_str_matches", "name_short", "rows_even",
    }  # fmt: skip
    assert reader.rule("id: field_uniqueness") == "id_unique"


@pytest.mark.parametrize("reason", ["name: isin(['OLD'])", "colour: not a text", "name: not_nullable", "odd"])
def test_what_no_rule_of_today_says_is_tried_again(shop: Shop, reason: str) -> None:
    shop.land(Landing([{"id": 1}], [bad("2", reason=reason)]))
    verdict = judge(shop, "former_rules")
    assert (verdict.facts["set_aside"], told(verdict)) == (1, "error")
    assert reason in verdict.told
    assert all(each.passed for name, each in verdicts(shop).items() if name.endswith(("able", "values")))


FAULTS: dict[str, list[tuple[str, Any]]] = {
    "leads": [
        ("rating", 9), ("emailStatus", "MAYBE"), ("reviewsCount", -3), ("isBillable", None), ("createdAt", "soon"),
        ("city", []), ("rating", "lots"), ("isBillable", "perhaps"),
    ],
    "jobs": [("status", "LOST"), ("progress", 101), ("foundLeads", -1), ("keyword", None), ("createdAt", 5)],
}  # fmt: skip


def set_aside(rig: Rig, endpoint: Endpoint) -> list[tuple[str, list[str]]]:
    return rig.query(f"select key, reasons from quarantine.flowmaticx_{endpoint.name}")


@pytest.mark.parametrize("name", FAULTS)
def test_what_an_api_at_fault_has_set_aside_is_counted_once_a_rule(rig: Rig, name: str) -> None:
    endpoint = FLOWMATICX.endpoint(name)
    ids = sorted(rig.truth(name))
    for number, (field, value) in enumerate(FAULTS[name]):
        picked = ids[number : number + 2]  # each record but the first breaks two rules
        rig.faults.arm("field_value", f"flowmaticx/{name}", times=None, field=field, value=value, ids=picked)
    rig.sync()
    reader = Reader(endpoint.table)
    expected: Counter[str] = Counter()
    for _, reasons in set_aside(rig, endpoint):
        expected.update({reader.rule(reason) for reason in reasons})
    assert len(expected) >= 4
    assert expected[FORMER_RULES] == 0
    broken = {
        check: verdict.facts["set_aside"]
        for check, verdict in verdicts(rig, endpoint, FLOWMATICX).items()
        if check != "set_aside" and not checks(FLOWMATICX, name)[check].is_blocking and "set_aside" in verdict.facts
    }
    assert {check: number for check, number in broken.items() if number} == dict(expected)
