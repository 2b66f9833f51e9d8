"""Faults in the fields of rows: every row, every nth, or rows by id.

The rows behind them stay as they are.
"""

from __future__ import annotations

from typing import Any

import pytest

from lead_pipeline_tests.sandbox.conftest import Caller


def spoiled(caller: Caller, kind: str, offset: int = 0, **params: object) -> list[dict[str, Any]]:
    caller.sandbox.faults.arm(kind, "flowmaticx/leads", **params)  # type: ignore[arg-type]  # params are the kind's
    rows: list[dict[str, Any]] = caller.data("/leads", limit=10, offset=offset)["leads"]
    return rows


def test_a_field_may_be_missing(caller: Caller) -> None:
    assert all("phone" not in row for row in spoiled(caller, "field_missing", field="phone"))
    assert all("phone" in row for row in caller.data("/leads")["leads"])


def test_a_field_may_have_another_name_in_the_same_place(caller: Caller) -> None:
    right = list(caller.data("/leads")["leads"][0])
    for row in spoiled(caller, "field_renamed", field="email", to="eMail"):
        assert list(row) == ["eMail" if name == "email" else name for name in right]


def test_a_field_may_be_added(caller: Caller) -> None:
    rows = spoiled(caller, "field_added", field="score", value={"of": [1, None]})
    assert all(row["score"] == {"of": [1, None]} for row in rows)


@pytest.mark.parametrize("value", [None, 0, 1.5, "text", True, [], {"a": 1}, 2**53 + 1])
def test_a_value_may_be_any_json(caller: Caller, value: object) -> None:
    assert all(row["id"] == value for row in spoiled(caller, "field_value", field="id", value=value))


def test_only_every_nth_row_is_hit_counted_over_all_pages(caller: Caller) -> None:
    rows = spoiled(caller, "field_value", field="city", value="X", every=4, offset=10)
    assert [place for place, row in enumerate(rows, 10) if row["city"] == "X"] == [12, 16]


def test_only_given_ids_are_hit(caller: Caller) -> None:
    wanted = [row["id"] for row in caller.data("/leads", limit=10)["leads"]][3:5]
    rows = spoiled(caller, "field_missing", field="city", ids=wanted)
    assert [row["id"] for row in rows if "city" not in row] == wanted


def test_the_balance_counts_as_one_row(caller: Caller) -> None:
    caller.sandbox.faults.arm("field_value", "flowmaticx/credits", field="creditsTotal", value="1500")
    caller.sandbox.faults.arm("field_missing", "flowmaticx/credits", field="status")
    balance = caller.data("/credits")
    assert balance["creditsTotal"] == "1500"
    assert "status" not in balance
