"""Reading the children of all parents from one list, where the API has it: a page of it holds those of many parents.

Documents do not always say whether it is there, and whether its rows name their parent. Where not, this says so, and
the lists of the parents are read one by one; it is asked for again after a while.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from lead_pipeline.errors import LeadPipelineError, RequestRefused
from lead_pipeline.extract.children import LastWalk
from lead_pipeline.extract.proof import Proof, Verdict
from lead_pipeline.extract.reader import Reader
from lead_pipeline.ingest.known import HeldRows
from lead_pipeline.ingest.lists import ingest_list
from lead_pipeline.ingest.starts import Starts
from lead_pipeline.ingest.walked import walk_record
from lead_pipeline.validate.chunk import Chunk
from lead_pipeline.validate.frame import Framer
from lead_pipeline.warehouse import ledger
from lead_pipeline.warehouse.batch import Counts, Place, utc_now
from lead_pipeline.warehouse.landing import transaction

if TYPE_CHECKING:
    from lead_pipeline.extract.page import Page
    from lead_pipeline.extract.walk import Walk
    from lead_pipeline.ingest.context import Context
    from lead_pipeline.ingest.outcome import EndpointOutcome
    from lead_pipeline.spec.source import Endpoint
    from lead_pipeline.spec.window import OncePerParent

ASK_AGAIN = timedelta(days=30)
_WHOLE = ""  # the position of a list that has no parent


async def ingest_at_once(context: Context, endpoint: Endpoint, per: OncePerParent, outcome: EndpointOutcome) -> bool:
    """Read that list; False where there is none that can be used."""
    if per.at_once is None:
        return False
    before = _before(context, endpoint)
    if before is not None and before.fingerprint == ledger.NONE_AT_ONCE and utc_now() - before.walked_at < ASK_AGAIN:
        return False
    shown_as = replace(endpoint, path=per.at_once, per=None, since=None, until_known=None)
    proof = Proof()
    try:
        page = await Reader(context.client, shown_as).head(proof.tally)
    except RequestRefused as refusal:
        return _use_none(context, endpoint, outcome, proof, f"no list of all at once: {refusal.message}")
    except LeadPipelineError as error:
        proof.conclude(Verdict.FAILED, error.message)
        _record(context, endpoint, outcome, proof, None)
        raise
    if not _names_parents(endpoint, per, page):
        return _use_none(context, endpoint, outcome, proof, f"the list of all at once tells no {per.fills}")

    def fingerprint(walk: Walk) -> str | None:
        return Starts.fingerprint(before, walk.proof, is_part=walk.is_part)

    known = HeldRows(context, endpoint).of_all(before)
    await ingest_list(
        context, endpoint, outcome, shown_as=shown_as, known=known, fingerprint=fingerprint, head=proof.tally
    )
    return True


def _names_parents(endpoint: Endpoint, per: OncePerParent, page: Page) -> bool:
    return not Framer(endpoint.table).frame([Chunk(page.rows)]).frame[per.fills].is_null().any()


def _use_none(context: Context, endpoint: Endpoint, outcome: EndpointOutcome, proof: Proof, reason: str) -> bool:
    """Remember that there is none: that is no failure, as the parents' own lists have all rows."""
    proof.conclude(Verdict.PROVEN, reason)
    _record(context, endpoint, outcome, proof, ledger.NONE_AT_ONCE)
    return False


def _before(context: Context, endpoint: Endpoint) -> LastWalk | None:
    account = context.account
    with context.warehouse.open(f"planning {endpoint.name}", read_only=True) as connection:
        found = ledger.positions(connection, account.source.name, account.name, endpoint.name).get(_WHOLE)
    return None if found is None else LastWalk(found.fingerprint, found.verdict, found.distinct_rows, found.walked_at)


def _record(
    context: Context, endpoint: Endpoint, outcome: EndpointOutcome, proof: Proof, fingerprint: str | None
) -> None:
    outcome.tally.add(proof.tally)
    place = Place(context.account.source, endpoint, context.account.name, context.run_id)
    walk = walk_record(proof, fingerprint=fingerprint, is_position=fingerprint is not None)
    with context.warehouse.open(f"noting {endpoint.name}") as connection, transaction(connection):
        ledger.record_walks(connection, place, [walk], Counts(), utc_now())
