"""Where Dagster keeps what happens in a run: its own files, without preparing each access anew. For `dagster.yaml`.

Its own storage makes an engine for each event, and each engine compiles its SQL and asks SQLite's version once more:
half of what an event costs, and a tick has hundreds. The files, and when they are open, stay as Dagster has them.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from dagster._core.storage.event_log.sqlite import SqliteEventLogStorage
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dagster._serdes import ConfigurableClassData
    from sqlalchemy.engine import Connection, Engine

_MOST = 8  # files whose engines are kept: the index, and the runs that go on at once


class KeptEngines(SqliteEventLogStorage):
    """Dagster's own, with an engine a file. Each access opens its file and closes it again, as ever."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._engines: OrderedDict[str, Engine] = OrderedDict()
        self._tables: set[str] = set()
        super().__init__(base_dir, inst_data)

    @classmethod
    def from_config_value(
        cls,
        inst_data: ConfigurableClassData | None,
        config_value: Any,  # noqa: ANN401 - its two bases disagree
    ) -> KeptEngines:
        """As `dagster.yaml` has it: `base_dir` is the folder of the whole instance, and the files' is Dagster's own."""
        return cls(os.path.join(config_value["base_dir"], "history", "runs", ""), inst_data)  # noqa: PTH118 - as there

    def has_table(self, table_name: str) -> bool:
        """Asked for each event, and once there a table stays."""
        if table_name not in self._tables:
            with self._engine(INDEX_SHARD_NAME).connect() as connection:
                if not connection.dialect.has_table(connection, table_name):
                    return False
            self._tables.add(table_name)
        return True

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            engine = self._engine(shard)
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            with engine.begin() as connection:
                yield connection

    def _engine(self, shard: str) -> Engine:
        if shard not in self._engines:
            self._engines[shard] = create_engine(
                self.conn_string_for_shard(shard),
                poolclass=NullPool,
                connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS},
            )
            if len(self._engines) > _MOST:
                self._engines.popitem(last=False)
        self._engines.move_to_end(shard)
        return self._engines[shard]
