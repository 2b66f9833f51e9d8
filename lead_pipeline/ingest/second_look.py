"""A walk, and a second one where the first is not believed at once.

It is not where it proves nothing though everything is to be verified, and where it would mark so many rows as deleted
that one reading is not enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lead_pipeline.errors import Paused
from lead_pipeline.extract.proof import Proof, Verdict

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from lead_pipeline.errors import LeadPipelineError
    from lead_pipeline.extract.page import Page
    from lead_pipeline.extract.walk import Walk

LEAST_LOST = 3
LOST_SHARE = 0.2


async def careful_walk(
    begin: Callable[[], Walk], take: Callable[[Page], Awaitable[None]], *, held: int, verify: bool
) -> tuple[Walk, bool]:
    """The walk that counts, and whether what it did not see is gone. `take` gets every page of every walk."""
    first = await _through(begin(), take)
    proven = first.proof.verdict is Verdict.PROVEN
    if not ((verify and not proven) or (proven and lost_many(held, len(first.keys)))):
        return first, proven
    second = await _through(begin(), take)
    second.proof.tally.add(first.proof.tally)
    believed = second.keys == first.keys or not lost_many(held, len(second.keys))
    return second, second.proof.verdict is Verdict.PROVEN and believed


def failed_proof(begun: Sequence[Walk], error: LeadPipelineError) -> Proof:
    """The record of walks that an error ended: what they cost, and why. One that is paused has not failed."""
    return _ended(begun, Verdict.UNPROVEN if isinstance(error, Paused) else Verdict.FAILED, error.message)


def cut_off_proof(begun: Sequence[Walk]) -> Proof:
    """The record of walks that were broken off because of something else."""
    return _ended(begun, Verdict.UNPROVEN, "broken off: the sync was stopped")


def _ended(begun: Sequence[Walk], verdict: Verdict, reason: str) -> Proof:
    proof = begun[-1].proof if begun else Proof()
    for walk in begun[:-1]:
        proof.tally.add(walk.proof.tally)
    proof.conclude(verdict, reason)
    return proof


def lost_many(held: int, seen: int) -> bool:
    """Whether far fewer rows came than are held."""
    lost = held - seen
    return lost > 0 and (seen == 0 or (lost >= LEAST_LOST and lost >= LOST_SHARE * held))


async def _through(walk: Walk, take: Callable[[Page], Awaitable[None]]) -> Walk:
    async for page in walk.pages():
        await take(page)
    return walk
