"""The census: one request asks how many children there are in all, and tells whether we hold as many.

Where it differs though every parent is final and proven, the whole list is read once: children of no parent are
found, and those that vanished from final parents are marked. A gap that a whole reading leaves is remembered.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lead_pipeline.errors import RequestRefused
from lead_pipeline.extract.proof import Proof, Verdict
from lead_pipeline.extract.reader import Reader
from lead_pipeline.ingest.lists import ingest_list
from lead_pipeline.ingest.walked import walk_record
from lead_pipeline.warehouse import ledger
from lead_pipeline.warehouse.batch import Counts, Place, utc_now
from lead_pipeline.warehouse.landing import transaction
from lead_pipeline.warehouse.parents import held_rows

if TYPE_CHECKING:
    from lead_pipeline.ingest.context import Context
    from lead_pipeline.ingest.outcome import EndpointOutcome
    from lead_pipeline.spec.source import Endpoint
    from lead_pipeline.warehouse.ledger import Position

A_WHILE = timedelta(hours=1)
_WHOLE = ""  # the position of a list that has no parent


async def take_census(context: Context, endpoint: Endpoint, outcome: EndpointOutcome, *, is_settled: bool) -> bool:
    """Compare, and read the whole list where the difference is one that no whole reading has explained: True if so.

    While parents are unfinished (`is_settled` false), numbers move between the walks and the count: only a difference
    that stays the same for a while tells of something else.
    """
    proof = Proof()
    try:
        total = (await Reader(context.client, endpoint).first(proof.tally)).total
    except RequestRefused as refusal:
        context.progress.note(f"{context.account} {endpoint.name}: no count of the whole list: {refusal.message}")
        total = None
    held, before = _held_and_before(context, endpoint)
    outcome.tally.add(proof.tally)
    outcome.pages += 1
    if total is None:
        proof.conclude(Verdict.PROVEN, "census: the whole list says no total")
        _record(context, endpoint, proof)
        return False
    proof.pages, proof.distinct = 1, held
    gap, told = _gap(total - held), f"census: {total} at the source, {held} held"
    if not (is_settled or total == held or _is_remembered(before, gap) or _has_stayed(before, gap)):
        if before is None or (before.verdict == Verdict.PROVEN and before.fingerprint != _once(gap)):
            proof.conclude(Verdict.PROVEN, f"{told}, and some are still coming in")
            _record(context, endpoint, proof, fingerprint=_once(gap))
        return False
    proof.last_total = total
    is_explained = total == held or _is_remembered(before, gap)
    proof.conclude(Verdict.PROVEN if is_explained else Verdict.UNPROVEN, told)
    _record(context, endpoint, proof)
    if is_explained:
        return False
    context.progress.note(
        f"{context.account} {endpoint.name}: {total} at the source, {held} held; reading the whole list."
    )
    walk = await ingest_list(context, endpoint, outcome)
    held, _ = _held_and_before(context, endpoint)
    left = (walk.proof.last_total or 0) - held
    if left and walk.proof.verdict is Verdict.PROVEN:
        told = f"a difference of {left} rows stays, and is remembered"
        context.progress.note(f"{context.account} {endpoint.name}: {told}.")
        remembered = Proof(Verdict.PROVEN, told, distinct=walk.proof.distinct, last_total=walk.proof.last_total)
        _record(context, endpoint, remembered, fingerprint=_gap(left))
    return True


def _gap(rows: int) -> str:
    """How a difference is remembered: as the fingerprint of the whole list's position."""
    return f"gap {rows}"


def _once(gap: str) -> str:
    return f"{gap}, seen once"


def _is_remembered(before: Position | None, gap: str) -> bool:
    """Whether a whole reading has left that very difference."""
    return before is not None and (before.fingerprint, before.verdict) == (gap, Verdict.PROVEN)


def _has_stayed(before: Position | None, gap: str) -> bool:
    """Whether that very difference was there a while ago."""
    return before is not None and before.fingerprint == _once(gap) and before.walked_at <= utc_now() - A_WHILE


def _held_and_before(context: Context, endpoint: Endpoint) -> tuple[int, Position | None]:
    """How many rows are held, and what is remembered of the whole list."""
    source, account = context.account.source, context.account.name
    with context.warehouse.open(f"counting {endpoint.name}", read_only=True) as connection:
        held = held_rows(connection, source, endpoint, account)
        whole = ledger.positions(connection, source.name, account, endpoint.name).get(_WHOLE)
    return held, whole


def _record(context: Context, endpoint: Endpoint, proof: Proof, fingerprint: str | None = None) -> None:
    account = context.account
    place = Place(account.source, endpoint, account.name, context.run_id)
    walk = walk_record(proof, fingerprint=fingerprint, is_position=fingerprint is not None)
    with context.warehouse.open(f"counting {endpoint.name}") as connection, transaction(connection):
        ledger.record_walks(connection, place, [walk], Counts(), utc_now())
