"""What a run that nobody asked for by hand is told: its systems, its days, its configuration and its tags.

Systems that were read before share a run, as each costs seconds to start. One that never was, and whose budget is
limited, gets a run of its own: the first time may take hours, and would hold the others up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

import dagster as dg

from lead_pipeline import settings
from lead_pipeline.errors import LeadPipelineError, PublishRefused, WarehouseBusy
from lead_pipeline.ingest.open_days import open_since
from lead_pipeline.marts.build import refuse_early
from lead_pipeline.orchestrate.marts import IF_NEWS_TAG
from lead_pipeline.orchestrate.partitions import MOST_DAYS, range_tags
from lead_pipeline.orchestrate.raw import reader_of
from lead_pipeline.warehouse.overview import read_systems

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import duckdb

    from lead_pipeline.settings import Settings
    from lead_pipeline.spec.source import Source
    from lead_pipeline.warehouse.database import Warehouse

KIND_TAG, SYSTEMS_TAG = "lead_pipeline/sync", "lead_pipeline/systems"
_LOCK_SECONDS = 5  # a tick that waits for the warehouse holds up every other
_EVERYTHING: Mapping[str, bool | str] = MappingProxyType({"everything": True})


@dataclass(frozen=True)
class _Standing:
    """A system with an account: whether it was read whole, or soon will be, and since when things can have changed."""

    source: Source
    is_read: bool
    open_since: date | None


class Requests:
    """The requests for one set of sources and days; `rest` is what a run builds when it has read."""

    def __init__(
        self, sources: Sequence[Source], days: dg.DailyPartitionsDefinition, rest: Collection[dg.AssetKey]
    ) -> None:
        self._sources = sources
        self._days = days
        self._rest = rest

    def changes(self, busy: Collection[str] = ()) -> list[dg.RunRequest]:
        """What can have changed, but of systems that are being read; the marts only if there is news."""
        standings = [each for each in self._look() if each.source.name not in busy]
        return self._requests("changes", standings, {IF_NEWS_TAG: "yes"})

    def everything(self) -> list[dg.RunRequest]:
        """Also all that is final: the count of the whole, and old proofs in turn."""
        try:
            standings = self._look()
        except WarehouseBusy:
            standings = self._unseen()  # which days are shown matters less than that the night is not missed
        return self._requests("everything", standings, {}, _EVERYTHING)

    def verify(self) -> list[dg.RunRequest]:
        """All of it anew."""
        return self._requests("verify", self._unseen(), {}, {**_EVERYTHING, "verify": True})

    def marts_refused(self) -> str:
        """Why marts that were built now would not be published, as lists were never read; empty, if nothing says so."""
        warehouse = _in_brief(settings.load())
        if not warehouse.path.exists():
            return "Nothing was synced yet."
        try:
            refuse_early(warehouse, self._sources)
        except PublishRefused as refused:
            return str(refused)
        except LeadPipelineError:
            return ""  # busy, most of the time: a run waits its turn, and what is wrong is shown by it
        return ""

    def left_out(self) -> str:
        """The systems that have no account, and what to set for one."""
        set_up = settings.load()
        missing = [source for source in self._sources if source not in self._wanted(set_up)]
        told = [f"{source.title} ({' and '.join(settings.variables_of(source))})" for source in missing]
        return f"Left out, as no account is set: {', '.join(told)}." if told else ""

    def _wanted(self, set_up: Settings) -> list[Source]:
        """The systems with an account. One that has a problem is read too: the run says what to mend."""
        return [source for source in self._sources if set_up.names(source)]

    def _unseen(self) -> list[_Standing]:
        set_up = settings.load()
        wanted = self._wanted(set_up)
        if not wanted:
            set_up.chosen()  # says what to set; a run without an account would do nothing
        return [_Standing(source, is_read=True, open_since=None) for source in wanted]

    def _look(self) -> list[_Standing]:
        """How each system stands, told from what the warehouse holds."""
        set_up, unseen = settings.load(), self._unseen()
        if not set_up.warehouse.path.exists():
            return [replace(each, is_read=_is_unlimited(each.source, set_up)) for each in unseen]
        with _in_brief(set_up).open("looking what is open", read_only=True) as connection:
            read = read_systems(connection)
            return [
                _Standing(
                    each.source,
                    each.source.name in read or _is_unlimited(each.source, set_up),
                    _open_since(connection, each.source, set_up),
                )
                for each in unseen
            ]

    def _requests(
        self,
        kind: str,
        standings: Sequence[_Standing],
        tags: Mapping[str, str],
        words: Mapping[str, bool | str] | None = None,
    ) -> list[dg.RunRequest]:
        together = [each for each in standings if each.is_read]
        alone = [[each] for each in standings if not each.is_read]
        return [self._request(kind, group, tags, words) for group in [together, *alone] if group]

    def _request(
        self, kind: str, group: Sequence[_Standing], tags: Mapping[str, str], words: Mapping[str, bool | str] | None
    ) -> dg.RunRequest:
        """A run over the newest of these days; what it lands on older ones it tells of when it has landed."""
        today = datetime.now(UTC).date()
        since = min((each.open_since for each in group if each.open_since is not None), default=today)
        shown = range_tags(self._days, max(since, today - timedelta(days=MOST_DAYS - 1)))
        names = [each.source.name for each in group]
        raw = [dg.AssetKey([each.source.name, one.name]) for each in group for one in each.source.endpoints]
        ops = {reader_of(each.source): {"config": dict(words or _changed_since(each))} for each in group}
        return dg.RunRequest(
            tags={KIND_TAG: kind, SYSTEMS_TAG: ", ".join(names), **shown, **tags},
            run_config={"ops": ops},
            asset_selection=[*raw, *self._rest],
        )


def _changed_since(standing: _Standing) -> Mapping[str, bool | str]:
    if standing.open_since is None:
        return _EVERYTHING
    return {"since": standing.open_since.isoformat()}


def _in_brief(set_up: Settings) -> Warehouse:
    """The warehouse, for who does not wait long for it."""
    return replace(set_up.warehouse, lock_timeout=min(_LOCK_SECONDS, set_up.warehouse.lock_timeout))


def _is_unlimited(source: Source, set_up: Settings) -> bool:
    """Whether even the first time is over soon: no account of it keeps a limit."""
    return all(account.budget is None for account in set_up.accounts if account.source is source)


def _open_since(connection: duckdb.DuckDBPyConnection, source: Source, set_up: Settings) -> date | None:
    """The first day on which anything of any of its accounts can have changed; None: any day.

    Only where children are read by the day of their parents does a sync need to be told: else it knows by itself.
    """
    if all(source.tie_of(endpoint) is None for endpoint in source.endpoints):
        return None
    found = [open_since(connection, account) for account in set_up.accounts if account.source is source]
    days = [day for day in found if day is not None]
    return min(days) if days and len(days) == len(found) else None
