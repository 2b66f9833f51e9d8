"""A made-up source with a list, its children and a history, and how the tests land rows of it in a real DuckDB file.

Frames are written by hand as `validate` would leave them; what should be in the file then stands in the tests.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandera.polars as pa
import polars as pl

from lead_pipeline.spec.budget import Budget
from lead_pipeline.spec.paging import OffsetPaging, OnePage
from lead_pipeline.spec.source import Endpoint, Source
from lead_pipeline.spec.table import Instant, Keep, Table, column
from lead_pipeline.spec.window import OncePerParent
from lead_pipeline.warehouse.batch import Counts, DriftRecord, Place, Rows, WalkRecord
from lead_pipeline.warehouse.landing import land
from lead_pipeline.warehouse.tables import make_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lead_pipeline.warehouse.database import Warehouse


class Orders(pa.DataFrameModel):
    """One row an order."""

    id: int = column("Number of the order.")
    state: str = column("State of the order.")
    items: int = column("How many items it has.", null=True)
    made_at: Instant = column("When it was made.", null=True)


class Items(pa.DataFrameModel):
    """One row an item."""

    id: int = column("Number of the item.")
    order_id: int = column("The order it is in.", null=True, by_walk=True)
    name: str = column("What the item's called.", null=True)
    price: float = column("What it costs.", null=True)
    is_open: bool = column("Whether it was opened.", null=True)
    made_at: Instant = column("When it was made.", null=True)


class Balance(pa.DataFrameModel):
    """One row a reading."""

    amount: int = column("Money left.")


_LIST: dict[str, Any] = {"paging": OffsetPaging(page_size=100), "scope": "read"}
ORDERS = Endpoint(name="orders", path="/o", rows="o", table=Table(Orders, key=("id",)), description="All.", **_LIST)
PER_ORDER = OncePerParent(
    parent="orders", parent_key="id", param="order", fills="order_id", final_column="state",
    final_values=frozenset({"DONE"}), expected_column="items", dated_by="made_at",
)  # fmt: skip
ITEMS = Endpoint(
    name="items", path="/i", rows="i", table=Table(Items, key=("id",)), per=PER_ORDER, description="It's all.", **_LIST
)
BALANCE = Endpoint(
    name="balance", path="/b", rows=None, table=Table(Balance, keep=Keep.HISTORY), paging=OnePage(), scope="read",
    description="The balance.",
)  # fmt: skip
SHOP = Source(
    name="shop", title="Shop", base_url="https://shop.example", key_variable="SHOP_API_KEY", key_prefix="",
    problems=(), budget=Budget(1), endpoints=(ORDERS, ITEMS, BALANCE),
)  # fmt: skip


def frame(endpoint: Endpoint, rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Good rows; what a row does not say is empty."""
    schema: dict[str, pl.DataType] = {c.name: c.dtype for c in endpoint.table.columns} | {"_extra": pl.String()}
    return pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema=schema)


def bad(key: str, record: str = "{}", reason: str = "name: not a text", order_id: int | None = None) -> dict[str, Any]:
    """A record to set aside."""
    return {"key": key, "record": record, "reasons": [reason], "order_id": order_id}


def walk(parent: int | None = None, verdict: str = "proven", **words: Any) -> WalkRecord:
    """A walk that proves something, or not."""
    return WalkRecord(parent=parent, verdict=verdict, reason="because", **words)


@dataclass(frozen=True)
class Landing:
    """What one landing brings. `seen` is what is good, if nothing else is said."""

    good: Sequence[dict[str, Any]] = ()
    aside: Sequence[dict[str, Any]] = ()
    seen: Sequence[dict[str, Any]] | None = None
    walks: Sequence[WalkRecord] = ()
    drift: Sequence[DriftRecord] = ()
    endpoint: Endpoint = ITEMS
    account: str = "ann"
    run: str = "r1"
    source: Source = field(default=SHOP)


def place(landing: Landing) -> Place:
    """Whose rows it brings."""
    return Place(landing.source, landing.endpoint, landing.account, landing.run)


def rows(landing: Landing) -> Rows:
    """What it brings, as sorting leaves it."""
    endpoint = landing.endpoint
    good = frame(endpoint, landing.good)
    ties = [name for name in ("order_id",) if endpoint is ITEMS]
    keys = {name: good.schema[name] for name in [*endpoint.table.key, *ties]}
    texts = {"key": pl.String(), "record": pl.String(), "reasons": pl.List(pl.String)}
    schema: dict[str, pl.DataType] = texts | {name: pl.Int64() for name in ties}
    aside = pl.DataFrame([{name: row[name] for name in schema} for row in landing.aside], schema=schema)
    seen = good.select(keys.keys()) if landing.seen is None else pl.DataFrame(list(landing.seen), schema=keys)
    return Rows(good, aside, seen, landing.drift)


@dataclass(frozen=True)
class Shop:
    """A warehouse, with the shop's tables in it or without."""

    warehouse: Warehouse

    def land(self, landing: Landing) -> Counts:
        """Land it, making the tables first."""
        with self.warehouse.open("a test") as connection:
            make_tables(connection, landing.source)
            return land(connection, place(landing), rows(landing), landing.walks)

    def ask(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        """The answer to a query."""
        with self.warehouse.open("a test", read_only=True) as connection:
            return connection.execute(query, list(parameters)).fetchall()
