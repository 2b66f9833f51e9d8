"""Asks the published database all questions, and packs the answers as the page reads them: column by column.

Where there are very many searches their days become weeks or months, and rare keywords and locations one: the page
stays small, and says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl

from lead_pipeline.errors import ReportFailed

if TYPE_CHECKING:
    from collections.abc import Mapping

_QUESTIONS = Path(__file__).parent / "questions"
_PARAMETER, _COMMENT = re.compile(r"\$(\w+)"), re.compile(r"^--.*$", re.MULTILINE)
_MOST_FACTS = 20_000
# How coarse: what a day stands for, and how many keywords and locations are told apart.
_LADDER = (("day", 100_000), ("week", 2000), ("week", 200), ("month", 200), ("month", 40), ("month", 12))
_MOST_CALLS = 3_000
_MOST_DUPLICATES = 40_000
# What an older copy may lack, and the page can do without: none of it is told then.
_MAY_LACK = {
    "credit_forecast": "account varchar, forecast_date date, low_credits double, likely_credits double, "
    "high_credits double"
}
_TABLES_AFTER = "Publish again with this version: `lead-pipeline publish`."


@dataclass(frozen=True)
class Answers:
    """The answer to each question, packed; and how coarse those are that can be filtered."""

    packed: Mapping[str, Any]
    grain: str
    most_told_apart: int


def ask_all(connection: duckdb.DuckDBPyConnection, *, personal: bool) -> Answers:
    """Every question, answered."""
    there = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
    if missing := sorted({"leads", "credit_usage", "lead_journey", "published_requests"} - there):
        message = f"The published database has no table {missing[0]}."
        raise ReportFailed(message, cure=_TABLES_AFTER, missing=missing)
    for name in _MAY_LACK.keys() - there:
        connection.execute(f"create temp table {name} ({_MAY_LACK[name]})")
    grain, most = _prepare(connection)
    values = {
        "grain": grain, "most": most, "personal": personal, "most_calls": _MOST_CALLS, "most_rows": _MOST_DUPLICATES
    }  # fmt: skip
    packed = {path.stem: pack(_answer(connection, path, values)) for path in sorted(_QUESTIONS.glob("[!_]*.sql"))}
    return Answers(packed, grain, most)


def _prepare(connection: duckdb.DuckDBPyConnection) -> tuple[str, int]:
    """Make what several questions ask, as fine as the page can hold."""
    grain, most = _LADDER[0]
    for grain, most in _LADDER:
        _answer(connection, _QUESTIONS / "_searches.sql", {"grain": grain, "most": most})
        counted = "select count(*) from (select distinct * exclude (job_id) from searches)"
        if (connection.execute(counted).fetchone() or (0,))[0] <= _MOST_FACTS:
            break
    _answer(connection, _QUESTIONS / "_worth_a_call.sql", {})
    return grain, most


def _answer(connection: duckdb.DuckDBPyConnection, path: Path, values: Mapping[str, object]) -> pl.DataFrame:
    query = _COMMENT.sub("", path.read_text(encoding="utf-8"))
    try:
        return connection.execute(query, {name: values[name] for name in set(_PARAMETER.findall(query))}).pl()
    except (duckdb.ProgrammingError, duckdb.DataError) as error:
        message = f"The published database cannot answer {path.name}: {str(error).splitlines()[0]}"
        raise ReportFailed(message, cure=_TABLES_AFTER, question=path.stem) from error


def pack(frame: pl.DataFrame) -> dict[str, Any]:
    """The columns: texts as a list of those that occur and their places in it, days and instants as numbers."""
    return {"rows": frame.height, "columns": {column.name: _pack(column) for column in frame.get_columns()}}


def _pack(column: pl.Series) -> dict[str, Any]:
    if column.dtype == pl.Date:
        return {"kind": "day", "values": column.to_physical().to_list()}
    if isinstance(column.dtype, pl.Datetime):
        return {"kind": "instant", "values": column.dt.epoch("s").to_list()}
    if column.dtype == pl.Boolean:
        return {"kind": "flag", "values": column.cast(pl.Int8).to_list()}
    if column.dtype.is_numeric():
        return {"kind": "number", "values": _numbers(column)}
    texts = column.cast(pl.String)
    known = texts.drop_nulls().unique(maintain_order=True)
    places = {text: place for place, text in enumerate(known)}
    return {"kind": "text", "texts": known.to_list(), "values": [places.get(text, -1) for text in texts]}


def _numbers(column: pl.Series) -> list[Any]:
    """Whole numbers without a point, to take less room; others to the ten-thousandth, as in the marts."""
    exact = column.cast(pl.Float64).round(4)
    if (exact.drop_nulls() == exact.drop_nulls().round(0)).all():
        return exact.cast(pl.Int64).to_list()
    return exact.to_list()
