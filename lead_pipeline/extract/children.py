"""Which parents' children are due: those that can have changed since they were last proven, and a few old proofs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from lead_pipeline.extract.proof import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from lead_pipeline.spec.window import OncePerParent


@dataclass(frozen=True)
class Parent:
    """A parent row, as far as planning looks at it. `expected` is how many children it says it has."""

    id: int | str
    is_final: bool
    expected: int | None
    fingerprint: str
    dated: datetime | None
    is_deleted: bool


@dataclass(frozen=True)
class LastWalk:
    """The newest walk over a parent's children."""

    fingerprint: str | None
    verdict: str
    rows: int
    walked_at: datetime


@dataclass(frozen=True)
class Window:
    """Days of the parents' creation, both ends included; None is open."""

    since: date | None = None
    until: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether everything lies in it."""
        return self.since is None and self.until is None

    def holds(self, dated: datetime | None) -> bool:
        """Whether a parent of that date is in it; one without a readable date always is."""
        if dated is None:
            return True
        day = dated.date()
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Plan:
    """The parents to walk, and whether all others are final and proven, so that the whole can be counted."""

    due: list[Parent]
    is_settled: bool


def plan(
    per: OncePerParent,
    parents: Iterable[Parent],
    walked: Mapping[str, LastWalk],
    window: Window,
    *,
    everything: bool,
) -> Plan:
    """New, unfinished, changed, never proven: due. Final, unchanged and proven: due again when the proof is old."""
    due: list[Parent] = []
    old: list[tuple[datetime, Parent]] = []
    settled = True
    stale = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=per.recheck_after_days)
    for parent in parents:
        last = walked.get(str(parent.id))
        frozen = is_frozen(parent, last)
        settled = settled and (parent.is_final or parent.is_deleted)
        if not window.holds(parent.dated):
            continue
        if everything or not frozen or last is None:
            due.append(parent)
        elif last.walked_at < stale and not parent.is_deleted:
            old.append((last.walked_at, parent))
    if per.order:
        due.sort(key=lambda parent: str(parent.id) in walked)  # who was never read goes before who has changed
    old.sort(key=lambda item: item[0])
    return Plan(due + [parent for _, parent in old[: per.rechecks_per_run]], is_settled=settled and window.is_open)


def is_frozen(parent: Parent, last: LastWalk | None) -> bool:
    """Whether its children cannot have changed: it is final, and they were proven since it last changed."""
    return (
        last is not None
        and last.verdict == Verdict.PROVEN
        and last.fingerprint == parent.fingerprint
        and (parent.is_final or parent.is_deleted)
    )
