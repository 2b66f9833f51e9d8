"""The functions of `normalise` as SQL functions, for dbt: `plugins` in dbt/profiles.yml names this module.

They are called in models that keep what they give, a row a distinct value, so that no value is asked for twice; whoever
reads the warehouse needs none of them. What they do is not decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb.func import FunctionNullHandling, PythonUDFType

from lead_pipeline import normalise

if TYPE_CHECKING:
    from collections.abc import Callable

    from duckdb import DuckDBPyConnection

OF_ONE: tuple[Callable[[str | None], str | None], ...] = (
    normalise.country_code,
    normalise.country_of_place,
    normalise.email_normalised,
    normalise.email_typo_of,
    normalise.firm_name,
    normalise.folded,
    normalise.phone_digits,
    normalise.phone_kind,
    normalise.registrable_domain,
)
OF_TWO: tuple[Callable[[str | None, str | None], str | None], ...] = (normalise.phone_e164,)


class Plugin(BasePlugin):
    """What dbt-duckdb calls when it has opened the warehouse."""

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Make the functions known to the connection."""
        register(conn)


def register(connection: DuckDBPyConnection) -> None:
    """Make every function known under its own name; normaliser() is the text that stands for all of them."""
    for one in OF_ONE:
        _register(connection, one.__name__, _over_column(one), 1)
    for two in OF_TWO:
        _register(connection, two.__name__, _over_columns(two), 2)
    connection.create_function("normaliser", normalise.normaliser, [], "VARCHAR")


def _register(connection: DuckDBPyConnection, name: str, function: Callable[..., Any], parameters: int) -> None:
    connection.create_function(
        name,
        function,
        ["VARCHAR"] * parameters,
        "VARCHAR",
        type=PythonUDFType.ARROW,  # thousands of values at once; one by one, DuckDB takes longer than the function
        null_handling=FunctionNullHandling.SPECIAL,
    )


# Two, since DuckDB counts the parameters.
def _over_column(function: Callable[[str | None], str | None]) -> Callable[[Any], Any]:
    return lambda column: pa.array(map(function, column.to_pylist()), pa.string())


def _over_columns(function: Callable[[str | None, str | None], str | None]) -> Callable[[Any, Any], Any]:
    return lambda one, two: pa.array(map(function, one.to_pylist(), two.to_pylist()), pa.string())
