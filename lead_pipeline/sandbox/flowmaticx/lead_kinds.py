"""The kind of a lead, one number: its e-mail status and whether it was charged. Filters are sets of kinds.

Kinds are drawn per job, all at once, so that counting a million leads costs little. What a lead says is in lead_text.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from lead_pipeline.sandbox.flowmaticx.job_plan import JobPlan

EmailStatus = Literal["VALID", "RISKY", "INVALID"]
STATUSES: tuple[str | None, ...] = (None, *get_args(EmailStatus))
KIND_COUNT = 2 * len(STATUSES)
KINDS = tuple(range(KIND_COUNT))
NO_EMAIL, DUPLICATE, VALID, RISKY, INVALID = 0, 2, 3, 5, 6

SHARED_EVERY = 17
"""Every so many leads of a job are businesses that other jobs of the same search find too: about 6 %."""


def kind_of(status: object, *, billable: bool) -> int:
    """Number a kind; a status nobody knows counts as none."""
    return 2 * (STATUSES.index(status) if status in STATUSES else 0) + billable


def status_of(kind: int) -> str | None:
    """Give the e-mail status of a kind."""
    return STATUSES[kind >> 1]


def is_billable(kind: int) -> bool:
    """Say whether a kind is charged."""
    return bool(kind & 1)


def kinds_wanted(*, billable_only: bool, email_status: str | None) -> frozenset[int]:
    """Give the kinds that pass a filter."""
    return frozenset(
        kind for kind in KINDS if (not billable_only or is_billable(kind)) and email_status in (None, status_of(kind))
    )


ALL_KINDS = frozenset(KINDS)
BILLABLE = frozenset(kind for kind in KINDS if is_billable(kind))


def _table(*, risky: bool) -> bytes:
    """Spread a byte over the kinds at believable rates."""
    drawn = []
    for byte in range(256):
        if byte < 36:  # noqa: PLR2004 - 14 %
            drawn.append(NO_EMAIL)
        elif byte < 59:  # noqa: PLR2004 - 9 %
            drawn.append(INVALID)
        elif byte < 82:  # noqa: PLR2004 - 9 %, or none: the search drops risky leads unless asked to keep them
            drawn.append(RISKY if risky else VALID)
        else:
            drawn.append(VALID)
    return bytes(drawn)


TABLES = {risky: _table(risky=risky) for risky in (False, True)}


def shared_first(job_id: int) -> int:
    """Give the place of a job's first shared lead; the others follow at even distance."""
    return job_id % SHARED_EVERY


@lru_cache(maxsize=2048)
def draw_kinds(seed: int, plan: JobPlan) -> bytes:
    """Give the kind of every lead a job will find, in order."""
    if plan.found == 0:
        return b""
    drawn = hashlib.shake_128(b"kinds %d %d" % (seed, plan.job_id)).digest(plan.found)
    kinds = bytearray(drawn.translate(TABLES[plan.risky]))
    shared = slice(shared_first(plan.job_id), None, SHARED_EVERY)
    # A business that an earlier job has found already is not charged again.
    kinds[shared] = bytes([DUPLICATE if plan.rerun else VALID]) * len(kinds[shared])
    return bytes(kinds)


def count_kinds(kinds: bytes, wanted: frozenset[int]) -> int:
    """Count the leads of some kinds."""
    return sum(kinds.count(kind) for kind in wanted)
