"""From which column each column of a mart comes: worked out by dagster-dbt once for a state of the dbt project.

It takes as long as building a small warehouse, and hangs on the SQL alone, so builds after it remember it.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dagster as dg
from dagster._core.utils import exhaust_iterator_and_yield_results_with_exception as read_to_the_end
from dagster_dbt.core import dbt_cli_event
from dagster_dbt.core.dbt_event_iterator import DbtEventIterator
from dagster_shared.serdes.errors import DeserializationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dagster_dbt import DbtCliInvocation

_LINEAGE, _MODEL = "dagster/column_lineage", "unique_id"
_SCHEMA = "dagster/column_schema"  # as dbt's adapter tells it, with wrong types and no descriptions: the model has both
_SHOWN = "where columns come from"


class ColumnLineage:
    """What is remembered of it for the project's state, for which `digest` stands."""

    def __init__(self, memory: Path, digest: str) -> None:
        self._memory, self._digest = memory, digest
        self._known = _recalled(memory, digest)

    @property
    def is_known(self) -> bool:
        """Whether there is nothing to work out, and so nothing to ask the warehouse for."""
        return self._known is not None

    def events(self, build: DbtCliInvocation, *, is_whole: bool) -> Iterator[Any]:
        """The events of this build, each model's with its lineage."""
        origins = _Origins()
        if self._known is not None:
            for event in build.stream():
                yield origins.told(_with_lineage(event, self._known))
            return
        # By one thread: two that look at how a function is called trip over each other in Python 3.11, and a model
        # would be left without its lineage.
        build.postprocessing_threadpool_num_threads = 1
        learned: dict[str, dg.TableColumnLineageMetadataValue] = {}
        with _left_as_it_was(), _read_once():
            for event in _ended(build).fetch_column_metadata():
                lineage = event.metadata.get(_LINEAGE) if isinstance(event, dg.Output) else None
                if isinstance(lineage, dg.TableColumnLineageMetadataValue):
                    learned[str(event.metadata[_MODEL].value)] = lineage
                yield origins.told(event)
        if is_whole:
            texts = {model: dg.serialize_value(value) for model, value in learned.items()}
            self._memory.write_text(json.dumps({"digest": self._digest, "lineage": texts}))


def _ended(build: DbtCliInvocation) -> DbtEventIterator[Any]:
    """The events of a dbt that has ended, and what it failed with.

    Columns can only be looked at then, as dbt holds the warehouse. Left to wait for that by itself, dagster-dbt asks
    again and again without a pause, and takes one of the processors from dbt.
    """
    events = read_to_the_end(build.stream())
    first = list(islice(events, 1))  # which comes when all have come
    return DbtEventIterator(chain(first, events), build)


class _Origins:
    """The lineage as a table that the UI shows: it draws none of columns, and hides what it is handed.

    A model comes after those it is made of, so what stands at the far end is known by then.
    """

    def __init__(self) -> None:
        self._raw: dict[tuple[str, str], frozenset[str]] = {}

    def told(self, event: Any) -> Any:  # noqa: ANN401 - any of dagster's
        """The event, with a row for each of its columns."""
        lineage = event.metadata.get(_LINEAGE) if isinstance(event, dg.Output) else None
        if not isinstance(lineage, dg.TableColumnLineageMetadataValue):
            return event
        records = []
        for column, deps in sorted(lineage.value.deps_by_column.items()):
            raw = frozenset[str]().union(*(self._raw_of(dep) for dep in deps))
            self._raw[event.output_name, column] = raw
            made = ", ".join(sorted(map(_written, deps))) or "counted, or made here"
            records.append(dg.TableRecord({"column": column, "made from": made, "as read": ", ".join(sorted(raw))}))
        kept = {name: value for name, value in event.metadata.items() if name != _SCHEMA}
        return event.with_metadata({**kept, _SHOWN: dg.MetadataValue.table(records)})

    def _raw_of(self, dep: dg.TableColumnDep) -> frozenset[str]:
        known = self._raw.get((dep.asset_key.to_python_identifier(), dep.column_name))
        return frozenset({_written(dep)}) if known is None else known


def _written(dep: dg.TableColumnDep) -> str:
    return f"{dep.asset_key.to_user_string()} {dep.column_name}"


def _recalled(memory: Path, digest: str) -> Mapping[str, dg.TableColumnLineageMetadataValue] | None:
    """None where there is no memory of this project, or one that cannot be read: it is worked out anew then."""
    try:
        held = json.loads(memory.read_bytes())
        if held["digest"] != digest:
            return None
        told = dict(held["lineage"])
        return {model: dg.deserialize_value(text, dg.TableColumnLineageMetadataValue) for model, text in told.items()}
    except (FileNotFoundError, ValueError, KeyError, TypeError, DeserializationError):
        return None


def _with_lineage(event: Any, known: Mapping[str, dg.TableColumnLineageMetadataValue]) -> Any:  # noqa: ANN401 - any of dagster's
    if not isinstance(event, dg.Output) or _MODEL not in event.metadata:
        return event
    lineage = known.get(str(event.metadata[_MODEL].value))
    return event if lineage is None else event.with_metadata({**event.metadata, _LINEAGE: lineage})


@contextmanager
def _read_once() -> Iterator[None]:
    """Have sqlglot read each model once, for all its columns. dagster-dbt has it read anew for each of them."""
    told: dict[str, Mapping[str, Any]] = {}
    names = vars(dbt_cli_event)
    lineage = names["lineage"]

    def of_one(column: str, sql: str, **words: Any) -> Any:  # noqa: ANN401 - sqlglot's own
        if sql not in told:
            told.clear()  # one model comes after the other, and what is told of each is large
            told[sql] = lineage(None, sql, **words)
        return told[sql][column]

    names["lineage"] = of_one
    try:
        yield
    finally:
        names["lineage"] = lineage


@contextmanager
def _left_as_it_was() -> Iterator[None]:
    """Undo what looking at columns does to this process.

    dbt's adapter would hold the warehouse to the process's end, and the thread that looks changes the working directory
    behind ours.
    """
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager  # noqa: PLC0415 - few builds look at columns

    directory = Path.cwd()
    try:
        yield
    finally:
        os.chdir(directory)
        if DuckDBConnectionManager._ENV is not None:  # noqa: SLF001 - it has no other way to be closed
            DuckDBConnectionManager._ENV.close()  # noqa: SLF001
            DuckDBConnectionManager.close_all_connections()
