"""Declarations refuse nonsense when they are made, that is while a source is imported, and say what is wrong."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import date
from typing import Any

import pandera.polars as pa
import polars as pl
import pytest

from lead_pipeline.errors import DeclarationError
from lead_pipeline.spec.budget import Budget
from lead_pipeline.spec.paging import OffsetPaging, OnePage
from lead_pipeline.spec.source import Endpoint, Source
from lead_pipeline.spec.table import Day, Instant, Keep, Table, camel_case, column, same_name
from lead_pipeline.spec.window import OncePerParent


class Orders(pa.DataFrameModel):
    """Parents."""

    id: int = column("Number.")
    state: str = column("State.")
    made_at: Instant = column("When it was made.")


class Items(pa.DataFrameModel):
    """Children."""

    id: int = column("Number.")
    order_id: int = column("The order.", null=True, by_walk=True)
    weight: float = column("Weight.", null=True)


def endpoint(name: str, model: type[pa.DataFrameModel], per: OncePerParent | None = None) -> Endpoint:
    table = Table(model, key=("id",), wire_name=camel_case)
    return Endpoint(
        name=name, path="/" + name, rows=name, table=table, paging=OnePage(), scope="", description="Rows.", per=per
    )


PER = OncePerParent(
    parent="orders",
    parent_key="id",
    param="order",
    fills="order_id",
    final_column="state",
    final_values=frozenset({"DONE"}),
    dated_by="made_at",
)


def source(*endpoints: Endpoint) -> Source:
    return Source(
        name="shop",
        title="Shop",
        base_url="https://shop.example",
        key_variable="SHOP_KEY",
        key_prefix="",
        problems=(),
        budget=Budget(10),
        endpoints=endpoints,
    )


@pytest.mark.parametrize(("requests", "seconds"), [(0, 60), (-1, 60), (1, 0), (1, -1)])
def test_a_budget_of_nothing_is_refused(requests: int, seconds: float) -> None:
    with pytest.raises(DeclarationError, match="lets nothing through"):
        Budget(requests, seconds)


@pytest.mark.parametrize("size", [0, -1])
def test_a_page_of_nothing_is_refused(size: int) -> None:
    with pytest.raises(DeclarationError, match="no number of rows"):
        OffsetPaging(page_size=size)


def test_a_parent_that_is_never_final_is_refused() -> None:
    with pytest.raises(DeclarationError, match="which values of 'state' are final"):
        replace(PER, final_values=frozenset())


def test_children_come_after_their_parent() -> None:
    orders, items = endpoint("orders", Orders), endpoint("items", Items, PER)
    assert source(orders, items).endpoint("items") is items
    for endpoints in [(items,), (items, orders)]:
        with pytest.raises(DeclarationError, match="shop/items: its parent 'orders' must be declared before it"):
            source(*endpoints)


@pytest.mark.parametrize("word", ["parent_key", "final_column", "dated_by", "expected_column"])
def test_a_column_that_the_parent_lacks_is_refused(word: str) -> None:
    wrong: dict[str, Any] = {word: "colour"}
    with pytest.raises(DeclarationError, match=r"'orders' has no column \['colour'\]"):
        source(endpoint("orders", Orders), endpoint("items", Items, replace(PER, **wrong)))


@pytest.mark.parametrize("fills", ["weight", "colour"])
def test_the_tie_to_the_parent_is_a_column_that_the_walk_fills(fills: str) -> None:
    with pytest.raises(DeclarationError, match=f"'{fills}' must be a column filled by the walk"):
        source(endpoint("orders", Orders), endpoint("items", Items, replace(PER, fills=fills)))


def test_a_key_that_is_no_column_is_refused() -> None:
    with pytest.raises(DeclarationError, match="key column 'number' must be one of its columns") as caught:
        Table(Orders, key=("number",))
    assert caught.value.facts == {"column": "number"}


def test_a_key_of_numbers_cannot_be_made() -> None:
    with pytest.raises(DeclarationError, match="a key that is made is one column, a text"):
        Table(Orders, key=("id",), makes_keys=True)


def test_latest_rows_need_a_key_and_a_history_none() -> None:
    with pytest.raises(DeclarationError, match="needs a key to merge by"):
        Table(Orders)
    assert Table(Orders, keep=Keep.HISTORY).key == ()


def test_a_key_is_one_text_unless_a_part_of_it_is_empty() -> None:
    class Days(pa.DataFrameModel):
        """One row a day of a shop."""

        shop: str = column("The shop.")
        day: Day = column("The day.")
        number: int = column("Which of that day.")

    rows = pl.DataFrame({"shop": ["a", "b/c", "d"], "day": [date(2026, 3, 1), date(2026, 3, 2), None], "number": 7})
    whole, keyless = Table(Days, key=("shop", "day", "number")), Table(Days, keep=Keep.HISTORY)
    assert rows.select(whole.key_text).to_dict(as_series=False) == {"key": ["a/2026-03-01/7", "b/c/2026-03-02/7", None]}
    assert rows.select("shop", keyless.key_text)["key"].to_list() == [None, None, None]


def test_a_column_without_a_description_or_a_type_of_ours_is_refused() -> None:
    class Silent(pa.DataFrameModel):
        id: int = column("")

    class Strange(pa.DataFrameModel):
        id: pl.Time = column("A time without a date.")

    with pytest.raises(DeclarationError, match=r"Silent\.id: a column needs a description"):
        Table(Silent, key=("id",))
    with pytest.raises(DeclarationError, match=r"Strange\.id: no DuckDB type is set for Time"):
        Table(Strange, key=("id",))


def test_words_that_contradict_each_other_are_refused() -> None:
    class Number(pa.DataFrameModel):
        id: int = column("A number that is to be JSON.", json=True)

    class Needed(pa.DataFrameModel):
        id: str = column("Needed, and may lack.", may_lack=True)

    with pytest.raises(DeclarationError, match=r"Number\.id: a column of JSON is declared as str"):
        Table(Number, key=("id",))
    with pytest.raises(
        DeclarationError, match=r"Needed\.id: what a record may lack comes from the API and may be empty"
    ):
        Table(Needed, key=("id",))


def test_a_wire_name_of_its_own_may_go_into_an_object() -> None:
    class Stays(pa.DataFrameModel):
        id: str = column("Number.")
        guest_name: str = column("Who.", wire="guest.fullName")
        notes: str = column("What.", null=True, json=True)
        room_id: str = column("Where.", by_walk=True, wire="roomId")

    number, guest, notes, room = Table(Stays, key=("id",), wire_name=camel_case).columns
    assert (number.path, guest.path) == (("id",), ("guest", "fullName"))
    assert (notes.sql_type, guest.sql_type) == ("JSON", "VARCHAR")
    assert (room.wire, room.repeats) == (None, "roomId")


def test_a_declaration_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        PER.parent = "others"  # type: ignore[misc]


def test_a_table_tells_its_columns_in_order_with_their_words() -> None:
    table = Table(Items, key=("id",), wire_name=camel_case)
    assert [each.name for each in table.columns] == ["id", "order_id", "weight"]
    assert [each.wire for each in table.columns] == ["id", None, "weight"]
    assert [each.sql_type for each in table.columns] == ["BIGINT", "BIGINT", "DOUBLE"]
    assert [each.nullable for each in table.columns] == [False, True, True]
    assert table.wire_columns == (table.columns[0], table.columns[2])


@pytest.mark.parametrize(("name", "wire"), [("id", "id"), ("found_leads", "foundLeads"), ("a_b_c", "aBC")])
def test_wire_names_follow_the_habit_of_the_api(name: str, wire: str) -> None:
    assert (camel_case(name), same_name(name)) == (wire, name)
