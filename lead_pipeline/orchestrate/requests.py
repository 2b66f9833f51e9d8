"""What a run that nobody asked for by hand is told: its days, its configuration and its tags."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

import dagster as dg

from lead_pipeline import settings
from lead_pipeline.errors import WarehouseBusy
from lead_pipeline.ingest.open_days import oldest_open_day
from lead_pipeline.orchestrate.marts import IF_NEWS_TAG
from lead_pipeline.orchestrate.partitions import MOST_DAYS, range_tags
from lead_pipeline.orchestrate.raw import reader_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from lead_pipeline.spec.source import Source

KIND_TAG = "lead_pipeline/sync"
_LOCK_SECONDS = 5  # a tick that waits for the warehouse holds up every other


class Requests:
    """The requests for one set of sources and days."""

    def __init__(self, sources: Sequence[Source], days: dg.DailyPartitionsDefinition) -> None:
        self._sources = sources
        self._days = days

    def changes(self) -> dg.RunRequest:
        """What can have changed, on the days since the oldest job that is open; the marts only if there is news."""
        since = _open_since()
        words: dict[str, bool | str] = {"everything": True} if since is None else {"since": since.isoformat()}
        return self._request("changes", since, words, {IF_NEWS_TAG: "yes"})

    def everything(self) -> dg.RunRequest:
        """Also all that is final: the count of the whole, and old proofs in turn."""
        try:
            since = _open_since()
        except WarehouseBusy:
            since = None  # which days are shown matters less than that the night is not missed
        return self._request("everything", since, {"everything": True})

    def verify(self) -> dg.RunRequest:
        """All of it anew."""
        settings.load().chosen()  # a run without an account would only fail
        return self._request("verify", None, {"everything": True, "verify": True})

    def _request(
        self,
        kind: str,
        since: date | None,
        words: dict[str, bool | str],
        tags: Mapping[str, str] = MappingProxyType({}),
    ) -> dg.RunRequest:
        """A run over the newest of these days; what it lands on older ones it tells of when it has landed."""
        today = datetime.now(UTC).date()
        shown = range_tags(self._days, max(since or today, today - timedelta(days=MOST_DAYS - 1)))
        ops = {reader_of(source): {"config": words} for source in self._sources}
        return dg.RunRequest(tags={KIND_TAG: kind, **shown, **tags}, run_config={"ops": ops})


def _open_since() -> date | None:
    """The first day on which anything of any account can have changed; None: any day."""
    set_up = settings.load()
    brief = replace(set_up.warehouse, lock_timeout=min(_LOCK_SECONDS, set_up.warehouse.lock_timeout))
    found = [oldest_open_day(brief, account) for account in set_up.chosen()]
    days = [day for day in found if day is not None]
    return min(days) if len(days) == len(found) else None
