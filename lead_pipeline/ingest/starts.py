"""From which moment on a list is asked for: what came before was read, and cannot have changed.

Only a whole reading shows what is gone, so there is one now and then; the position remembers when.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from lead_pipeline.extract.places import size_of
from lead_pipeline.extract.proof import Verdict
from lead_pipeline.warehouse import parents
from lead_pipeline.warehouse.batch import utc_now

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lead_pipeline.extract.children import LastWalk, Parent
    from lead_pipeline.extract.proof import Proof
    from lead_pipeline.ingest.context import Context
    from lead_pipeline.spec.source import Endpoint

_WHOLE = "whole "


class Starts:
    """Of the lists of one endpoint, as they were when the run began to read them."""

    def __init__(self, context: Context, endpoint: Endpoint) -> None:
        self._since = endpoint.since
        self._first_day = context.options.window.since
        self._last_day = context.options.window.until
        self._page = size_of(endpoint.paging)
        self._from: Mapping[str, datetime] = {}
        if endpoint.since is not None and not context.options.verify:
            with context.warehouse.open(f"planning {endpoint.name}", read_only=True) as connection:
                self._from = parents.starts(connection, context.account.source, endpoint, context.account.name)

    @property
    def is_windowed(self) -> bool:
        """Whether some days are asked for: what they show proves nothing of the list."""
        return self._since is not None and (self._first_day is not None or self._last_day is not None)

    def of(self, parent: Parent, before: LastWalk | None) -> datetime | None:
        """From when on; None is everything."""
        if self._since is not None and self._first_day is not None:
            # A second before: whether the moment asked for is taken in, no API says.
            return datetime.combine(self._first_day, time.min) - timedelta(seconds=1)
        if self._since is None or self.is_windowed or before is None or before.verdict != Verdict.PROVEN:
            return None
        if before.rows <= self._page:
            return None
        whole = whole_reading(before.fingerprint)
        if whole is None or utc_now() - whole >= timedelta(days=self._since.whole_every_days):
            return None
        return self._from.get(str(parent.id))

    def query(self, start: datetime | None) -> dict[str, str]:
        """The words that ask for it, and for no more than the days that are wanted."""
        if self._since is None:
            return {}
        asked = {} if start is None else {self._since.param: _moment(start)}
        if self._last_day is not None and self._since.until is not None:
            asked[self._since.until] = _moment(datetime.combine(self._last_day, time.min) + timedelta(days=1))
        return asked

    def undated(self, start: datetime | None) -> dict[str, str]:
        """What to ask for beside: rows that have no moment to be found by."""
        undated = None if start is None or self._since is None or self.is_windowed else self._since.undated
        return {} if undated is None else dict([undated])

    @staticmethod
    def fingerprint(before: LastWalk | None, proof: Proof, *, is_part: bool) -> str | None:
        """What the position keeps: when the whole list was last proven."""
        if is_part:
            return None if before is None else before.fingerprint
        return _WHOLE + utc_now().isoformat(timespec="seconds") if proof.verdict is Verdict.PROVEN else None


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def whole_reading(fingerprint: str | None) -> datetime | None:
    """When a list was last proven whole, as its position keeps it."""
    if fingerprint is None or not fingerprint.startswith(_WHOLE):
        return None
    return datetime.fromisoformat(fingerprint.removeprefix(_WHOLE))
