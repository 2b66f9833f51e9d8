"""DuckDB, loaded once for a file that is opened often. Which file, when, and what its errors mean: see database.

Loading it takes ten times as long as attaching a file to it, and a sync opens its warehouse for each list that it
lands. Between two openings no file is attached: others may have it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Config = dict[str, str | bool | int | float | list[str]]


class Engine:
    """A DuckDB in memory that is kept while nothing goes wrong in it. One opening at a time; `close` it at the end."""

    def __init__(self) -> None:
        self._idle: duckdb.DuckDBPyConnection | None = None

    @contextmanager
    def attached(self, path: Path, config: Config, options: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection to that file, which is let go of after the body; what failed takes the engine with it."""
        loaded, self._idle = self._idle or duckdb.connect(config=config), None
        connection = loaded.cursor()
        quoted = str(path).replace("'", "''")
        try:
            connection.execute(f"attach '{quoted}' as warehouse ({options}); use warehouse")
            yield connection
            connection.close()
            self._idle = _let_go(loaded)
        finally:
            if self._idle is None:
                connection.close()
                loaded.close()

    def close(self) -> None:
        """Give back its memory."""
        if self._idle is not None:
            self._idle.close()
            self._idle = None


def _let_go(loaded: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection | None:
    """The engine without the file, if that could be written to its end: what was committed stands in its log."""
    try:
        loaded.execute("detach warehouse")
    except duckdb.Error:
        return None
    return loaded
